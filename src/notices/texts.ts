/**
 * The words of notices in the admin's bell. Medusa keeps a notice as text, so it speaks the shop's mail language and not the
 * reader's; it shows no links, so where to look is said in words, as the menu names it.
 */
import type { MailingCounts, MailingDTO } from "../modules/mail/mailings/mailing"
import type { ContentIssue, Language, OwnPauseCause } from "../modules/mail/words"
import type { AutomaticEvent } from "../modules/mail/words/automatic-rules"
import type { MailboxFaultKind } from "../modules/mail/words/mailbox-faults"
import { AUTOMATIC_WORDS } from "./automatic-words"
import { CONNECTION_WORDS, type ConnectionFault } from "./connection-words"
import { issueSentence } from "./issue-words"
import { MAILBOX_WORDS } from "./mailbox-words"
import { PAUSE_WORDS, pauseFigures } from "./pause-words"

export interface Notice {
  title: string
  description: string
}

/** What was refused: by its codes where there are some, else in the error's own words. */
export interface Refused {
  message: string
  issues?: readonly ContentIssue[] | null
}

export interface Texts {
  transportPaused(fault: ConnectionFault, message: string): Notice
  /** Every mail is refused in the same words. */
  transportRefuses(message: string): Notice
  /** @param forNow - The mails are tried again. */
  sendingRefused(fault: OwnPauseCause, message: string, forNow: boolean): Notice
  /** @param value - Connections at once, or mails per second. */
  serverLimits(limit: "connections" | "rate", value: number, message: string): Notice
  transportResumed(): Notice
  mailboxUnreadable(fault: MailboxFaultKind, message: string): Notice
  mailboxReadAgain(): Notice
  mailingRefused(mailing: MailingDTO): Notice
  mailingOverdue(mailing: MailingDTO): Notice
  mailingPaused(mailing: MailingDTO, cause: OwnPauseCause, message: string): Notice
  mailingDone(mailing: MailingDTO): Notice
  /** Mails about one order, shipment or quote each, on one day of the shop. */
  sentSingly(count: number): Notice
  automaticFailed(event: AutomaticEvent, refused: Refused): Notice
}

/** What is not as it was meant to be. */
const EXCEPTIONS = ["failed", "bounced", "deferred", "uncertain", "skipped"] as const

/** Whether each mail was sent, and nothing else is to be said. */
export function allWell(counts: MailingCounts): boolean {
  return EXCEPTIONS.every((name) => counts[name] === 0)
}

/** Only what there is: nobody needs to be told of zeros. */
function exceptions(counts: MailingCounts, say: Record<(typeof EXCEPTIONS)[number], (n: string) => string>) {
  return EXCEPTIONS.filter((name) => counts[name] > 0).map((name) =>
    say[name](counts[name].toLocaleString("en"))
  )
}

function sentences({ message, issues }: Refused, language: Language): string {
  const worded = (issues ?? []).map((issue) => issueSentence(issue, language))
  return worded.length ? [...new Set(worded)].join(language === "ja" ? "" : " ") : message
}

const refusedOf = ({ refusal_reason, refusal_issues }: MailingDTO): Refused => ({
  message: refusal_reason ?? "",
  issues: refusal_issues,
})

function perSecond(value: number): string {
  return value.toLocaleString("en", { maximumSignificantDigits: 2 })
}

/** Below the words, on a line of its own. */
function withPlace(notice: Notice, place: string): Notice {
  return { ...notice, description: `${notice.description}\n${place}` }
}

const OF_TRANSPORT: Record<Language, (notice: Notice, name: string) => Notice> = {
  en: ({ title, description }, name) => ({
    title: `${title} (${name})`,
    description: `Transport “${name}”: ${description}`,
  }),
  ja: ({ title, description }, name) => ({
    title: `${title}（${name}）`,
    description: `送信経路「${name}」：${description}`,
  }),
}

/** Says of which transport it is, where the store has several. */
export function ofTransport(notice: Notice, name: string | undefined, language: Language): Notice {
  return name ? OF_TRANSPORT[language](notice, name) : notice
}

const inEnglish = ({ content }: MailingDTO) => `See Mail → “${content.subject}”.`

const en: Texts = {
  transportPaused: (fault, message) => ({
    title: "Mail cannot be sent",
    description:
      `The mail server does not take mail. ${CONNECTION_WORDS.en[fault]} Nothing is lost; sending goes on by itself as ` +
      `soon as the server answers. Details: ${message}\nTry it: Settings → Mail → Test mail.`,
  }),
  transportRefuses: (message) => ({
    title: "Every mail is refused",
    description:
      `The mail server refused the latest mails all in the same words: ${message}. All other mail waits; one mail is ` +
      "tried from time to time, and sending goes on by itself as soon as the server takes it. Failed mails can be sent " +
      "again from their lists.\nSee Mail → Failures.",
  }),
  sendingRefused: (fault, message, forNow) => ({
    title: "The mail server refuses mail",
    description:
      `${PAUSE_WORDS.en[fault]} The mail server said: ${message}. ` +
      (forNow
        ? "The mails wait and are tried again by themselves; after some days they would be given up."
        : "The mail has failed and can be sent again afterwards.") +
      "\nSee Mail → Failures.",
  }),
  serverLimits: (limit, value, message) => ({
    title: "Mail is sent more slowly",
    description:
      (limit === "connections"
        ? `The mail server takes only so many mails at once, so ${value === 1 ? "one connection is" : `${value} connections are`} used. `
        : `The mail server wants mail more slowly, so about ${perSecond(value)} mails per second are sent. `) +
      `Nothing is lost, and it becomes faster by itself when the server allows it. The mail server said: ${message}\n` +
      `For whoever looks after the store: the option “${limit}” sets this from the start.`,
  }),
  transportResumed: () => ({
    title: "Mail is being sent again",
    description: "The mail server answers again, and what was waiting is being sent.",
  }),
  mailboxUnreadable: (fault, message) => ({
    title: "Returned mail cannot be read",
    description:
      `The mailbox that returned mail arrives in cannot be read. ${MAILBOX_WORDS.en[fault]} Nothing is lost; reading goes ` +
      `on by itself. Mail is sent as before. Details: ${message}\nTry it: Settings → Mail → Returned mail.`,
  }),
  mailboxReadAgain: () => ({
    title: "Returned mail is being read again",
    description: "The mailbox answers again, and what arrived in the meantime has been read.",
  }),
  mailingRefused: (mailing) =>
    withPlace(
      {
        title: "Mailing not sent",
        description: `“${mailing.content.subject}” was not sent: ${sentences(refusedOf(mailing), "en")}`,
      },
      inEnglish(mailing)
    ),
  mailingOverdue: (mailing) =>
    withPlace(
      {
        title: "Scheduled mailing not sent",
        description: `“${mailing.content.subject}”: ${sentences(refusedOf(mailing), "en")}`,
      },
      inEnglish(mailing)
    ),
  mailingPaused: (mailing, cause, message) =>
    withPlace(
      {
        title: "Mailing paused",
        description: `“${mailing.content.subject}” was paused. ${PAUSE_WORDS.en[cause]} ${pauseFigures(message, "en") ?? `The mail server said: ${message}`}`,
      },
      inEnglish(mailing)
    ),
  mailingDone: (mailing) => {
    const { content, counts } = mailing
    const rest = exceptions(counts, {
      failed: (n) => `${n} failed`,
      bounced: (n) => `${n} came back`,
      deferred: (n) => `${n} to be tried again`,
      uncertain: (n) => `${n} uncertain`,
      skipped: (n) => `${n} left out`,
    })
    const [sent, total] = [counts.sent.toLocaleString("en"), counts.total.toLocaleString("en")]
    return withPlace(
      {
        title: allWell(counts) ? "Mailing sent" : "Mailing sent, but not to all",
        description: `“${content.subject}”: ${[`${sent} of ${total} sent`, ...rest].join(", ")}.`,
      },
      inEnglish(mailing)
    )
  },
  sentSingly: (count) => ({
    title: "Mail about orders sent",
    description:
      (count === 1
        ? "1 mail about an order, a shipment or a quote was sent today."
        : `${count.toLocaleString("en")} mails about single orders, shipments or quotes were sent today.`) +
      "\nSee Mail → Mailings.",
  }),
  automaticFailed: (event, refused) => ({
    title: "Automatic mail not sent",
    description:
      `“${AUTOMATIC_WORDS.en[event]}”: the mail cannot be made. ${sentences(refused, "en")}\n` +
      "Look at its template and at Settings → Mail: what was missed is sent by itself when that is mended.",
  }),
}

const inJapanese = ({ content }: MailingDTO) => `確認：「メール」→「${content.subject}」`

const ja: Texts = {
  transportPaused: (fault, message) => ({
    title: "メールを送信できません",
    description:
      `メールサーバーがメールを受け付けません。${CONNECTION_WORDS.ja[fault]}` +
      `メールは失われません。サーバーが応答しだい、送信は自動的に再開されます。詳細：${message}\n` +
      "確認：「設定 → メール」のテストメール",
  }),
  transportRefuses: (message) => ({
    title: "メールがすべて拒否されています",
    description:
      `直近のメールがすべて同じ内容で拒否されました：${message}。ほかのメールは待機しています。一定の間隔で1通ずつ送信を試み、` +
      "受け付けられしだい自動的に再開します。失敗したメールは一覧から再送できます。\n確認：「メール」→「送信失敗アドレス」",
  }),
  sendingRefused: (fault, message, forNow) => ({
    title: "メールサーバーに拒否されました",
    description:
      `${PAUSE_WORDS.ja[fault]}メールサーバーの応答：${message}。` +
      (forNow
        ? "該当のメールは待機し、自動的に再送します。数日たっても受け付けられない場合は失敗になります。"
        : "該当のメールは送信できませんでした。原因を解消した後に再送できます。") +
      "\n確認：「メール」→「送信失敗アドレス」",
  }),
  serverLimits: (limit, value, message) => ({
    title: "メールの送信速度を下げています",
    description:
      (limit === "connections"
        ? `メールサーバーが同時に受け付ける件数に上限があるため、接続数を${value}に減らしました。`
        : `メールサーバーが送信速度の制限を求めているため、1秒あたり約${perSecond(value)}通に減らしました。`) +
      `メールは失われません。サーバーが受け付けるようになれば、自動的に速くなります。メールサーバーの応答：${message}\n` +
      `開発者向け：オプション「${limit}」で最初から設定できます。`,
  }),
  transportResumed: () => ({
    title: "メール送信を再開しました",
    description: "メールサーバーが応答したため、待機していたメールの送信を再開しました。",
  }),
  mailboxUnreadable: (fault, message) => ({
    title: "不達メールを受信できません",
    description:
      `不達通知が届く受信メールボックスを読み込めません。${MAILBOX_WORDS.ja[fault]}` +
      `不達通知は失われません。接続でき次第、読み込みは自動的に再開されます。メールの送信には影響ありません。詳細：${message}\n` +
      "確認：「設定 → メール」の「不達メールの受信」",
  }),
  mailboxReadAgain: () => ({
    title: "不達メールの受信を再開しました",
    description: "受信メールボックスに接続できたため、その間に届いた不達通知を読み込みました。",
  }),
  mailingRefused: (mailing) =>
    withPlace(
      {
        title: "メールは送信されませんでした",
        description: `「${mailing.content.subject}」は送信されませんでした：${sentences(refusedOf(mailing), "ja")}`,
      },
      inJapanese(mailing)
    ),
  mailingOverdue: (mailing) =>
    withPlace(
      {
        title: "予約したメールは送信されませんでした",
        description: `「${mailing.content.subject}」：${sentences(refusedOf(mailing), "ja")}`,
      },
      inJapanese(mailing)
    ),
  mailingPaused: (mailing, cause, message) =>
    withPlace(
      {
        title: "メール送信を一時停止しました",
        description: `「${mailing.content.subject}」の送信を一時停止しました。${PAUSE_WORDS.ja[cause]}${pauseFigures(message, "ja") ?? `メールサーバーの応答：${message}`}`,
      },
      inJapanese(mailing)
    ),
  mailingDone: (mailing) => {
    const { content, counts } = mailing
    const rest = exceptions(counts, {
      failed: (n) => `失敗${n}件`,
      bounced: (n) => `不達${n}件`,
      deferred: (n) => `再送待ち${n}件`,
      uncertain: (n) => `結果不明${n}件`,
      skipped: (n) => `送信対象外${n}件`,
    })
    const [sent, total] = [counts.sent.toLocaleString("ja"), counts.total.toLocaleString("ja")]
    return withPlace(
      {
        title: allWell(counts)
          ? "メール送信を完了いたしました"
          : "メール送信が終わりました（未送信・結果不明あり）",
        description: `「${content.subject}」：${[`${total}件中 送信済み${sent}件`, ...rest].join("、")}`,
      },
      inJapanese(mailing)
    )
  },
  sentSingly: (count) => ({
    title: "受注メールを送信しました",
    description: `本日、受注・出荷・見積ごとに送信したメール：${count.toLocaleString("ja")}通\n確認：「メール」→「配信一覧」`,
  }),
  automaticFailed: (event, refused) => ({
    title: "自動メールを送信できませんでした",
    description:
      `自動メール「${AUTOMATIC_WORDS.ja[event]}」を作成できません。${sentences(refused, "ja")}\n` +
      "テンプレートと「設定 → メール」をご確認ください。修正後、送信できなかった分は自動的に送信されます。",
  }),
}

export const TEXTS: Record<Language, Texts> = { en, ja }
