/**
 * The same in other languages: what servers of large providers say to their own neighbours. Words as `wordsOf` leaves
 * them, so without accents.
 */

/** The reader, in the languages that say who first. */
const WHO = {
  fr: "(?:utilisateur|destinataire|adresse|boite|compte|bal)",
  es: "(?:usuario|destinatario|direccion|buzon|cuenta|casilla|correo)",
  it: "(?:utente|destin(?:atario)?|indirizzo|casella|account)",
  pt: "(?:usuario|utilizador|destinatario|endereco|caixa|conta)",
  de: "(?:benutzer|nutzer|empfanger(?:adresse)?|empfaenger(?:adresse)?|adresse|postfach|mailbox|konto|teilnehmer)",
  nl: "(?:gebruiker|ontvanger|adres|postbus|mailbox|account)",
  pl: "(?:uzytkownik|odbiorca|adres|skrzynka|konto|konta)",
  ru: "(?:пользовател\\p{L}*|получател\\p{L}*|адрес\\p{L}*|ящик\\p{L}*|абонент\\p{L}*|аккаунт\\p{L}*)",
}
const NEAR = "[^.]{0,40}?"

export const NO_SUCH_USER: readonly string[] = [
  `${WHO.fr}${NEAR}(?:inconnue?s?|inexistante?s?|n existe (?:pas|plus)|introuvable|invalide)`,
  `(?:aucun|pas de tel) ${WHO.fr}`,
  `${WHO.es}${NEAR}(?:desconocid[oa]|inexistente|no existe|no encontrad[oa]|no valid[oa]|invalid[oa]|incorrect[oa])`,
  `no existe (?:el|la|ese|esa|dich[oa]|ningun|tal)? ?(?:${WHO.es}|persona)`,
  `${WHO.it}${NEAR}(?:sconosciut[oa]|inesistente|non esiste|non trovat[oa]|errat[oa]|non valid[oa])`,
  `non esiste (?:nessun|alcun|l|il)? ?${WHO.it}`,
  `nessun ${WHO.it}|destin \\. sconosciut[oa]`,
  `${WHO.pt}${NEAR}(?:desconhecid[oa]|inexistente|nao existe|nao encontrad[oa]|invalid[oa])`,
  `${WHO.de}${NEAR}(?:unbekannt|nicht bekannt|existiert nicht|nicht gefunden|nicht vorhanden|nicht mehr verf(?:u|ue)gbar|ungultig|ungueltig)`,
  `(?:unbekannte[rs]?|kein(?:en|e)?(?: solche[rsn]?)?) (?:${WHO.de}|person)`,
  `${WHO.nl}${NEAR}(?:onbekend|bestaat niet|niet gevonden)|onbekende? ${WHO.nl}`,
  `${WHO.pl}${NEAR}(?:nieznany|nie istnieje|nie znaleziono)|nie ma (?:takiego|takiej) ${WHO.pl}`,
  `${WHO.ru}${NEAR}(?:не найден|не существует|неизвест|отсутствует)|нет такого ${WHO.ru}|неизвестн\\p{L}* ${WHO.ru}`,
  "(?:アドレス|宛先|受信者|ユーザ|メールボックス|アカウント)[^.]{0,20}(?:存在し|見つかり|ありません|不明|登録されて|無効)|宛先不明|存在しない(?:アドレス|宛先|ユーザ)",
  "(?:用户|收件人|邮箱|地址|帐号|账号|账户|使用者|信箱|帳號)[^.]{0,12}(?:不存在|无效|未找到|找不到|未开通|不正确|已注销|無效)|(?:无此|没有|无效的?)(?:用户|收件人|邮箱|账号|帐号)|查无此人",
  "(?:사용자|수신자|계정|주소|메일)[^.]{0,12}(?:존재하지|없습니다|찾을 수 없)|존재하지 않는|없는 (?:사용자|계정|주소)",
]

export const FULL: readonly string[] = [
  `${WHO.fr}${NEAR}(?:pleine?|saturee?)|quota${NEAR}depasse|depassement (?:de|du) quota`,
  `${WHO.es}${NEAR}(?:llen[oa]|sin espacio)|cuota${NEAR}(?:excedida|superada|agotada)|exced\\p{L}*${NEAR}cuota`,
  `${WHO.it}${NEAR}piena|spazio esaurito|quota superata`,
  `${WHO.pt}${NEAR}(?:cheia|lotada|sem espaco)|cota${NEAR}excedida`,
  `${WHO.de}${NEAR}(?:voll|uberfullt|ueberfuellt)|(?:speicherplatz|speichervolumen|quota)${NEAR}(?:uberschritten|ueberschritten|erschopft|erschoepft)|zu ?viele (?:e ?)?mails auf dem server`,
  `${WHO.nl}${NEAR}\\bvol\\b`,
  `${WHO.pl}${NEAR}(?:pelna|przepelniona)|przekroczon\\p{L}* limit\\p{L}* (?:miejsca|skrzynki)`,
  `${WHO.ru}${NEAR}(?:переполнен|полон)|превышен\\p{L}* (?:квот|лимит ящик|объ[её]м)`,
  "(?:メールボックス|受信箱|容量|保存領域|ディスク)[^.]{0,20}(?:一杯|いっぱい|満杯|超過|超えて|オーバー|不足)",
  "(?:邮箱|信箱|收件箱|空间|容量|配额)[^.]{0,10}(?:已满|满了|不足|已超|超出|超过|超限|已滿)",
  "(?:메일함|편지함|메일 ?박스|용량|저장 ?공간)[^.]{0,12}(?:초과|가득|부족|꽉)",
]

export const SWITCHED_OFF: readonly string[] = [
  `${WHO.fr}${NEAR}(?:desactivee?|suspendue?|bloquee?|fermee?|archivee?|inactive?|expiree?)`,
  `${WHO.es}${NEAR}(?:desactivad[oa]|suspendid[oa]|inhabilitad[oa]|deshabilitad[oa]|bloquead[oa]|inactiv[oa]|expirad[oa]|ha expirado)`,
  `${WHO.it}${NEAR}(?:disattivat[oa]|disabilitat[oa]|sospes[oa]|bloccat[oa]|scadut[oa]|inattiv[oa])`,
  `${WHO.pt}${NEAR}(?:desativad[oa]|suspens[oa]|bloquead[oa]|inativ[oa]|desabilitad[oa])`,
  `${WHO.de}${NEAR}(?:deaktiviert|gesperrt|abgeschaltet|stillgelegt|inaktiv|nicht aktiv)`,
  `${WHO.nl}${NEAR}(?:uitgeschakeld|geblokkeerd|opgeheven)`,
  `${WHO.pl}${NEAR}(?:zablokowan[ye]|nieaktywn[ye]|zawieszon[ye])`,
  `${WHO.ru}${NEAR}(?:заблокирован|отключ[её]н|неактивен|приостановлен)`,
  "(?:アカウント|メールボックス|ユーザ|アドレス|受信者)[^.]{0,20}(?:停止|休止|凍結|ロック|解約|無効化|利用でき)",
  "(?:用户|邮箱|信箱|帐号|账号|账户|收件人)[^.]{0,10}(?:冻结|停用|禁用|锁定|暂停|过期|休眠|凍結)",
  "(?:계정|메일함|사용자)[^.]{0,12}(?:휴면|정지|중지|잠[겼김]|비활성)",
]

/** Of the sender: how much may be sent. */
export const SENDING_LIMIT: readonly string[] = [
  "limite d envoi|quota d envoi|limite de (?:envio|mensajes|correos) (?:excedid|superad|alcanzad)|limite di invio|sendelimit|versandlimit",
  "送信(?:数|量|件数|通数)?の?(?:上限|制限)|送信(?:数|量|件数|通数)[^.]{0,8}(?:超え|超過|達し)",
  "(?:发信|发送|投递|外发)[^.]{0,12}(?:超限|超过|上限|限额|达到|过多)|发信量",
]

export const SENDER_REFUSED: readonly string[] = [
  "(?:emetteur|expediteur|remitente|mittente|remetente|absender)[^.]{0,30}(?:invalide|inexistant|inconnu|inexistente|invalid[oa]|desconocid[oa]|sconosciut[oa]|non valid[oa]|ungultig|ungueltig|unbekannt|existiert nicht|n existe pas|no existe|non autorise|no autorizado)",
  "domaine de l (?:expediteur|emetteur)",
  "(?:发件人|寄件人|发信人|差出人|送信元|送信者|발신자)[^.]{0,16}(?:不存在|无效|不一致|认证|未验证|正しく|存在し|不正|確認でき|許可され|一致し|유효하지)",
]

export const RELAYING: readonly string[] = [
  "relais (?:refuse|interdit|non autorise)|retransmision no permitida|relay non consentito|中継[^.]{0,10}(?:拒否|許可|でき)|不允许中继|拒绝中继",
]

/** The receiver does not want it. */
export const UNWANTED: readonly string[] = [
  "pourriel|indesirable|correo no deseado|werbung|unerwunscht|unerwuenscht|спам",
  "受信拒否|迷惑メール|スパム|拒否(?:設定|され)",
  "垃圾邮件|拒收|黑名单|屏蔽|反垃圾|被拒绝",
  "스팸|수신 ?거부|차단",
  "message (?:refuse|rejete)|mail rejete|mensaje rechazado|messaggio rifiutato|nachricht (?:abgelehnt|abgewiesen)",
  "adresse ip (?:source )?bloquee",
]
