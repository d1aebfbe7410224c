/** A conversation with the mailbox while a person waits: how far it comes, and what the server says. Nothing is read. */
import { MailboxConnection } from "./connection"
import { MailboxFault } from "./fault"
import type { MailboxServer } from "./server"

export interface MailboxCheckDTO {
  /** It can be read, and reports can be put where the shop wants them. */
  ok: boolean
  /** Where the conversation ended. */
  stage: "connect" | "tls" | "login" | "folder" | "open"
  /** The server's own words, or what happened on the wire; empty if all is well. */
  message: string
  host: string
  port: number
  folder: string
  /** That lie in the folder. */
  messages: number | null
}

/** Milliseconds. */
const DEADLINE = 15_000

export async function checkMailbox(server: MailboxServer): Promise<MailboxCheckDTO> {
  const { host, port, folder } = server
  let connection: MailboxConnection | undefined
  try {
    connection = await MailboxConnection.open(server, undefined, { deadline: DEADLINE })
    await connection.prepareFiling()
    return { ok: true, stage: "open", message: "", host, port, folder, messages: connection.messages }
  } catch (error) {
    if (!(error instanceof MailboxFault)) {
      throw error
    }
    const { kind, message } = error
    return { ok: false, stage: kind, message, host, port, folder, messages: null }
  } finally {
    await connection?.close()
  }
}
