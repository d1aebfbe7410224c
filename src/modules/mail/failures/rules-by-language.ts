/**
 * The same in other languages: what servers of large providers say to their own neighbours. Who it is about and what
 * is wrong with them come in either order; see terms-by-language.ts for the words.
 */
import { NEAR, type Tongue, TONGUES } from "./terms-by-language"

const ALL = Object.values(TONGUES)

/** An IP address is nobody's. */
const NO_IP = "(?<!\\bip ?)"

/** "The user is unknown", "Unknown user". */
function said(of: (tongue: Tongue) => string, what: (tongue: Tongue) => string): string[] {
  return ALL.map((tongue) => {
    const [who, wrong] = [of(tongue), what(tongue)]
    return `${NO_IP}${who}${tongue.near}${wrong}|${wrong}(?: ?[^ .]{1,12}){0,2}? ?${NO_IP}${who}`
  })
}

/** "There is nobody of that name." */
const NOBODY: readonly string[] = [
  "no (?:hay|existe) nadie|nadie (?:con|por) (?:ese|este)|(?:nao (?:ha|existe) )?ninguem com (?:esse|este)",
  "(?:il n y a )?personne (?:a|de|avec|sous) cet?t?e? (?:nom|adresse)|nessuno (?:con|a) quest[oa]",
  "niemand(?:en)? (?:mit|unter|namens)|niemand (?:met|op|onder) (?:die|dit)|nikogo (?:o|pod) t\\p{L}+|никого с таким",
]

/** A reader is named, and a no. */
export const READER_AND_NO: readonly string[] = ALL.map(
  ({ who, no, near }) => `${NO_IP}${who}${near}${no}|${no}${near}${NO_IP}${who}`
)

/** It is about something else: a sender, rights, room, size, time, or the mail itself. */
export const ABOUT_SOMETHING_ELSE: readonly string[] = [
  ...ALL.map(({ sender }) => sender),
  "\\b(?:autori[sz]|auth?enti|anmeld|angemeld|dogrula|ac+e[pt]t|aceit|annehm|annimm|nimmt|recib|receb|recoi|ricev|permi[ts]|permes|consenti|erlaub|berechtig|zugelassen|toegestaan|uprawni|dozwol|tillat|povol|engedely|autoriz|izin)\\p{L}*",
  "\\b(?:mensaje|messaggio|mensagem|nachricht|bericht|wiadomosc|tamano|taille|grosse|limit|quota|cuota|espacio|espace|spazio|espaco|platz|miejsc|servidor|serveur|serveren)\\p{L}*",
  "авториз|аутентиф|принима|разреш|прав[ао]?\\b|лимит|размер|мест[ао]|сообщени|письм|политик|сервер",
  "認証|受け取|受信でき|送信|許可|権限|拒否|容量|サイズ|本文|件名|受け付け|一時",
  "允许|权限|拒|大小|空间|超|频率|接收|认证|邮件|授权|认证|限|容量",
  "허용|권한|거부|크기|용량|초과|일시|본문|인증|받지",
]

/** A directory that does not have the person who is named. */
const NOT_LISTED: readonly string[] = [
  "no (?:se encuentra|figura|aparece) en (?:el|la|nuestr[oa]) (?:directorio|libreta)|nao (?:esta|consta|se encontra) n[oa] (?:diretorio|catalogo)",
  "(?:n est pas|ne figure pas|introuvable|non repertorie) dans (?:le |l |notre )?(?:annuaire|repertoire|carnet)",
  "non (?:e |risulta )?(?:presente|elencato|trovato) n(?:ella|el|ell) (?:rubrica|elenco|directory)",
  "nicht im (?:\\p{L}+ )?(?:adressbuch|verzeichnis)",
]

export const NO_SUCH_USER: readonly string[] = [
  ...said(
    ({ who }) => who,
    ({ gone }) => gone
  ),
  ...ALL.map(({ gone }) => `@ (?:\\. )?(?:[^ .]{1,6} ){0,2}?[はが은는]?${gone}`),
  ...NOBODY,
  ...NOT_LISTED,
  `(?:aucune?|pas de(?: tel)?|pas d) ${TONGUES.fr!.who}`,
  `ningun[ao]? ${TONGUES.es!.who}|nenhum[a]? ${TONGUES.pt!.who}`,
  `${TONGUES.es!.who}[^.]{0,20} no pertenece a|${TONGUES.pt!.who}[^.]{0,20} nao (?:pertence a|faz parte d)`,
  `no existe (?:el|la|ese|esa|dich[oa]|ningun|tal)? ?persona`,
  `non esiste (?:nessun|alcun|l|il)? ?${TONGUES.it!.who}|nessun ${TONGUES.it!.who}|destin \\. sconosciut[oa]`,
  `kein(?:en|e)?(?: solche[rsn]?)? (?:e ?mail )?(?:${TONGUES.de!.who}|person)`,
  `geen(?: dergelijke?)? (?:e ?mail ?)?${TONGUES.nl!.who} (?:met|onder|bekend)`,
  `(?:nie ma|brak) (?:takiego |takiej )${TONGUES.pl!.who}`,
  `нет такого (?:почтов\\p{L}* )?${TONGUES.ru!.who}|${TONGUES.ru!.who} нет(?: |$)`,
  `(?:查[无無]|[无無]|没有|沒有)(?:此|该|這個|这个)?(?:${TONGUES.zh!.who}|人)(?!权|權|的权)`,
  "(?<!(?:发件[人者]|寄件[人者]|发信人|ip) ?)(?:收件[人者]|邮箱|郵箱|地址)(?:错误|錯誤|有误|有誤)",
  "(?<!(?:발신자?|보낸 ?사람|ip) ?)(?:주소|수신자|계정)[가이] 올바르지 않",
]

/** "Unknown error": that says nothing of the reader. */
export const UNKNOWN_FAULT: readonly string[] = ALL.map(
  ({ gone, fault }) => `${fault} ?${gone}|${gone}\\p{L}* ?${fault}`
)

export const NO_SUCH_DOMAIN: readonly string[] = said(
  ({ domain }) => domain,
  ({ gone }) => gone
)

export const FULL: readonly string[] = [
  ...ALL.map(({ who, near, full }) => `${who}${near}${full}`),
  "quota[^.]{0,40}?depasse|depassement (?:de|du) quota",
  "cuota[^.]{0,40}?(?:excedida|superada|agotada)|exced\\p{L}*[^.]{0,40}?cuota|cota[^.]{0,40}?excedida",
  "spazio (?:esaurito|disponibile)|quota superata",
  "(?:speicherplatz|speichervolumen|kapazita?e?t|quota)[^.]{0,40}?(?:ue?berschritten|erschoe?pft)|zu ?viele (?:e ?)?mails auf dem server",
  "przekroczon\\p{L}* limit\\p{L}* (?:miejsca|skrzynki)|превышен\\p{L}* (?:квот|лимит ящик|объ[её]м)",
  `(?:受信箱|容量|保存領域|ディスク)${TONGUES.ja!.near}${TONGUES.ja!.full}`,
  `(?:收件箱|空间|容量|配额)${TONGUES.zh!.near}${TONGUES.zh!.full}`,
  `(?:편지함|메일 ?박스|용량|저장 ?공간)${TONGUES.ko!.near}${TONGUES.ko!.full}`,
]

export const SWITCHED_OFF: readonly string[] = said(
  ({ who }) => who,
  ({ off }) => off
)

/** From outside, or from the sender: then it is no matter of the mailbox. */
const FROM_SOMEBODY =
  "(?![^.]{0,30}?(?:e[xs]tern|exterior|fuera|\\bfora\\b|au(?:ß|ss)erhalb|\\bvo(?:tre|s)\\b|\\bsus?\\b|\\b[vs]uo|\\bsua|\\bihre|\\bvon\\b|внешн|ваш|(?<!\\p{L})от(?!\\p{L})))"

const RECEIVES: Partial<Record<string, string>> = {
  fr: "\\brec(?:oit|oivent|evoir)\\b",
  es: "\\brecib(?:e|ir)\\b",
  it: "\\briceve(?:re)?\\b",
  pt: "\\brecebe(?:r)?\\b",
  de: "\\bempfa(?:e)?ng(?:t|en)\\b",
  nl: "\\bontvang(?:t|en)\\b",
  pl: "\\b(?:przyjmuje|odbiera|otrzymuje)\\b",
  ru: "(?:принима|получа)\\p{L}*",
}

/** A mailbox that takes no mail from anybody. */
export const TAKES_NO_MAIL: readonly string[] = [
  ...Object.entries(RECEIVES).map(([tongue, takes]) => {
    const { who, no } = TONGUES[tongue]!
    return `${who}[^.]{0,24}?(?:${no}[^.]{0,24}?${takes}|${takes}[^.]{0,12}?${no})${FROM_SOMEBODY}`
  }),
  `${TONGUES.fr!.who} n accepte (?:plus )?aucun|${TONGUES.zh!.who}不(?:能|再)?(?:接收|接受|收取)(?:任何)?(?:邮件|信件|郵件)`,
  "(?<!(?:送信元|差出人|送信者)の?)(?:アドレス|宛先|メールボックス|アカウント)[^.か]{0,8}受信(?:でき(?:ない|ません)|不可)",
]

/** Perhaps only just now. */
export const UNAVAILABLE: readonly string[] = [
  `(?:${TONGUES.es!.who}|${TONGUES.it!.who})${NEAR}(?:no|non) (?:esta |e )?(?:disponib|dispo)\\p{L}*`,
  `(?:${TONGUES.fr!.who}|${TONGUES.pt!.who})${NEAR}indispon\\p{L}*`,
  `${TONGUES.de!.who}${NEAR}nicht erreichbar|${TONGUES.pl!.who}${NEAR}niedostepn\\p{L}*`,
  `${TONGUES.ru!.who}${NEAR}недоступ\\p{L}*|${TONGUES.zh!.who}不可用`,
]

export const FOR_A_WHILE =
  "\\btempora|\\bmoment|\\bvorue?bergehend|\\bzeitweise|\\bmas tarde|\\bmais tarde|\\bplus tard|\\bpiu tardi|\\bspa?e?ter\\b|временно|позже|tymczasow|暂时|暫時|稍后|稍後"

/** Of the sender: how much may be sent. */
export const SENDING_LIMIT: readonly string[] = [
  "limite d envoi|quota d envoi|limite de (?:envio|mensajes|correos) (?:excedid|superad|alcanzad)|limite di invio|sendelimit|versandlimit",
  "送信(?:数|量|件数|通数)?の?(?:上限|制限)|送信(?:数|量|件数|通数)[^.]{0,8}(?:超え|超過|達し)",
  "(?:发信|发送|投递|外发)[^.]{0,12}(?:超限|超过|上限|限额|达到|过多)|发信量",
]

export const SENDER_REFUSED: readonly string[] = [
  ...said(
    ({ sender }) => sender,
    ({ gone }) => gone
  ),
  ...said(
    ({ sender }) => sender,
    ({ off }) => off
  ),
  "(?:emetteur|expediteur|remitente|mittente|remetente)[^.]{0,30}(?:non autoris|no autorizad|non autorizzat|nao autorizad)",
  "domaine de l (?:expediteur|emetteur)",
  "(?:发件人|寄件人|发信人)[^.]{0,16}(?:不一致|认证|未验证)",
  "(?:差出人|送信元|送信者)[^.]{0,16}(?:正しく|不正|確認でき|許可され|一致し)",
]

export const RELAYING: readonly string[] = [
  "relais (?:refuse|interdit|non autorise)|retransmision no permitida|relay non consentito|中継[^.]{0,10}(?:拒否|許可|でき)|不允许中继|拒绝中继",
]

/** The receiver does not want it. */
export const UNWANTED: readonly string[] = [
  "pourriel|indesirable|correo no deseado|werbung|unerwunscht|unerwuenscht|спам|antyspam|なりすまし",
  "受信拒否|迷惑メール|スパム|拒否(?:設定|され)|拒否しました",
  "垃圾邮件|拒收|拒绝接收|黑名单|屏蔽|反垃圾|被拒绝",
  "스팸|수신 ?거부|수신을 거부|차단",
  "adresse ip (?:source )?bloquee",
]

/** Who refused it was the reader. */
export const BY_THE_READER: readonly string[] = [
  "(?:refus|rejet|bloqu|blocc|non autori|no autori|rechaz|rifiut|recus)\\p{L}*[^.]{0,16}? (?:par|por|dal|dall|pelo|pela) (?:[^ .]{1,4} )?(?:destinat|utilis|usu[aá]r|utent|utiliz)\\p{L}*",
  "vo[mn] (?:dem )?(?:empfa?e?nger|benutzer|nutzer) (?:abgelehnt|abgewiesen|blockiert|gesperrt|zuruckgewiesen)",
]

const LIST = "(?:list\\p{L}*|grupp?[eao]?\\b|groupe|рассылк\\p{L}*|メーリングリスト|グループ|邮件列表|群组)"
const SUBSCRIBED =
  "(?:abonn|inscri|suscri|iscri|prenumer|подписан|eingetragen|angemeldet|mitglied|membre|miembro|membro|登録|参加|订阅|订閱|成员)"

/** The sender is not on a mailing list. */
export const NOT_ON_THE_LIST: readonly string[] = ALL.map(
  ({ no }) =>
    `${no}[^.]{0,20}?${SUBSCRIBED}[^.]{0,30}?${LIST}|${LIST}[^.]{0,30}?(?:${no}[^.]{0,12}?${SUBSCRIBED}|${SUBSCRIBED}[^.]{0,12}?${no})`
)

/** That it was refused, not why: the reason may stand beside it. */
export const REFUSED: readonly string[] = [
  "message (?:refuse|rejete)|mail rejete|service refuse\\b|mensaje rechazado|messaggio rifiutato|nachricht (?:abgelehnt|abgewiesen)",
]
