/**
 * One conversation of the test server, on a bare socket: the moment at which a connection is cut decides
 * what a client may conclude, and a ready-made server would hide it.
 */
import type { Socket } from "node:net"

import { mailbox, readMail, type Received } from "./smtp-received"
import type { Moment, Rule, Script } from "./smtp-rules"

/** What a conversation needs from its server. */
export interface SessionHost {
  script: Script
  extensions: string[]
  auth: { user: string; pass: string } | null
  tokens: TokenAuth | null
  /** What all conversations together have in hand. */
  traffic: Traffic
  /** A mail is taken: called before the client is told. */
  take(mail: Received): void
  /** A rule was followed, with these words. */
  said(words: string): void
  /** Something happened that a test may be waiting for. */
  changed(): void
}

/** A login with tokens: whose, which are good, and how they are given. */
export interface TokenAuth {
  user: string
  good: Set<string>
  mechanism: "XOAUTH2" | "OAUTHBEARER"
}

/** What is on its way, and what was begun lately. */
export class Traffic {
  private readonly underway = new Set<SmtpServerSession>()
  private begun: number[] = []

  /** @returns how many are on their way with this one, and how many were begun within a second. */
  with(session: SmtpServerSession): { atOnce: number; perSecond: number } {
    const second = performance.now() - 1_000
    this.begun = this.begun.filter((at) => at > second)
    const one = this.underway.has(session) ? 0 : 1
    return { atOnce: this.underway.size + one, perSecond: this.begun.length + one }
  }

  begin(session: SmtpServerSession): void {
    this.underway.add(session)
    this.begun.push(performance.now())
  }

  end(session: SmtpServerSession): void {
    this.underway.delete(session)
  }
}

const END = Buffer.from("\r\n.\r\n")
const NOTHING: Buffer = Buffer.alloc(0)
const INTERMEDIATE_OR_POSITIVE = /^[23]/

export class SmtpServerSession {
  /** Every line the client sent outside a message, in order. */
  readonly commands: string[] = []
  private input: Buffer = NOTHING
  private output: Buffer[] = []
  /** While it is not this server's turn to listen: a delay, or silence for good. */
  private held = false
  /** This side has said its last word: what was not answered before is not taken either. */
  private over = false
  private expecting: "command" | "user" | "pass" | "plain" | "nothing" | "message" = "command"
  private bodyRule: Rule | null = null
  private loggedIn = false
  private user = ""
  private from: string | null = null
  private to: string[] = []
  private messages = 0

  constructor(
    readonly socket: Socket,
    readonly number: number,
    private readonly host: SessionHost
  ) {
    socket.setNoDelay(true)
    socket.on("data", (chunk: Buffer) => this.hear(chunk))
    // A cut connection is what this server is for; its error tells nothing that the tests do not see.
    socket.on("error", () => socket.destroy())
    socket.on("close", () => host.traffic.end(this))
  }

  greet(): void {
    this.answer("greeting", "220 test.example ESMTP")
    this.flush()
  }

  /** Ends the conversation from this side, as a server does that is shutting down or tired of waiting. */
  hangUp(words = ""): void {
    this.held = true
    this.over = true
    this.socket.end(words && `${words}\r\n`)
  }

  private hear(chunk: Buffer): void {
    this.input = this.input.length ? Buffer.concat([this.input, chunk]) : chunk
    this.work()
  }

  private work(): void {
    while (!this.held && this.input.length && this.step()) {
      continue
    }
    this.flush()
    this.host.changed()
  }

  /** Takes one line or one message from the input; false if it is not complete. */
  private step(): boolean {
    if (this.expecting === "message") {
      return this.stepThroughMessage()
    }
    const end = this.input.indexOf("\r\n")
    if (end < 0) {
      return false
    }
    const line = this.input.toString("utf8", 0, end)
    this.input = this.input.subarray(end + 2)
    this.commands.push(line)
    if (this.expecting === "command") {
      this.obey(line)
    } else if (this.expecting === "nothing") {
      this.hearNothing(line)
    } else {
      this.hearCredentials(line)
    }
    return true
  }

  private stepThroughMessage(): boolean {
    const rule = this.bodyRule
    if (rule && this.input.length >= (rule.afterBytes ?? 1)) {
      this.bodyRule = null
      this.carryOut(rule, "", () => undefined)
      return !this.held
    }
    const empty = this.input.length >= 3 && this.input.toString("latin1", 0, 3) === ".\r\n"
    const end = empty ? -2 : this.input.indexOf(END)
    if (end === -1) {
      return false
    }
    const stuffed = this.input.subarray(0, end + 2)
    this.input = this.input.subarray(end + 5)
    this.expecting = "command"
    this.commands.push(".")
    const mail = readMail(stuffed, { connection: this.number, from: this.from ?? "", to: this.to })
    this.answer("final", "250 2.0.0 Ok: queued", () => this.host.take(mail))
    this.from = null
    this.to = []
    return true
  }

  private obey(line: string): void {
    const [verb = ""] = line.toUpperCase().split(" ", 1)
    switch (verb) {
      case "EHLO":
      case "HELO":
        return this.answer("ehlo", this.capabilities())
      case "STARTTLS":
        return this.answer("starttls", "454 4.7.0 TLS not available")
      case "AUTH":
        return this.hearAuth(line)
      case "MAIL":
        return this.hearMail(line)
      case "RCPT":
        return this.hearRecipient(line)
      case "DATA":
        return this.hearData()
      case "RSET":
        this.host.traffic.end(this)
        this.from = null
        this.to = []
        return this.say("250 2.0.0 Ok")
      case "QUIT":
        this.say("221 2.0.0 Bye")
        this.flush()
        return this.hangUp()
      default:
        return this.say("500 5.5.2 What?")
    }
  }

  private capabilities(): string {
    const lines = ["test.example", ...this.host.extensions, ...this.logins()]
    return lines.map((line, i) => `250${i < lines.length - 1 ? "-" : " "}${line}`).join("\r\n")
  }

  private logins(): string[] {
    const { auth, tokens } = this.host
    const methods = [auth && "PLAIN LOGIN", tokens?.mechanism].filter(Boolean)
    return methods.length ? [`AUTH ${methods.join(" ")}`] : []
  }

  private hearAuth(line: string): void {
    const [, method = "", initial] = line.split(" ")
    if (this.host.tokens && method.toUpperCase() === this.host.tokens.mechanism) {
      return this.hearToken(this.host.tokens, initial ?? "")
    }
    if (method.toUpperCase() === "LOGIN") {
      this.expecting = "user"
      return this.say("334 VXNlcm5hbWU6")
    }
    this.expecting = "plain"
    return initial === undefined ? this.say("334 ") : this.hearCredentials(initial)
  }

  /** RFC 7628, 3.2: a refusal comes as a question first, which the client answers with nothing to say. */
  private hearToken({ user, good, mechanism }: TokenAuth, initial: string): void {
    const words = Buffer.from(initial, "base64").toString()
    const name = mechanism === "XOAUTH2" ? /^user=([^\u0001]*)/ : /^n,a=([^,]*),/
    const token = /\u0001auth=Bearer ([^\u0001]+)\u0001\u0001$/.exec(words)?.[1] ?? ""
    if (name.exec(words)?.[1] === user && good.has(token)) {
      return this.answer("auth", "235 2.7.0 Welcome", () => {
        this.loggedIn = true
      })
    }
    this.expecting = "nothing"
    this.say(`334 ${Buffer.from('{"status":"invalid_token"}').toString("base64")}`)
  }

  private hearNothing(line: string): void {
    this.expecting = "command"
    this.say(
      ["", "AQ=="].includes(line) ? "535 5.7.3 Authentication unsuccessful" : "501 5.5.2 That was no answer"
    )
  }

  private hearCredentials(line: string): void {
    const words = Buffer.from(line, "base64").toString()
    if (this.expecting === "user") {
      this.user = words
      this.expecting = "pass"
      return this.say("334 UGFzc3dvcmQ6")
    }
    const [, user, pass] = this.expecting === "plain" ? words.split("\0") : ["", this.user, words]
    this.expecting = "command"
    const known = this.host.auth?.user === user && this.host.auth?.pass === pass
    this.answer("auth", known ? "235 2.7.0 Welcome" : "535 5.7.8 Wrong name or password", () => {
      this.loggedIn = known
    })
  }

  private hearMail(line: string): void {
    this.messages += 1
    if ((this.host.auth || this.host.tokens) && !this.loggedIn) {
      return this.say("530 5.7.0 Authentication required")
    }
    if (this.from !== null) {
      return this.say("503 5.5.1 Nested MAIL command")
    }
    this.answer("mail", "250 2.1.0 Ok", () => {
      this.host.traffic.begin(this)
      this.from = mailbox(line)
    })
  }

  private hearRecipient(line: string): void {
    if (this.from === null) {
      return this.say("503 5.5.1 Need MAIL first")
    }
    const to = mailbox(line)
    this.answer("rcpt", "250 2.1.5 Ok", () => this.to.push(to), to)
  }

  private hearData(): void {
    if (this.to.length === 0) {
      return this.say("554 5.5.1 No valid recipients")
    }
    this.answer("data", "354 End with a dot", () => {
      this.expecting = "message"
      this.bodyRule = this.host.script.take("body", this.standing())
    })
  }

  private standing(to: string | null = this.to[0] ?? null) {
    return { connection: this.number, message: this.messages, to, ...this.host.traffic.with(this) }
  }

  /** Answers as the script says, else as a server should. `accept` runs if the answer is a yes. */
  private answer(at: Moment, usual: string, accept: () => unknown = () => undefined, to?: string): void {
    const rule = this.host.script.take(at, this.standing(to))
    if (at === "final" && !rule?.delayMs) {
      this.host.traffic.end(this)
    }
    if (rule?.delayMs) {
      this.held = true
      setTimeout(() => {
        if (this.over) {
          return
        }
        this.held = false
        this.host.traffic.end(this)
        this.carryOut(rule, usual, accept)
        this.work()
      }, rule.delayMs)
      return
    }
    this.carryOut(rule, usual, accept)
  }

  private carryOut(rule: Rule | null, usual: string, accept: () => unknown): void {
    const reply = rule?.raw ?? rule?.reply ?? usual
    if (rule?.reply) {
      this.host.said(rule.reply)
    }
    const refuses = rule?.drop || rule?.silent || !INTERMEDIATE_OR_POSITIVE.test(reply)
    if (rule?.recorded || !refuses) {
      accept()
    }
    if (rule?.drop) {
      this.output.push(Buffer.from(rule.raw ?? "", "latin1"))
      return this.cut()
    }
    if (rule?.silent) {
      this.held = true
      if (rule.at === "body") {
        // Not read any more, so that the client is left with bytes in its hands.
        this.socket.pause()
      }
      return
    }
    const bytes = rule?.raw === undefined ? Buffer.from(`${reply}\r\n`) : Buffer.from(reply, "latin1")
    if (rule?.dripMs || rule?.endless) {
      return this.speakSlowly(bytes, rule)
    }
    this.output.push(bytes)
    if (reply.startsWith("421")) {
      this.flush()
      this.hangUp()
    }
  }

  /** Byte by byte, or for ever; hears nothing meanwhile. */
  private speakSlowly(bytes: Buffer, { dripMs = 0, endless }: Rule): void {
    this.held = true
    this.flush()
    let at = 0
    const timer = setInterval(() => {
      if (this.socket.destroyed || this.over) {
        return clearInterval(timer)
      }
      if (this.socket.writableNeedDrain) {
        return
      }
      const next = dripMs ? bytes.subarray(at, at + 1) : bytes
      this.socket.write(next)
      at = endless ? (at + next.length) % bytes.length : at + next.length
      if (at >= bytes.length) {
        clearInterval(timer)
        this.held = false
        this.work()
      }
    }, dripMs)
  }

  private cut(): void {
    this.held = true
    this.flush(() => this.socket.destroy())
  }

  private say(reply: string): void {
    this.output.push(Buffer.from(`${reply}\r\n`))
  }

  /** Replies to commands that came together leave together. */
  private flush(after?: () => void): void {
    if (this.output.length && this.socket.writable) {
      this.socket.write(Buffer.concat(this.output), after)
    } else {
      after?.()
    }
    this.output = []
  }
}
