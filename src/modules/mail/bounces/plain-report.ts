/**
 * Reports without a status part, as servers wrote them before RFC 3464 and some do still. Each names the words that no
 * person would write, and how its recipients stand in the text. What none knows is read by {@link anyReport}, and only
 * from a mail server's own address.
 */
import type { ReturnAction, ReturnedRecipient } from "./returned-mail"
import { addressIn, statusIn } from "./status-report"

interface Format {
  name: string
  /** Words of its own. */
  is: RegExp
  /** Words of it that say: not yet. */
  delayed?: RegExp
  /** Where the returned mail begins. */
  end?: RegExp
  /** The parts of the text that are each about one recipient, with their address first. */
  entries(text: string): string[]
}

const MOST_RECIPIENTS = 50
/** All that comes before the mail itself; a report for people is a page. */
const LONGEST = 16_000
const LONGEST_LINE = 500
/** Of one recipient's words. */
const LONGEST_WORDS = 1_500

/** The places where a pattern fits, each up to the next. */
function piecesFrom(text: string, start: RegExp): string[] {
  const places = [...text.matchAll(start)].slice(0, MOST_RECIPIENTS).map(({ index }) => index)
  return places.map((place, n) => text.slice(place, places[n + 1]))
}

/** Between a heading and what follows it. */
function sectionOf(text: string, heading: RegExp, end: RegExp): string {
  const found = heading.exec(text)
  const rest = found ? text.slice(found.index + found[0].length) : ""
  const until = end.exec(rest)
  return until ? rest.slice(0, until.index) : rest
}

const FORMATS: readonly Format[] = [
  {
    // QSBMF: https://cr.yp.to/proto/qsbmf.txt
    name: "qmail",
    is: /^\s*Hi\. (?:This is the|The MTA program)|This is the [\w-]*(?:qmail-send|deliver)\w* program/im,
    end: /^--- (?:Below this line|Enclosed|Undelivered)/m,
    entries: (text) => piecesFrom(text, /^<[^<>\s]+@[^<>\s]+>:/gm),
  },
  {
    name: "exim",
    is: /^(?:This message was created automatically by (?:mail delivery software|the SMTP relay)|A message that you sent (?:could not be delivered|has not yet been delivered))/im,
    delayed: /\bhas not (?:yet )?been delivered to (?:one or more|all) of its\s+recipients\b/i,
    end: /^-{4,} This is a copy/m,
    entries: (text) =>
      piecesFrom(text, /^ {1,4}(?:Delay reason: )?<?[^\s<>@:]+@[^\s<>@:]+>?(?::|\s*$| \()/gm),
  },
  {
    name: "sendmail",
    is: /^\s*-{3,} (?:The following addresses had|Transcript of session follows)/m,
    delayed: /\btransient non-fatal errors\b|\bcould not send message for past\b/i,
    end: /^\s*-{3,} (?:Original message|Unsent message|Message header) follows/m,
    entries: (text) => {
      const addresses = sectionOf(text, /-{3,} The following addresses had [^\n]*\n/, /^\s*-{3,}/m)
      const session = sectionOf(text, /-{3,} Transcript of session follows[^\n]*\n/, /^\s*-{4,}/m)
      return piecesFrom(addresses || session, /^(?:\d{3} [^\n]*?)?<?[^\s<>@]+@[^\s<>@]+>?/gm).map(
        (entry) => `${entry}\n${session}`
      )
    },
  },
  {
    name: "exchange",
    is: /^\s*(?:Your message did not reach some or all of the intended recipients|Delivery has failed to these recipients|Your message to [^\n]{1,200} couldn(?:'|’)t be delivered|Your message wasn(?:'|’)t delivered|次の受信者または(?:配布リスト|グループ)|受信者または配布リストへの配信が失敗)/im,
    end: /^\s*Original (?:message|Message) headers?:/im,
    entries: (text) => {
      const listed = sectionOf(
        text,
        /(?:The following recipient(?:\(s\)|s)? c(?:ould|annot)[^\n]*|Delivery has failed to these recipients[^\n]*|次の受信者または[^\n]*)\n/i,
        /^\s*(?:Diagnostic information for administrators|管理者向けの診断情報)[^\n]*$/im
      )
      const pieces = piecesFrom(listed, /[^\s<>()[\]";,:'’]{1,128}@[^\s<>()[\]";,:'’]+/g)
      return pieces.length ? pieces.map((piece) => `${piece}\n${text}`) : [text]
    },
  },
  {
    name: "notes",
    is: /^\s*Your (?:Document|message|mail)\b[^\n]{0,200}\s+(?:[^\n]{1,200}\n\s*){0,3}(?:could not be delivered to|was not delivered to)\s*:?/im,
    entries: (text) => [
      sectionOf(text, /(?:could not be|was not) delivered to\s*:?/i, /^\s*(?:To:|Routing path)/m),
    ],
  },
  {
    // au by KDDI, and others on the same software
    name: "au",
    is: /^\s*(?:Each of the following recipients was rejected by a remote mail server|The user\(s\) account is (?:temporarily over quota|disabled)|Your mail sent on:? )/im,
    end: /^\s*-{3,}|^\s*Original message follows/m,
    entries: (text) =>
      piecesFrom(text, /^[ \t]*(?:Recipient:[ \t]*)?<[^<>\s]+@[^<>\s]+>/gm).map(
        (entry) => `${entry}\n${text.slice(0, 300)}`
      ),
  },
  {
    // What docomo, SoftBank and many Japanese providers write for people
    name: "japanese",
    is: /(?:次|以下|下記)の(?:宛先|あて先|アドレス|受信者)[^\n]{0,40}(?:配信|送信|配送|届け)[^\n]{0,30}(?:できません|失敗|でき[なま])|(?:メール|送信先)[^\n]{0,60}(?:送信できませんでした|配信できませんでした|お届けできません|配送できませんでした)/m,
    delayed: /遅延|再送(?:を(?:続け|試み)|中)|まだ(?:配信|送信)され/,
    end: /^\s*-{3,}\s*(?:Original|元の|送信)|^\s*-{5,}\s*$/m,
    entries: (text) =>
      piecesFrom(text, /[^\s<>()[\]";,:「」（）【】]{1,128}@[A-Za-z\d.-]+/g).map(
        (entry) => `${entry}\n${text}`
      ),
  },
]

/** The servers' lines that begin with a code, or say one in quotes. */
const REPLY = /(?:^|[\s:;'"(<])(([45]\d\d)(?:[ -][^\n]*|$)(?:\n[ \t]*\2[ -][^\n]*)*)/m

function wordsOf(entry: string): string {
  const rest = entry.replace(/^\s*(?:Recipient:\s*)?<?[^\s<>@]+@[^\s<>@]+>?:?/, "")
  const reply = REPLY.exec(rest)?.[1]
  return (reply ?? rest)
    .replace(/[ \t]+/g, " ")
    .replace(/\n\s*\n+/g, "\n")
    .trim()
    .slice(0, LONGEST_WORDS)
}

function remoteIn(entry: string): string | null {
  return /\b(?:host|talking to|server(?: at)?) ((?:[\w-]+\.)+[a-z]{2,})/i.exec(entry)?.[1] ?? null
}

function recipientOf(entry: string, action: ReturnAction): ReturnedRecipient {
  const diagnostic = wordsOf(entry)
  return {
    action,
    status: statusIn(diagnostic) ?? statusIn(entry.slice(0, LONGEST_WORDS)),
    diagnostic: diagnostic || null,
    remote: remoteIn(entry),
    recipient: addressIn(entry.slice(0, LONGEST_WORDS)),
    original: null,
  }
}

/** Without the runs and the endless lines that would make a pattern try forever. */
function squeezed(text: string): string {
  return text
    .slice(0, 4 * LONGEST)
    .replace(/\r\n?/g, "\n")
    .replace(/[ \t]{9,}/g, " ".repeat(8))
    .replace(/([-*=_#.])\1{9,}/g, (_, mark: string) => mark.repeat(8))
    .replace(/\n(?:[ \t]{0,8}\n){2,}/g, "\n\n")
    .split("\n")
    .map((line) => line.slice(0, LONGEST_LINE))
    .join("\n")
    .slice(0, LONGEST)
}

function cut(text: string, end: RegExp | undefined): string {
  const front = squeezed(text)
  const found = end?.exec(front)
  return found ? front.slice(0, found.index) : front
}

/** The first format whose own words stand in it; null if none does. */
export function plainReport(text: string): ReturnedRecipient[] | null {
  const front = cut(text, undefined)
  const format = FORMATS.find(({ is }) => is.test(front))
  if (!format) {
    return null
  }
  const body = cut(text, format.end)
  const action = format.delayed?.test(body) ? "delayed" : "failed"
  const found = format.entries(body).map((entry) => recipientOf(entry, action))
  const known = firstOfEach(found)
  return known.length ? known : null
}

/** Each address once; what names none is about nobody. */
function firstOfEach(recipients: readonly ReturnedRecipient[]): ReturnedRecipient[] {
  const byAddress = new Map(recipients.toReversed().map((one) => [one.recipient, one]))
  return [...byAddress.values()].toReversed().filter(({ recipient }) => recipient !== null)
}

const SAYS_NO =
  /\b(?:undeliver\w*|not (?:be )?deliver\w*|delivery (?:has )?fail\w*|failed|returned|rejected|unknown|error)\b|(?:配信|送信|配送)(?:でき|不能|エラー|失敗)|エラー/i
const NOT_YET = /\b(?:delay\w*|warning|still trying|will (?:be )?retr\w+|not yet)\b|遅延/i

/**
 * Whatever a mail server writes: an address and what was said of it.
 *
 * @param named - Recipients that its head names (`X-Failed-Recipients`).
 */
export function anyReport(subject: string, text: string, named: string | null): ReturnedRecipient[] | null {
  const body = cut(text, /^\s*-{3,}[^\n]*(?:original|returned|copy|元の|below)[^\n]*$/im)
  const about = named ?? body
  const hasReply = REPLY.test(body)
  if (
    !addressIn(about) ||
    !(hasReply || [SAYS_NO, NOT_YET].some((words) => words.test(`${subject}\n${body}`)))
  ) {
    return null
  }
  const action = !hasReply && NOT_YET.test(`${subject}\n${body}`) ? "delayed" : "failed"
  const addresses = named ? named.split(",").map((one) => one.trim()) : [addressIn(body)!]
  return firstOfEach(
    addresses.slice(0, MOST_RECIPIENTS).map((address) => recipientOf(`${address}\n${body}`, action))
  )
}
