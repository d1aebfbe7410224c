/**
 * How a connection logs in: with user and password, or with a token (XOAUTH2; OAUTHBEARER, RFC 7628). One for all
 * connections to a server, so that they share the token.
 */
import type SMTPConnection from "nodemailer/lib/smtp-connection"

import type { OAuthClient } from "../oauth/client"
import { TokenSource } from "../oauth/token-source"
import type { WaryConnection } from "./wary-connection"

/** Plain JSON, as it stands in the options. */
export type SmtpAuth = { user: string; pass: string } | { user: string; oauth: OAuthClient }

export interface Login {
  /** Handlers of the client library's for what it does not know itself. */
  readonly customAuth: SMTPConnection.Options["customAuth"]
  /** @param done - Called once; with what went wrong if the server did not let us in. */
  begin(connection: WaryConnection, done: (error: Error | null) => void): void
  /** What must not be repeated where people read, in each form in which it was sent. */
  secrets(): string[]
}

/** @returns null where the server is to be used without. */
export function loginOf({ auth, host, port }: LoginPlace): Login | null {
  if (!auth) {
    return null
  }
  return "pass" in auth ? new PasswordLogin(auth) : new TokenLogin(auth, { host, port })
}

interface LoginPlace {
  auth: SmtpAuth | null
  host: string
  port: number
}

class PasswordLogin implements Login {
  readonly customAuth = undefined

  constructor(private readonly auth: { user: string; pass: string }) {}

  begin(connection: WaryConnection, done: (error: Error | null) => void): void {
    connection.login({ ...this.auth }, (refused) => done(refused ?? null))
  }

  secrets(): string[] {
    const { user, pass } = this.auth
    return [base64(`\0${user}\0${pass}`), base64(pass), pass]
  }
}

type Exchange = Parameters<NonNullable<SMTPConnection.Options["customAuth"]>[string]>[0]

/** By preference: every service that takes tokens knows the first. */
const MECHANISMS = ["XOAUTH2", "OAUTHBEARER"] as const
type Mechanism = (typeof MECHANISMS)[number]

/** What a client answers to a refusal that comes as a question, so that the server says no in plain words. */
const GO_ON: Record<Mechanism, string> = { XOAUTH2: "", OAUTHBEARER: "AQ==" }

class TokenLogin implements Login {
  readonly customAuth = {
    XOAUTH2: (exchange: Exchange) => this.exchange("XOAUTH2", exchange),
    OAUTHBEARER: (exchange: Exchange) => this.exchange("OAUTHBEARER", exchange),
  }
  private readonly tokens: TokenSource
  private lastToken = ""

  constructor(
    private readonly auth: { user: string; oauth: OAuthClient },
    private readonly server: { host: string; port: number }
  ) {
    this.tokens = new TokenSource(auth.oauth, auth.user)
  }

  begin(connection: WaryConnection, done: (error: Error | null) => void): void {
    const offered = offeredBy(connection)
    const method = MECHANISMS.find((mechanism) => offered.includes(mechanism))
    if (!method) {
      return done(
        new Error(
          "The server takes no token (it offers neither XOAUTH2 nor OAUTHBEARER), but there is oauth2"
        )
      )
    }
    connection.login({ user: this.auth.user, method } as SMTPConnection.AuthenticationType, (refused) =>
      done(refused ?? null)
    )
  }

  secrets(): string[] {
    return this.lastToken
      ? [...MECHANISMS.map((mechanism) => this.words(mechanism, this.lastToken)), this.lastToken]
      : []
  }

  /** A token may have been taken back before its end: a kept one that is refused is replaced once. */
  private async exchange(mechanism: Mechanism, { sendCommand }: Exchange): Promise<void> {
    const first = await this.attempt(mechanism, sendCommand)
    const isIn = first.accepted || (first.wasKept && (await this.attempt(mechanism, sendCommand)).accepted)
    if (!isIn) {
      throw new Error("The server did not take the token")
    }
  }

  private async attempt(mechanism: Mechanism, sendCommand: Exchange["sendCommand"]) {
    const before = this.lastToken
    const token = await this.tokens.accessToken()
    this.lastToken = token
    const reply = await sendCommand(`AUTH ${mechanism} ${this.words(mechanism, token)}`)
    const verdict = reply.status === 334 ? await sendCommand(GO_ON[mechanism]) : reply
    const accepted = (verdict.status ?? 0) >= 200 && (verdict.status ?? 0) < 300
    if (!accepted) {
      this.tokens.refused(token)
    }
    return { accepted, wasKept: token === before }
  }

  private words(mechanism: Mechanism, token: string): string {
    const { user } = this.auth
    const { host, port } = this.server
    return mechanism === "XOAUTH2"
      ? base64(`user=${user}\u0001auth=Bearer ${token}\u0001\u0001`)
      : base64(
          `n,a=${saslName(user)},\u0001host=${host}\u0001port=${port}\u0001auth=Bearer ${token}\u0001\u0001`
        )
  }
}

/** RFC 5801, 4: a comma and an equals sign end a name. */
function saslName(user: string): string {
  return user.replaceAll("=", "=3D").replaceAll(",", "=2C")
}

function offeredBy(connection: WaryConnection): string[] {
  const line = /^250[ -]AUTH[ =](.*)$/im.exec(connection.lastServerResponse || "")?.[1] ?? ""
  return line.trim().toUpperCase().split(/[ =]+/)
}

function base64(text: string): string {
  return Buffer.from(text, "utf8").toString("base64")
}
