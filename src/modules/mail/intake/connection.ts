/**
 * One conversation with the mailbox. The server may be anybody's: each answer is bounded in size and in time, and whatever
 * goes beyond ends the conversation.
 */
import type { ImapFlow, ImapFlowOptions } from "imapflow"

import { MOST_BYTES } from "../bounces/mime"
import { readable } from "../formats/readable"
import type { MailboxFaultKind } from "../words/mailbox-faults"
import { MailboxFault, mailboxFault } from "./fault"
import { MailboxLogin } from "./login"
import { pause } from "./pause"
import type { MailboxServer } from "./server"

/** Milliseconds. To a usable conversation, and one answer, which may be 50 messages over a slow line. */
const TO_CONNECT = 30_000
const TO_ANSWER = 300_000
/** A silence; while it rests, there is a word with each poll. */
const SILENCE = 60_000
/** The shortest rest: each look at the mailbox is noted in Postgres, however often a server says that something has come. */
const SHORTEST_REST = 1_000
/** Bytes of a line: a list of the numbers of two million messages. */
const LONGEST_LINE = 16 * 1024 * 1024
/** Bytes of what is sent in a block: the part of a message that is asked for, and some air. */
const LONGEST_LITERAL = 2 * MOST_BYTES
/** So many answers for each message that was asked for: flags of others may come in between. */
const MOST_ANSWERS = 20

export interface ArrivedMessage {
  uid: number
  /** The front of it; null if the server gives none. */
  bytes: Buffer | null
}

export class MailboxConnection {
  /** Of the folder, in this life of it: another one, and all its messages have new numbers. */
  uidValidity = ""
  messages = 0

  private constructor(
    private readonly client: ImapFlow,
    private readonly server: MailboxServer,
    private readonly login: MailboxLogin,
    /** The server's last no. */
    private readonly refusal: { words: string }
  ) {
    // What is lost is met by the next command; without a listener it would end the process.
    client.on("error", () => undefined)
  }

  /**
   * @param login - Outlives connections, and so do its tokens.
   * @param signal - Nobody waits for it any more.
   * @throws MailboxFault
   */
  static async open(
    server: MailboxServer,
    login = new MailboxLogin(server.auth),
    { signal, deadline = TO_CONNECT }: { signal?: AbortSignal; deadline?: number } = {}
  ): Promise<MailboxConnection> {
    const imap = await import("imapflow")
    const auth = await login.words().catch((error) => {
      throw mailboxFault(error, server, login, "login")
    })
    const refusal = { words: "" }
    const options = { ...flowOptions(server, deadline), auth, logger: listeningTo(refusal, login) }
    const client = new imap.ImapFlow(options)
    const connection = new MailboxConnection(client, server, login, refusal)
    const cut = () => client.close()
    signal?.addEventListener("abort", cut, { once: true })
    try {
      await connection.within("connect", deadline, () => client.connect())
      const mailbox = await connection.within("folder", deadline, () => client.mailboxOpen(server.folder))
      connection.uidValidity = String(mailbox.uidValidity)
      connection.messages = mailbox.exists
      return connection
    } catch (error) {
      client.close()
      if (error instanceof MailboxFault && error.kind === "login") {
        login.refused()
      }
      throw error
    } finally {
      signal?.removeEventListener("abort", cut)
    }
  }

  /** The numbers of messages that came after one, in their order. */
  async newer(uid: number): Promise<number[]> {
    const found = await this.within("connect", TO_ANSWER, () =>
      this.client.search({ uid: `${uid + 1}:*` }, { uid: true })
    )
    if (!found) {
      throw new MailboxFault("connect", this.refusal.words || "the mailbox cannot be searched")
    }
    // `8:*` is the last message, even if that is 7.
    return found.filter((one) => one > uid).sort((one, other) => one - other)
  }

  /** Those that are still there, as they are: none is marked as read. */
  async fetch(uids: readonly number[]): Promise<ArrivedMessage[]> {
    const asked = new Set(uids)
    const messages = new Map<number, ArrivedMessage>()
    await this.within("connect", TO_ANSWER, async () => {
      let answers = 0
      const query = { uid: true, source: { start: 0, maxLength: MOST_BYTES } }
      for await (const { uid, source } of this.client.fetch(uids.join(","), query, { uid: true })) {
        answers += 1
        if (answers > uids.length * MOST_ANSWERS) {
          throw new MailboxFault("connect", "the server sends far more than it was asked for")
        }
        if (asked.has(uid) && (source || !messages.get(uid)?.bytes)) {
          messages.set(uid, { uid, bytes: source ?? null })
        }
      }
    })
    return [...messages.values()].sort((one, other) => one.uid - other.uid)
  }

  /** Makes the folder for what was read, if it is missing. */
  async prepareFiling(): Promise<void> {
    const { after, processedFolder } = this.server
    if (after !== "move") {
      return
    }
    const status = await this.within("folder", TO_ANSWER, () =>
      this.client.status(processedFolder, { messages: true }).catch(() => false as const)
    )
    if (!status) {
      await this.within("folder", TO_ANSWER, () => this.client.mailboxCreate(processedFolder))
    }
  }

  /** Does with reports what the shop wants done with them. @throws MailboxFault `folder` if they stay where they are. */
  async file(uids: readonly number[]): Promise<void> {
    const { after, processedFolder } = this.server
    const range = uids.join(",")
    const filed = await this.within("folder", TO_ANSWER, async () => {
      switch (after) {
        case "move":
          return this.client.messageMove(range, processedFolder, { uid: true })
        case "delete":
          return this.client.messageDelete(range, { uid: true })
        case "keep":
          return true
      }
    })
    if (!filed) {
      const refused =
        after === "move" ? `nothing can be moved to ${processedFolder}` : "nothing can be deleted"
      throw new MailboxFault("folder", [refused, this.refusal.words].filter(Boolean).join(": "))
    }
  }

  /** Until a message arrives, the time is over, or the conversation ends; and never less than the shortest rest. */
  async rest(milliseconds: number, signal: AbortSignal): Promise<void> {
    const end = new AbortController()
    const wake = () => end.abort()
    const either = AbortSignal.any([signal, end.signal])
    this.client.once("exists", wake).once("close", wake)
    // Ends with the next command. Where the server has none of it, the library asks from time to time.
    void this.client.idle().catch(() => undefined)
    await Promise.all([pause(milliseconds, either), pause(Math.min(SHORTEST_REST, milliseconds), signal)])
    this.client.off("exists", wake).off("close", wake)
  }

  /** Says goodbye, if the server listens. Never rejects. */
  async close(): Promise<void> {
    await this.within("connect", 1_000, () => this.client.logout()).catch(() => undefined)
    this.client.close()
  }

  /** Ends it at once, and with it whatever is under way. */
  cut(): void {
    this.client.close()
  }

  private async within<Result>(
    otherwise: MailboxFaultKind,
    milliseconds: number,
    work: () => Promise<Result>
  ): Promise<Result> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(new MailboxFault("connect", `no answer came within ${milliseconds / 1_000} seconds`))
        this.client.close()
      }, milliseconds)
    })
    try {
      return await Promise.race([work(), late])
    } catch (error) {
      throw mailboxFault(error, this.server, this.login, this.client.usable ? otherwise : "connect")
    } finally {
      clearTimeout(timer)
    }
  }
}

function flowOptions(
  { host, port, secure, tls, verifyCertificate, pollSeconds }: MailboxServer,
  deadline: number
): ImapFlowOptions {
  return {
    host,
    port,
    secure,
    doSTARTTLS: secure ? undefined : { required: true, offered: undefined, never: false }[tls],
    tls: { rejectUnauthorized: verifyCertificate },
    disableAutoIdle: true,
    connectionTimeout: deadline,
    greetingTimeout: deadline,
    socketTimeout: SILENCE + pollSeconds * 1_000,
    maxLineLength: LONGEST_LINE,
    maxLiteralSize: LONGEST_LITERAL,
    maxResponseSize: LONGEST_LINE + LONGEST_LITERAL,
  }
}

/** The library tells the server's no to some commands in its log alone. */
function listeningTo(refusal: { words: string }, login: MailboxLogin) {
  const nothing = () => undefined
  return {
    trace: nothing,
    debug: nothing,
    info: nothing,
    error: nothing,
    fatal: nothing,
    warn: ({ err }: { err?: { responseText?: string } }) => {
      refusal.words = err?.responseText ? readable(login.withoutSecret(err.responseText)) : refusal.words
    },
  }
}
