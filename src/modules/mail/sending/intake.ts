/** Reading of the mailbox that returned mail arrives in, as a part of the process beside sending. */
import { MailboxReader } from "../intake/reader"
import type { MailboxServer } from "../intake/server"
import type { MailOptions } from "../options"
import type { Database } from "../sql/database"
import type { Sender, SendingHooks } from "./sending"

/** Complete: there is a mailbox. */
export type IntakeOptions = MailOptions & { bounces: { mailbox: MailboxServer } }

/** It looks by itself; what is due to be sent is no news for it. */
export function openIntake(db: Database, options: IntakeOptions, hooks: SendingHooks): Sender {
  const reader = new MailboxReader(db, options.bounces.mailbox, options, hooks)
  return { wake: () => undefined, stop: () => reader.stop() }
}
