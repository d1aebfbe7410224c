/** What helps when the mailbox cannot be read that returned mail arrives in: in the bell, and at Settings → Mail. */
import type { Language } from "../modules/mail/words"
import { MAILBOX_FAULTS, type MailboxFaultKind } from "../modules/mail/words/mailbox-faults"

/** By its name in an event. */
export function mailboxFault(kind: string | undefined): MailboxFaultKind {
  return MAILBOX_FAULTS.find((one) => one === kind) ?? "connect"
}

export const MAILBOX_WORDS: Record<Language, Record<MailboxFaultKind, string>> = {
  en: {
    connect:
      "Ask whoever runs the shop's server to check host and port of the mailbox, and whether a firewall stands in between.",
    tls: "Ask whoever runs the shop's server to check the port (993 with TLS, 143 with STARTTLS) and the certificate.",
    login:
      "Ask whoever runs the shop's server to check user name and password of the mailbox. Some providers need a password made for apps, or IMAP switched on first.",
    folder:
      "Ask whoever runs the shop's server to check the names of the folders, and whether the mailbox has room left.",
  },
  ja: {
    connect:
      "受信メールボックスのホスト名とポート、ファイアウォールを、ショップのサーバー管理者に確認してもらってください。",
    tls: "ポート（TLSは993、STARTTLSは143）と証明書を、ショップのサーバー管理者に確認してもらってください。",
    login:
      "受信メールボックスのユーザー名とパスワードを、ショップのサーバー管理者に確認してもらってください。アプリ専用のパスワードや、IMAPの有効化が必要なサービスもあります。",
    folder:
      "フォルダー名と、受信メールボックスの空き容量を、ショップのサーバー管理者に確認してもらってください。",
  },
}
