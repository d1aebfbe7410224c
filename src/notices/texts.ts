/** The words of notices in the admin's bell, in the shop's mail language: a stored notice is not translated. */
import type { MailingDTO } from "../modules/mail/mailings/mailing"
import type { Language } from "../modules/mail/types"

export interface Notice {
  title: string
  description: string
}

interface Texts {
  transportPaused(message: string): Notice
  transportResumed(): Notice
  mailingRefused(mailing: MailingDTO, message: string): Notice
  mailingPaused(mailing: MailingDTO, message: string): Notice
  mailingDone(mailing: MailingDTO): Notice
}

const en: Texts = {
  transportPaused: (message) => ({
    title: "Mail cannot be sent",
    description: `The mail server does not take mail: ${message}. Nothing is lost; sending goes on by itself as soon as the server answers.`,
  }),
  transportResumed: () => ({
    title: "Mail is being sent again",
    description: "The mail server answers again, and what was waiting is being sent.",
  }),
  mailingRefused: ({ content }, message) => ({
    title: "Mailing not sent",
    description: `“${content.subject}” was not sent: ${message}`,
  }),
  mailingPaused: ({ content }, message) => ({
    title: "Mailing paused",
    description: `“${content.subject}” was paused because of what the mail server said: ${message}`,
  }),
  mailingDone: ({ content, counts }) => ({
    title: "Mailing sent",
    description:
      `“${content.subject}”: ${counts.sent} of ${counts.total} sent, ${counts.failed} failed, ` +
      `${counts.deferred} to be tried again, ${counts.uncertain} uncertain, ${counts.skipped} left out.`,
  }),
}

const ja: Texts = {
  transportPaused: (message) => ({
    title: "メールを送信できません",
    description: `メールサーバーがメールを受け付けません：${message}。メールは失われません。サーバーが応答し次第、送信は自動的に再開されます。`,
  }),
  transportResumed: () => ({
    title: "メール送信を再開しました",
    description: "メールサーバーが応答したため、待機していたメールの送信を再開しました。",
  }),
  mailingRefused: ({ content }, message) => ({
    title: "メールは送信されませんでした",
    description: `「${content.subject}」は送信されませんでした：${message}`,
  }),
  mailingPaused: ({ content }, message) => ({
    title: "メール送信を一時停止しました",
    description: `メールサーバーの応答により「${content.subject}」の送信を一時停止しました：${message}`,
  }),
  mailingDone: ({ content, counts }) => ({
    title: "メール送信を完了いたしました",
    description:
      `「${content.subject}」：${counts.total}件中 送信${counts.sent}件、失敗${counts.failed}件、` +
      `再送待ち${counts.deferred}件、不確定${counts.uncertain}件、除外${counts.skipped}件`,
  }),
}

export const TEXTS: Record<Language, Texts> = { en, ja }
