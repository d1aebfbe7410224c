/**
 * The test SMTP server as a process of its own, for tests that kill its clients: each mail is in the file
 * before its client is told so, one JSON line each. Started by `startSmtpSink`; prints its port as JSON.
 *
 * Arguments: the file, then the rules as JSON.
 */
import { openSync, writeSync } from "node:fs"

import type { Rule } from "./smtp-rules"
import { startSmtpServer } from "./smtp-server"
import { noteOf } from "./smtp-sink"

async function main(): Promise<void> {
  const [file, rules = "[]"] = process.argv.slice(2)
  if (!file) {
    throw new Error("Name the file that the mails are noted in")
  }
  const notes = openSync(file, "a")
  const { port } = await startSmtpServer({
    rules: JSON.parse(rules) as Rule[],
    keep: false,
    onMail: (mail) => writeSync(notes, `${JSON.stringify(noteOf(mail))}\n`),
  })
  process.stdout.write(`${JSON.stringify({ port })}\n`)
}

// Without a parent there is nobody left to stop this process.
process.stdin.resume().on("end", () => process.exit(0))

main().catch((error: unknown) => {
  console.error(error)
  process.exit(1)
})
