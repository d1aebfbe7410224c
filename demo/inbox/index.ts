/** A mailbox to look at: everything that the demo store sends arrives here over real SMTP. */
import fs from "node:fs"

import { startHttp } from "./http"
import { Mailbox } from "./mailbox"
import { type SmtpCounts, startSmtp } from "./smtp"

export interface InboxOptions {
  /** Where raw messages go; emptied at the start. */
  file: string
  /** Takes the file's name away at once: the system frees it with the process, even after kill -9. */
  nameless?: boolean
  /** 0, the default, takes a free port. */
  httpPort?: number
  smtpPort?: number
}

export interface Inbox {
  /** For people. */
  url: string
  /** For the store: `smtp://127.0.0.1:…`. */
  smtpUrl: string
  mailbox: Mailbox
  counts: SmtpCounts
  close(): Promise<void>
}

/** Starts the SMTP server and the pages; rejects if a port is taken. */
export async function startInbox({
  file,
  nameless,
  httpPort = 0,
  smtpPort = 0,
}: InboxOptions): Promise<Inbox> {
  const mailbox = new Mailbox(file)
  if (nameless) {
    fs.rmSync(file)
  }
  const smtp = await startSmtp(smtpPort, mailbox)
  const pages = await startHttp(httpPort, mailbox, smtp.counts)
  return {
    url: `http://localhost:${pages.port}`,
    smtpUrl: `smtp://127.0.0.1:${smtp.port}`,
    mailbox,
    counts: smtp.counts,
    close: async () => {
      await Promise.all([smtp.close(), pages.close()])
      mailbox.close()
    },
  }
}
