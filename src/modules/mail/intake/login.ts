/** Who we are to the mailbox: a password, or a token that is asked for when it is needed. */
import { withoutSecrets } from "../formats/without-secrets"
import { TokenSource } from "../oauth/token-source"
import type { SmtpAuth } from "../smtp/login"

/** What the client library takes. */
export type LoginWords = { user: string; pass: string } | { user: string; accessToken: string }

export class MailboxLogin {
  private readonly tokens: TokenSource | null
  private last = ""

  constructor(private readonly auth: SmtpAuth) {
    this.tokens = "oauth" in auth ? new TokenSource(auth.oauth, auth.user) : null
    this.last = "pass" in auth ? auth.pass : ""
  }

  /** @throws NoTokenError */
  async words(): Promise<LoginWords> {
    const { user } = this.auth
    if (!this.tokens) {
      return { user, pass: this.last }
    }
    this.last = await this.tokens.accessToken()
    return { user, accessToken: this.last }
  }

  /** A token may have been taken back before its end: the next one is a new one. */
  refused(): void {
    this.tokens?.refused(this.last)
  }

  /** A server may say anything, also what it was just told. */
  withoutSecret(words: string): string {
    const { user } = this.auth
    return withoutSecrets(words, [
      this.last,
      `\0${user}\0${this.last}`,
      `user=${user}\u0001auth=Bearer ${this.last}\u0001\u0001`,
    ])
  }
}
