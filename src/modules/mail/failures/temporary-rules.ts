/**
 * The server asks to try again later (4xx). What is wrong on our side stays a retry, but staff are told: it rarely
 * passes by itself. What is said of a reader counts in the end, if it never changed.
 */
import { FULL, INACTIVE } from "./mailbox-state"
import {
  NO_SUCH_DOMAIN,
  NO_SUCH_READER,
  NO_SUCH_READER_ABROAD,
  OTHER_DOMAIN,
  UNKNOWN_FAULT,
} from "./missing-reader"
import { ACCOUNT, IDENTITY, LIMIT, LOGIN, RELAY, SENDER } from "./our-rules"
import { AT_RECIPIENT, BEFORE_CONTENT, type FailureRule } from "./rule"
import { any } from "./vocabulary"

const LATER = /^4/

/** How many conversations or mails there may be at the same time. */
const AT_ONCE = any(
  /\btoo many (?:[^ ]+ ){0,2}?(?:connections?|sessions?|threads?|channels?|submissions?|deliveries|processes)\b/,
  /\bconcurren\w+ limit\w*/,
  /\b(?:concurrent|simultaneous|parallel|open) (?:(?:smtp|client|inbound|outbound|incoming|tcp) )?(?:connections?|sessions?|threads?|submissions?|deliver(?:y|ies)|messages|mails|emails)(?: [^ ]+){0,5}? (?:limit\w*|maximum|max|exceeded|reached|allowed|permitted)\b/,
  /\b(?:limit\w*|maximum|max|exceed\w*|reached)(?: (?!rate)[^ ]+){0,5}? (?:concurrent|simultaneous|parallel|open) (?:(?:smtp|client|inbound|outbound|incoming|tcp) )?(?:connections?|sessions?|threads?|submissions?|deliver(?:y|ies)|messages|mails|emails)\b/,
  /\b(?:thread|connections?|sessions?) (?:count )?(?:limit|quota|maximum)(?: [^ ]+){0,3}? (?:exceeded|reached|hit)\b|\b(?:maximum|max|limit)(?: (?:number|count))?(?: of)? (?:smtp )?(?:connections?|sessions?|threads?)\b(?! rate)/,
  /\btrop de (?:connexions|sessions)\b|\bconnexions simultanees\b|\bzu viele (?:gleichzeitige )?(?:verbindungen|sitzungen)\b|\bdemasiadas (?:conexiones|sesiones)\b|\bconexiones simultaneas\b|\btroppe connessioni\b|\bconexoes simultaneas\b/,
  /同時接続|接続数が(?:多|上限|制限)|並发|并发|连接数(?:过多|超)/
)

/** How fast we send; never how fast a reader is written to. */
const IN_TIME = any(
  /\b(?:sending|send|submission|message|mail|email|connection|client|smtp) rate\b(?: (?!\. )[^ ]+){0,3}? (?:exceeded|limit\w*|reached|too (?:high|fast))\b|\b(?:exceed\w*|reached|over|maximum|max)(?: [^ ]+){0,3}? (?:sending|send|submission|message|mail|email|connection) rate\b/,
  /\brate ?limit(?:ed|ing|s)?\b|\bthrottl(?:ed|ing|e)\b|\bslow(?:er)? down\b|\b(?:sending|sent|connecting|submitting)(?: [^ ]+){0,3}? too (?:fast|quickly|frequently|often|rapidly)\b/,
  /\btoo many (?:messages|mails|emails|requests)\b(?: (?!\. )[^ ]+){0,4}? (?:per|in a|a|in one|in the last) (?:second|minute)\b|\btoo many (?:messages|mails|emails|requests) (?:sent )?(?:too|very) (?:fast|quickly)\b|\btoo many requests\b|\btoo much mail from\b/,
  /送信速度|流量制限|频率(?:过高|超限)/
)
/** How much the reader gets, or a limit for hours and days, which waiting for seconds does not help. */
const NOT_OURS =
  /\breceiv\w*|\brecipient (?:has|is)\b|\b(?:daily|hourly|monthly|quota|hours?|days?|tomorrow)\b|\bunsolicited\b|\bspam\w*|\bgr[ae]y ?list\w*/

/** It may be there all the same. */
const UNSURE =
  /\b(?:un)?verif\w*|\bgr[ae]y ?list\w*|\btemporar\w*|\blookup\b|\btry (?:again|later)\b|\bconfiguration\b|\bretry\b|\brate\b|\btoo (?:fast|quickly|many)\b|\bnow\b|\bspam\w*|\bblock\w*/

export const TEMPORARY: FailureRule[] = [
  {
    samples: [
      "432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded",
      "421 4.7.0 Too many concurrent SMTP connections; please try again later",
      "421 4.3.2 Maximum number of connections exceeded, try again later",
      "451 4.7.1 Concurrent connections limit reached for this client",
      "421 Zu viele gleichzeitige Verbindungen",
      "421 同時接続数の上限を超えました",
    ],
    name: "too-many-at-once",
    class: "transient",
    tooMuch: "at_once",
    code: LATER,
    text: AT_ONCE,
    unless: /\breceiv\w*|\brate\b/,
  },
  {
    samples: [
      "454 4.7.0 Throttling failure: Maximum sending rate exceeded.",
      "450 4.7.1 You are sending too fast, slow down",
      "421 4.7.28 Rate limited, try later",
      "450 4.7.1 Error: too much mail from 192.0.2.1",
    ],
    name: "too-fast",
    class: "transient",
    tooMuch: "in_time",
    code: LATER,
    text: IN_TIME,
    unless: NOT_OURS,
  },
  {
    samples: [
      "454 Throttling failure: Daily message quota exceeded.",
      "450 4.2.1 Your daily sending limit is reached",
    ],
    name: "own-limit-for-now",
    class: "transient",
    fault: "limit",
    code: LATER,
    text: LIMIT,
    unless: /\breceiv\w*|\brate\b/,
  },
  {
    samples: ["421 Your account is suspended", "451 Authentication failed: Maximum credits exceeded"],
    name: "own-account-for-now",
    class: "our_fault",
    fault: "account",
    code: LATER,
    text: ACCOUNT,
  },
  {
    samples: [
      "421 Domain mg.shop.example is not allowed to send: The domain is unverified",
      "450 4.1.8 <shop@shop.example>: Sender address rejected: Domain not found",
    ],
    name: "own-sender-for-now",
    class: "our_fault",
    fault: "sender",
    code: LATER,
    text: any(IDENTITY, SENDER),
    unless: /\bgr[ae]y ?list\w*|\b(?:spf|dkim|dmarc)\b/,
  },
  {
    samples: ["454 4.7.1 <hanako@example.jp>: Relay access denied", "451 Open relay not allowed"],
    name: "relaying-refused-for-now",
    class: "our_fault",
    fault: "relaying",
    code: LATER,
    text: RELAY,
  },
  {
    samples: ["450 4.7.1 Authentication required"],
    name: "login-for-now",
    class: "our_fault",
    fault: "login",
    code: LATER,
    text: LOGIN,
    phases: BEFORE_CONTENT,
  },
  {
    samples: ["452 4.2.2 <hanako@example.jp>: no", "450 5.2.2 <hanako@example.jp>: no"],
    name: "full-for-now",
    class: "mailbox_full",
    code: LATER,
    enhanced: /^[45]\.2\.2$/,
    phases: AT_RECIPIENT,
  },
  {
    samples: ["452 hanako@example.jp over quota", "422 Mailbox of recipient exceeds its storage quota"],
    name: "full-for-now-text",
    class: "mailbox_full",
    code: LATER,
    text: FULL,
    unless: /\bsystem (?:disk |storage)|\bqueue\b|\bdisk full\b|\binsufficient (?:disk|storage|system)\b/,
    phases: AT_RECIPIENT,
  },
  {
    samples: ["450 4.2.1 <hanako@example.jp>: mailbox disabled, not accepting messages"],
    name: "inactive-for-now",
    class: "transient",
    code: LATER,
    text: INACTIVE,
    unless: UNSURE,
    phases: AT_RECIPIENT,
    inTheEnd: "inactive",
  },
  {
    samples: [
      "450 4.1.1 <hanako@example.jp>: Recipient address rejected: User unknown in local recipient table",
      "450 4.1.2 <hanako@example.jpp>: Recipient address rejected: Domain not found",
    ],
    name: "no-such-user-for-now",
    class: "transient",
    code: LATER,
    text: [NO_SUCH_READER, NO_SUCH_READER_ABROAD, NO_SUCH_DOMAIN],
    unless: any(UNSURE, UNKNOWN_FAULT, OTHER_DOMAIN),
    phases: AT_RECIPIENT,
    inTheEnd: "address_invalid",
  },
  {
    samples: [
      "450 4.7.1 <hanako@example.jp>: Recipient address rejected: Greylisted, see you in 300 seconds",
      "421 4.7.0 [TS01] Messages from 192.0.2.1 temporarily deferred",
      "451 Temporary local problem - please try later",
      "450 4.1.1 <hanako@example.jp>: Recipient address rejected: unverified address",
    ],
    name: "temporary",
    class: "transient",
    code: LATER,
  },
]
