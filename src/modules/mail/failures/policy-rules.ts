/** The receiver does not want this mail or this sender. Never the reader's address at fault. */
import { NOT_FROM_THERE } from "./our-rules"
import type { FailureRule } from "./rule"
import { BY_THE_READER, NOT_ON_THE_LIST, REFUSED, UNWANTED } from "./rules-by-language"
import { any } from "./vocabulary"

const BLOCK_LIST = any(
  /\bblocklist\b|\b(?:black|block|deny) ?list(?:s|ed|ing)?\b|\b(?:rbls?|dnsbls?|surbl|uribl|[psx]bl)\b/,
  /\bspamhaus\b|\bspamcop\b|\bsorbs\b|\bblocked using\b/,
  /(?<!\bnot )\blisted (?:at|in|on|by)\b(?! domino| directory)/
)

const SENDER_CHECKS = any(
  /\b(?:spf|dkim|dmarc)\b|\banti ?spoof\w*|\bspoof(?:ed|ing)\b|\bforg(?:ed|ery)\b|\bsender policy framework\b|\bsender id\b/,
  /\bauthentication (?:checks?|information|results?|level)\b|\bsender is unauthenticated\b|\bunauthenticated (?:email|mail|messages?)\b/,
  /\b(?:reverse (?:dns|lookups?|name|host)|rdns|ptr|fcrdns)\b|\b(?:bad|invalid) dns (?:ptr|mx|a)\b|\bmismatch\w* (?:the )?(?:client )?ip\b|\bfind your (?:reverse )?host ?name\b|\bip name lookup failed\b|\bclient host rejected\b/,
  NOT_FROM_THERE
)

const REPUTATION = any(
  /\breputation\b|\bcomplaints?\b|\bbanned\b|\b(?:abuse|abusive) (?:detected|reports?)\b/,
  /\b(?:ip|ips|ip address|network|host)\b(?: (?!\. )[^ ]+){0,3}? (?:rejected|blocked|banned|denied|limited|refused|forbidden)\b|\b(?:network|ip) (?:is )?not (?:allowed|permitted|welcome)(?= \.|$)|\b(?:invalid|blocked|bad) ip\b/,
  /\b(?:is|are) an open (?:relay|proxy)\b|\bharvest\w*|\bdictionary attack\b|\btoo many (?:recipients|users|addresses) (?:unknown|invalid)\b/,
  /\btraffic not accepted\b|\bnot accepting connections\b|\bconnections?(?: will)? not (?:be )?accepted\b|\bconnection (?:rejected|refused) by\b/,
  /\b(?:permanently|temporarily) deferred\b|\bmessages from (?:[^ ]+ ){0,2}?(?:were )?not sent\b/,
  /\b(?:too many|excessive|exceeded) (?:invalid|unknown|bad|non ?existent) (?:[^ ]+ ){0,2}?(?:recipients?|users?|address(?:es)?)\b|\bsender is (?:in my|a) (?:bad|spam)/,
  /\b(?:forbidden|not accept(?:ed)?|refused|denied|rejected|blocked|not allowed)(?: [^ ]+){0,3}? (?:by|from) your\b|\ba problem occurred\b|\bnot welcome here\b/
)

const CONTENT = any(
  /\bspam\w*\b|\bunsolicited\b|\bjunk ?mail\b|\bbulk (?:mail|email)\b|\bphish\w*|\b(?:(?:anti ?)?virus(?:es)?|malware|trojan|infected)\b|\bsuspicious\b|\bsuspicion\b/,
  /\bcontent (?:[^ ]+ ){0,2}?(?:denied|reject(?:ed)?|restrictions?|filter\w*|guidelines|blocked|not (?:allowed|accepted))\b|\bpotential security (?:issue|risk)\b/,
  /\b(?:urls?|uris?|links?) (?:in|within|of|inside) (?:the |your |this )*(?:message|mail|email|body|content)\b|\bcontain(?:s|ing)? (?:[^ ]+ ){0,2}?(?:urls?|uris?|links?)\b/,
  /\bbackscatter\b|\bbatv\b|\bfiltered\b/,
  /\bspm\b|\b(?:unacceptable|prohibited|forbidden|restricted|dangerous) (?:attachment|content|file)/
)

/** This reader takes no mail from this sender. */
const PREFERENCES = any(
  /\brst\b|\brule imposed\b|\b(?:recipient|user) (?:preferences|rules)\b|\bdelivery restriction\b|\ballowed senders? list\b|\buser entry\b|\benvelope blocked\b/,
  /\b(?:refuses?|does not want|not want) (?:to )?(?:receive|accept|your)\b|\b(?:user|recipient|addressee|reader) (?:rejects?|refuses?|blocks?|declines?|denies|deny)\b|\bonly accept(?:s|ing)?(?: [^ ]+){0,3}? from\b/,
  /\bnot (?:a |an )?(?:(?:member|subscriber|subscribed) (?:of|to) (?:this|the|that|our) (?:[^ ]+ )?(?:list|group)|allowed poster|(?:allowed|authori[sz]ed|permitted|entitled) to post)\b|\bclosed (?:for posting|mailing list|list)\b|\borgani[sz]ational settings\b/,
  /\b(?:sender|you)(?: (?:is|are))? not (?:subscribed|a (?:member|subscriber))\b|\bonly (?:[^ .]+ ){0,2}?(?:members|subscribers) (?:may|can|are allowed)\b/,
  /\b(?:recipient|user|addressee) (?:blocked|rejected|refused) (?:your|the|this) (?:mail|message|email)\b/,
  /\b(?:blocked|rejected|refused) by (?:this |the |your )?(?:recipient|user|addressee)\b|\b(?:has|have) (?:blocked|rejected) (?:you|your|the sender|this sender)\b|\bblacklisted by\b|\bnot (?:accepting|accept) (?:mails?|messages|emails?) from\b/,
  /\bnot (?:authori[sz]ed|allowed|permitted) to send (?:mail |email |messages? )?to\b|\bmail(?: [^ ]+)? not wanted\b|\bfrom your?(?: [^ .]+){0,3} to (?:this|that|the) (?:user|recipient|mailbox|address)(?: [^ .]+){0,2}? (?:blocked|rejected|refused|denied|disabled|not (?:allowed|permitted|accepted))\b|@ blocked$/,
  ...BY_THE_READER,
  ...NOT_ON_THE_LIST
)

export const POLICY_RULES: FailureRule[] = [
  {
    samples: [
      "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org",
      "550 5.1.1 Mail from 192.0.2.1 refused, see our RBL",
      "550 192.0.2.1 is listed at bl.example.net",
      "553 http://www.spamhaus.org/query/bl?ip=192.0.2.1",
    ],
    name: "block-list",
    class: "policy",
    text: BLOCK_LIST,
  },
  {
    samples: [
      "550-5.7.26 This mail was refused because the sender is unauthenticated.\n550 5.7.26 Set up SPF or DKIM",
      "550 DMARC check failed",
      "550 5.7.25 Client host rejected: cannot find your hostname, [192.0.2.1]",
      "554 Bad DNS PTR resource record",
    ],
    name: "sender-checks",
    class: "policy",
    text: SENDER_CHECKS,
    unless: /\brelay(?:ing)? (?:access )?denied\b|\bduplicate headers?\b/,
  },
  {
    samples: [
      "554 Your host has a poor reputation",
      "550 5.7.606 Access denied, banned sending IP [192.0.2.1]",
      "553 5.7.2 [TSS09] All messages from 192.0.2.1 will be permanently deferred",
      "550 Too many invalid recipients",
    ],
    name: "reputation",
    class: "policy",
    text: REPUTATION,
    unless: /\brelay(?:ing)? (?:access )?denied\b/,
  },
  {
    samples: [
      "550 5.7.1 Our system has found that this message is likely unsolicited mail",
      "550 Message rejected as spam",
      "550 Mail content denied",
      "550 邮件被识别为垃圾邮件",
    ],
    name: "content",
    class: "policy",
    text: any(CONTENT, ...UNWANTED),
  },
  {
    samples: [
      "550 5.7.1 RESOLVER.RST.AuthRequired; authentication required",
      "550 5.1.1 Refused due to recipient preferences",
      "550 5.7.1 Message rejected due to user rules",
      "550 Envelope blocked - User Entry",
      "550 Message refusé: expéditeur bloqué par le destinataire",
    ],
    name: "reader-does-not-want-it",
    class: "policy",
    text: PREFERENCES,
    unless:
      /\b(?:invalid|unknown|no such) (?:user|recipient|mailbox)(?: \.)?$|\bover ?quota\b|\bmailbox full\b|\bmessage (?:is )?too (?:large|big)\b/,
  },
]

/** Said for many reasons, but not by a server that misses the reader. */
export const POLICY_WORD: FailureRule[] = [
  {
    samples: [
      "554 Refused for policy reasons",
      "550 5.1.1 Denied by local policy",
      "550 5.5.0 Service refuse. Essayez plus tard.",
      "550 Messaggio rifiutato",
    ],
    name: "policy-word",
    class: "policy",
    text: any(/\bpolic(?:y|ies)\b/, ...REFUSED),
  },
]

export const VAGUE_POLICY: FailureRule[] = [
  {
    samples: [
      "550 Administrative prohibition",
      "554 <hanako@example.jp>: Access denied",
      "550 Rate limit exceeded, slow down",
    ],
    name: "policy-text",
    class: "policy",
    text: /\bprohibit\w*|\b(?:denied|deny)\b|\bblocked\b|\brate limit\w*|\bthrottl\w*|\bfrequen\w+ limit\w*|\bmessage (?:not allowed|refused)\b|\bgr[ae]y ?list\w*|\bsecurity\b/,
  },
]
