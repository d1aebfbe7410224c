/** The words of notices in the admin's bell, in the shop's mail language: a stored notice is not translated. */
import type { MailingDTO } from "../modules/mail/mailings/mailing"
import type { Language, PauseCause } from "../modules/mail/words"
import type { AutomaticEvent } from "../modules/mail/words/automatic-rules"
import { AUTOMATIC_WORDS } from "./automatic-words"
import { PAUSE_WORDS } from "./pause-words"

export interface Notice {
  title: string
  description: string
}

type Cause = Exclude<PauseCause, "person">

interface Texts {
  transportPaused(message: string): Notice
  /** Every mail is refused in the same words. */
  transportRefuses(message: string): Notice
  /** @param forNow - The mails are tried again. */
  sendingRefused(fault: Cause, message: string, forNow: boolean): Notice
  transportResumed(): Notice
  mailingRefused(mailing: MailingDTO, message: string): Notice
  mailingOverdue(mailing: MailingDTO): Notice
  mailingPaused(mailing: MailingDTO, cause: Cause, message: string): Notice
  mailingDone(mailing: MailingDTO): Notice
  automaticFailed(event: AutomaticEvent, message: string): Notice
}

const en: Texts = {
  transportPaused: (message) => ({
    title: "Mail cannot be sent",
    description: `The mail server does not take mail: ${message}. Nothing is lost; sending goes on by itself as soon as the server answers.`,
  }),
  transportRefuses: (message) => ({
    title: "Every mail is refused",
    description: `The mail server refused the latest mails all in the same words: ${message}. All other mail waits; one mail is tried from time to time, and sending goes on by itself as soon as the server takes it. Failed mails can be sent again from their lists.`,
  }),
  sendingRefused: (fault, message, forNow) => ({
    title: "The mail server refuses mail",
    description:
      `${PAUSE_WORDS.en[fault]} The mail server said: ${message}. ` +
      (forNow
        ? "The mails wait and are tried again by themselves; after some days they would be given up."
        : "The mail has failed and can be sent again afterwards."),
  }),
  transportResumed: () => ({
    title: "Mail is being sent again",
    description: "The mail server answers again, and what was waiting is being sent.",
  }),
  mailingRefused: ({ content }, message) => ({
    title: "Mailing not sent",
    description: `“${content.subject}” was not sent: ${message}`,
  }),
  mailingOverdue: ({ content }) => ({
    title: "Scheduled mailing not sent",
    description:
      `“${content.subject}” is a draft again: its time passed more than 12 hours ago while nothing was running. ` +
      "Look at it, and send it if it should still go out.",
  }),
  mailingPaused: ({ content }, cause, message) => ({
    title: "Mailing paused",
    description: `“${content.subject}” was paused. ${PAUSE_WORDS.en[cause]} The mail server said: ${message}`,
  }),
  mailingDone: ({ content, counts }) => ({
    title: "Mailing sent",
    description:
      `“${content.subject}”: ${counts.sent} of ${counts.total} sent, ${counts.failed} failed, ` +
      `${counts.deferred} to be tried again, ${counts.uncertain} uncertain, ${counts.skipped} left out.`,
  }),
  automaticFailed: (event, message) => ({
    title: "Automatic mail not sent",
    description:
      `“${AUTOMATIC_WORDS.en[event]}”: the mail cannot be made (${message}). ` +
      "Look at its template and at Settings → Mail: what was missed is sent by itself when that is mended.",
  }),
}

const ja: Texts = {
  transportPaused: (message) => ({
    title: "メールを送信できません",
    description: `メールサーバーがメールを受け付けません：${message}。メールは失われません。サーバーが応答しだい、送信は自動的に再開されます。`,
  }),
  transportRefuses: (message) => ({
    title: "メールがすべて拒否されています",
    description: `直近のメールがすべて同じ内容で拒否されました：${message}。ほかのメールは待機しています。一定の間隔で1通ずつ送信を試み、受け付けられしだい自動的に再開します。失敗したメールは一覧から再送できます。`,
  }),
  sendingRefused: (fault, message, forNow) => ({
    title: "メールサーバーに拒否されました",
    description:
      `${PAUSE_WORDS.ja[fault]}メールサーバーの応答：${message}。` +
      (forNow
        ? "該当のメールは待機し、自動的に再送します。数日たっても受け付けられない場合は失敗になります。"
        : "該当のメールは送信できませんでした。原因を解消した後に再送できます。"),
  }),
  transportResumed: () => ({
    title: "メール送信を再開しました",
    description: "メールサーバーが応答したため、待機していたメールの送信を再開しました。",
  }),
  mailingRefused: ({ content }, message) => ({
    title: "メールは送信されませんでした",
    description: `「${content.subject}」は送信されませんでした：${message}`,
  }),
  mailingOverdue: ({ content }) => ({
    title: "予約したメールは送信されませんでした",
    description:
      `「${content.subject}」は、システムの停止中に予約時刻から12時間以上が過ぎたため、送信せずに下書きへ戻しました。` +
      "内容をご確認のうえ、必要であれば改めて送信してください。",
  }),
  mailingPaused: ({ content }, cause, message) => ({
    title: "メール送信を一時停止しました",
    description: `「${content.subject}」の送信を一時停止しました。${PAUSE_WORDS.ja[cause]}メールサーバーの応答：${message}`,
  }),
  mailingDone: ({ content, counts }) => ({
    title: "メール送信を完了いたしました",
    description:
      `「${content.subject}」：${counts.total}件中 送信${counts.sent}件、失敗${counts.failed}件、` +
      `再送待ち${counts.deferred}件、結果不明${counts.uncertain}件、送信対象外${counts.skipped}件`,
  }),
  automaticFailed: (event, message) => ({
    title: "自動メールを送信できませんでした",
    description:
      `自動メール「${AUTOMATIC_WORDS.ja[event]}」を作成できません（${message}）。` +
      "テンプレートと「設定 → メール」をご確認ください。修正後、送信できなかった分は自動的に送信されます。",
  }),
}

export const TEXTS: Record<Language, Texts> = { en, ja }
