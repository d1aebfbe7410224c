/**
 * What servers call the things they write about, language by language. Words as `wordsOf` leaves them: without accents,
 * and the letters that are no letter with an accent (ı, ł, ø) as the plain one.
 */

export interface Tongue {
  /** The reader, their mailbox or their address. */
  who: string
  sender: string
  domain: string
  /** Not there, or no more. */
  gone: string
  /** There, and switched off. */
  off: string
  full: string
  /** Not; none. */
  no: string
  /** What an error is called. */
  fault: string
  /** What may stand between what belongs together. */
  near: string
}

/** Words with spaces between them. */
export const NEAR = "[^.]{0,40}?"

const oa = (stems: string): string => `(?:${stems})[oa]s?`

export const TONGUES: Record<string, Tongue> = {
  fr: {
    who: "(?:utilisateur|destinataire|adresse(?! ip)|boite|compte|bal|abonne|usager)",
    sender: "(?:emetteur|expediteur)",
    domain: "(?:domaine|hote)",
    gone:
      "(?:(?:inconnu|inexistant|invalide|errone|incorrect|supprime|resilie|cloture|ferme)e?s?\\b|introuvable|n existe (?:pas|plus)|" +
      "impossible de trouver|absente? de l annuaire|ne figure (?:pas|plus) dans|" +
      "(?:pas|plus|non) (?:ete )?(?:trouve|repertorie|reconnu|valide|valable|attribue|utilise|enregistre|disponible|en service)e?)",
    off: "(?:(?:desactive|suspendu|bloque|archive|expire)e?|inacti(?:f|ve)|(?:pas|plus) acti(?:f|ve))",
    full: "(?:pleine?|saturee?)",
    no: "\\b(?:pas|plus|aucune?|jamais|sans)\\b",
    fault: "erreur",
    near: NEAR,
  },
  es: {
    who: "(?:usuario|destinatario|direccion(?! ip)|buzon|cuenta|casilla|correo)",
    sender: "remitente",
    domain: "dominio",
    gone:
      `(?:${oa("desconocid|invalid|incorrect|errone|equivocad|eliminad|cancelad|cerrad|borrad|dad")}(?: de baja)?|inexistente|no existe|` +
      `dejo de existir|no (?:es |ha sido |fue |esta |se (?:ha |pudo |puede )?)?(?:encontr\\p{L}*|encuentra|reconocid[oa]|registrad[oa]|valid[oa]|dad[oa] de alta|(?:figura|aparece) en (?:el|la|nuestr[oa])))`,
    off: `(?:${oa("desactivad|suspendid|inhabilitad|deshabilitad|bloquead|inactiv|expirad|caducad|vencid")}|ha expirado|no (?:esta |es )?activ[oa])`,
    full: `(?:llen[oa]|sin espacio)`,
    no: "\\b(?:no|ningun[oa]?|sin|nadie)\\b",
    fault: "error",
    near: NEAR,
  },
  it: {
    who: "(?:utente|destin(?:atario)?|indirizzo(?! ip)|casella|account)",
    sender: "mittente",
    domain: "dominio",
    gone:
      "(?:(?:sconosciut|errat|cessat|chius|cancellat|eliminat|rimoss|dismess)[oa]|inesistente|non esiste|" +
      "impossibile trovare|non (?:e |risulta )?(?:piu )?(?:(?:stat[oa] )?trovat[oa]|valid[oa]|corrett[oa]|riconosciut[oa]|esistente|presente|registrat[oa]|in uso))",
    off: "(?:(?:disattivat|disabilitat|sospes|bloccat|scadut|inattiv)[oa]|non (?:e |risulta )?(?:piu )?(?:attiv|abilitat)[oa])",
    full: "piena",
    no: "\\b(?:non|nessun[oa]?|mai|senza)\\b",
    fault: "errore",
    near: NEAR,
  },
  pt: {
    who: "(?:usuario|utilizador|destinatario|endereco(?! ip)|caixa|conta)",
    sender: "remetente",
    domain: "dominio",
    gone:
      `(?:${oa("desconhecid|invalid|incorret|errad|encerrad|excluid|removid|cancelad|apagad")}|inexistente|nao existe|` +
      "nao foi possivel (?:encontrar|localizar)|nao (?:e |foi |esta )?(?:encontrad|localizad|cadastrad|registrad|reconhecid|valid)[oa])",
    off: "(?:(?:desativad|suspens|bloquead|inativ|desabilitad|expirad|vencid)[oa]|nao (?:esta |e )?(?:mais )?ativ[oa])",
    full: "(?:cheia|lotada|sem espaco)",
    no: "\\b(?:nao|nenhum[a]?|sem|ninguem)\\b",
    fault: "erro",
    near: NEAR,
  },
  de: {
    who: "(?:benutzer|nutzer|anwender|empfa(?:e)?nger(?:adresse)?|adressat|adresse|postfach|mailbox|konto|teilnehmer)",
    sender: "absender(?:adresse)?",
    domain: "doma(?:i|e)ne?",
    gone:
      "(?:unbekannt|falsch|fehlerhaft|abgemeldet|existiert nicht|gibt es nicht|ungue?ltig|geloe?scht|geschlossen|aufgeloe?st|gekue?ndigt|" +
      "nicht (?:mehr )?(?:bekannt|gefunden|vorhanden|verfue?gbar|existent|gue?ltig|vergeben|registriert|eingerichtet|aufgefue?hrt)|nicht im (?:\\p{L}+ )?(?:adressbuch|verzeichnis)|" +
      "nicht mehr (?:im|in|bei|da|hier|tae?tig|bescha?e?ftigt))",
    off: "(?:deaktiviert|gesperrt|abgeschaltet|stillgelegt|abgelaufen|inaktiv|nicht (?:mehr )?aktiv)",
    full: "(?:voll\\b|ue?berfue?llt)",
    no: "\\b(?:nicht|kein\\p{L}*|niemand\\p{L}*)\\b",
    fault: "fehler",
    near: NEAR,
  },
  nl: {
    who: "(?:gebruiker|ontvanger|adres|postbus|mailbox|account)",
    sender: "afzender",
    domain: "domein",
    gone: "(?:onbekende?|onjuiste?|bestaat niet|(?:niet|ka?o?n niet worden) (?:meer )?(?:gevonden|bekend|geldig|geregistreerd|in gebruik)|ongeldig|verwijderd|gesloten)",
    off: "(?:uitgeschakeld|geblokkeerd|opgeheven|verlopen|inactief|niet (?:meer )?actief)",
    full: "\\bvol\\b",
    no: "\\b(?:niet|geen|niemand)\\b",
    fault: "fout",
    near: NEAR,
  },
  pl: {
    who: "(?:uzytkownik|odbiorc|adres(?! ip)|skrzynk|kont[oa])\\p{L}*",
    sender: "nadawc\\p{L}*",
    domain: "domena",
    gone: "(?:nieznan[yae]|nie (?:istnieje|znaleziono|zostal[ao]? znalezion\\p{L}*|jest zarejestrowan\\p{L}*)|(?:nieprawidlow|niepoprawn|bledn)[yae]|(?:usuniet|skasowan|zamkniet)[yae])",
    off: "(?:(?:zablokowan|nieaktywn|zawieszon|wylaczon)[yea]|wygas\\p{L}+)",
    full: "(?:pelna|przepelniona)",
    no: "\\b(?:nie|brak\\p{L}*|zadn\\p{L}*)\\b",
    fault: "blad",
    near: NEAR,
  },
  ru: {
    who: "(?:пользовател|получател|адрес|ящик|абонент|аккаунт|уч[её]тн\\p{L}* запис)\\p{L}*",
    sender: "отправител\\p{L}*",
    domain: "домен\\p{L}*",
    gone: "(?:не (?:найден|существу|зарегистрирован|обнаружен)|неизвест|неде[йи]ств|(?:неверн|неправильн)(?!\\p{L}* парол)|отсутству|удал(?:[её]н|ил)|закрыт)\\p{L}*",
    off: "(?:заблокирован|отключ[её]н|неактив|не актив|просроч|выключ|приостановлен)\\p{L}*",
    full: "(?:переполнен|полон)",
    no: "(?<!\\p{L})(?:не|нет|ни)(?!\\p{L})",
    fault: "ошибк\\p{L}*",
    near: NEAR,
  },
  ja: {
    who: "(?:アドレス|宛先|受信者|ユーザー?|利用者|会員|メールボックス|アカウント)",
    sender: "(?:差出人|送信元|送信者|発信者|発信元)",
    domain: "ドメイン",
    gone:
      "(?:存在(?:し|いたし|致し)(?:て(?:い|おり))?(?:ない|ませ)|見つか[らり](?:ない|ませ)|(?<!(?:権限|許可|空き|容量)(?:が|は)?)(?:ありません|ございません)|不明|無効|" +
      "(?:登録|使用|使|利用)(?:さ|わ)?れて(?:い|お)(?:ない|ません|りません)|間違|誤りがあ|該当(?:者|する[^.]{1,8})?(?:なし|無し|ありません)|廃止|退会|削除|抹消|閉鎖)",
    off: "(?:停止|休止|凍結|ロック|解約|無効化|利用でき)",
    full: "(?:一杯|いっぱい|満杯|超過|超えて|オーバー|不足)",
    no: "(?:ない|ません|なし|無し|無い)",
    fault: "(?:な|の)?(?:エラー|障害)",
    near: "[^.]{0,20}",
  },
  zh: {
    who: "(?:用户|收件[人者]|收信人|邮箱|地址|帐号|账号|账户|使用者|用戶|信箱|帳號|郵箱)",
    sender: "(?:发件人|寄件人|发信人|寄件者)",
    domain: "(?:域名|网域|網域)",
    gone: "(?:不存在|[无無]效|未找到|找不到|没有找到|未(?:开通|注册|開通|註冊)|不正[确確]|未知|非法|已失效|拼写错误|已?(?:注销|註銷|销户|删除|刪除))",
    off: "(?:冻结|停用|禁用|锁定|暂停|过期|休眠|凍結|鎖定|未激活|停机)",
    full: "(?:已满|满了|不足|已超|超出|超过|超限|已滿)",
    no: "[不未无無没沒]",
    fault: "(?:错误|錯誤)",
    near: "[^.]{0,12}",
  },
  ko: {
    who: "(?:사용자|수신자|수신인|받는 ?사람|회원|계정|아이디|메일함|주소|메일)",
    sender: "(?:발신자?|보낸 ?사람)",
    domain: "도메인",
    gone: "(?:존재하지|없(?:습니다|음|는)|찾을 수 없|알 수 없|탈퇴|삭제|해지|(?:등록|사용)[되하]지 않|잘못된(?= ?(?:사용자|수신|계정|주소|메일 ?주소|회원|아이디))|유효하지)",
    off: "(?:휴면|정지|중지|잠[겼김]|비활성)",
    full: "(?:초과|가득|부족|꽉)",
    no: "(?:없|않|못|아닙|아닌)",
    fault: "(?:는 )?오류",
    near: "[^.]{0,12}",
  },
  /** Swedish, Norwegian, Danish, Finnish, Czech, Slovak, Hungarian, Romanian, Turkish: no two of them say one word of two things. */
  others: {
    who:
      "(?:konto|anvandar|mottagar|brevlad|bruker|mottaker|postkasse|bruger|modtager|adress|kayttaj|vastaanottaj|osoit|postilaatik|" +
      "uzivatel|pouzivatel|prijemc|schrank|felhasznalo|cimzett|postafiok|utilizator|destinatar|kullanici|alici|hesa[pb])\\p{L}*",
    sender:
      "(?:avsandar|avsender|afsender|lahettaj|odesilatel|odosielatel|felado|expeditor|gonder(?:en|ici))\\p{L}*",
    domain: "(?:doman|domene|domæne|verkkotunnu|domen|alan adi)\\p{L}*",
    gone:
      "(?:(?:finns|existerar) inte|(?:finnes|findes|eksisterer) ikke|okand|ukjent|ukendt|slettet|borttagen|raderad|tuntematon|" +
      "ei (?:ole|loydy)|poistettu|neexist|neznam|nenalezen|nenajden|nebyl\\p{L}* nalezen|smazan|zrusen|ismeretlen|" +
      "nem (?:letez|talalhato)|torolt|megszunt|necunoscut|nu exista|inexistent|bulunamadi|bulunmu|yok\\b|mevcut degil|" +
      "gecersiz|bilinmeyen|silin(?:di|mis))\\p{L}*",
    off: "(?:avstangd|inaktiv|sparra|sperret|deaktiv|lukket|suljettu|zablokov|letilt|inaktiv|dezactiv|suspendat|devre disi|askiya|kapatil)\\p{L}*",
    full: "(?:fullt?|fuld|taynna|pln[aye]|megtelt|plin[ae]?|dolu)\\b",
    no: "\\b(?:inte|ikke|icke|ingen|ei|eivat|ne|neni|nie|nem|nincs|nu|yok|degil|\\p{L}+(?:amadi|emedi|madi|medi))\\b",
    fault: "(?:fel|feil|fejl|virhe|chyba|hiba|eroare|hata)\\b",
    near: NEAR,
  },
  /** Greek, Ukrainian, Vietnamese, Indonesian, Thai, likewise. */
  farther: {
    who: "(?:χρήστη|παραλήπτη|διεύθυνση|користувач|отримувач|скриньк|nguoi (?:dung|nhan)|đia chi|pengguna|penerima|ผู้ใช้|ผู้รับ)\\p{L}*",
    sender: "(?:αποστολέα|відправник|nguoi gui|pengirim|ผู้ส่ง)\\p{L}*",
    domain: "(?:τομέα|домен|ten mien|โดเมน)\\p{L}*",
    gone:
      "(?:άγνωστ|ανύπαρκτ|δεν (?:υπάρχει|βρέθηκε)|не (?:знайден|існу)|невідом|видален|khong (?:ton tai|tim thay)|" +
      "tidak (?:ditemukan|ada|dikenal|terdaftar)|ไม่พบ|ไม่มี)\\p{L}*",
    off: "(?:ανενεργ|απενεργοποι|заблокован|bi khoa|dinonaktif|ditangguhkan|ถูกระงับ)\\p{L}*",
    full: "(?:γεμάτ|переповнен|đa đay|penuh|เต็ม)\\p{L}*",
    no: "(?:δεν|(?<!\\p{L})не(?!\\p{L})|немає|\\bkhong\\b|\\b(?:tidak|bukan|belum)\\b|ไม่)",
    fault: "(?:σφάλμα|помилк\\p{L}*|loi|kesalahan|ข้อผิดพลาด)",
    near: NEAR,
  },
}
