/** What helps when no conversation with the mail server comes about: said below a test mail, and in the bell. */
import type { Language } from "../modules/mail/words"

export type ConnectionFault = "connect" | "tls" | "login"

export const CONNECTION_WORDS: Record<Language, Record<ConnectionFault, string>> = {
  en: {
    connect:
      "Ask whoever runs the shop's server to check host and port of the mail server, whether a firewall stands in between, and whether the mail server lets the shop in.",
    tls: "Ask whoever runs the shop's server to check the port (465 with smtps, 587 with smtp) and the certificate.",
    login:
      "Ask whoever runs the shop's server to check user name and password of the mail server, or the client and secret of a login with tokens (OAuth 2). Some providers need a password made for apps.",
  },
  ja: {
    connect:
      "メールサーバーのホスト名とポート、ファイアウォール、メールサーバー側の接続許可を、ショップのサーバー管理者に確認してもらってください。",
    tls: "ポート（smtpsは465、smtpは587）と証明書を、ショップのサーバー管理者に確認してもらってください。",
    login:
      "メールサーバーのユーザー名とパスワード（OAuth 2の場合はクライアントIDとシークレット）を、ショップのサーバー管理者に確認してもらってください。アプリ専用のパスワードが必要なサービスもあります。",
  },
}

/** By the phase of the conversation in which it ended. */
export function connectionFault(phase: string | undefined): ConnectionFault {
  return phase === "tls" ? "tls" : phase === "auth" ? "login" : "connect"
}
