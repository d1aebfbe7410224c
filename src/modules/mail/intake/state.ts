/** How the mailbox does: for Settings → Mail, and for monitors. */
import type { Database } from "../sql/database"
import type { MailboxFaultKind } from "../words/mailbox-faults"
import { type MailboxServer, nameOfMailbox } from "./server"

export interface MailboxStateDTO {
  host: string
  port: number
  user: string
  folder: string
  /** When all of it had been read last; null before the first time. */
  looked_at: Date | null
  /** When news of a mail of ours was read from it last. */
  heard_at: Date | null
  /** Why it cannot be read, in the server's words where it had any; all three null if it can. */
  fault: MailboxFaultKind | null
  message: string | null
  fault_since: Date | null
}

const UNREAD = { looked_at: null, heard_at: null, fault: null, message: null, fault_since: null }

export async function mailboxState(db: Database, server: MailboxServer): Promise<MailboxStateDTO> {
  const [row] = await db.query<typeof UNREAD>(
    "SELECT looked_at, heard_at, fault_kind AS fault, fault_words AS message, fault_since FROM mpmd_mailbox WHERE id = $1",
    [nameOfMailbox(server)]
  )
  const { host, port, auth, folder } = server
  return { host, port, user: auth.user, folder, ...(row ?? UNREAD) }
}
