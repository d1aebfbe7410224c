/**
 * Mails per second of one worker process, the same work for each subject: render 40 Liquid outputs in 3.3 kB HTML
 * with a text part, compose, send over loopback into `smtp-sink`.
 *
 * `npm run bench -- [--mails 20000] [--connections 10] [--json]`; needs `smtp-sink` (Debian: postfix).
 */
import { spawn } from "node:child_process"
import { once } from "node:events"
import path from "node:path"
import { parseArgs } from "node:util"

import { Liquid } from "liquidjs"
import nodemailer from "nodemailer"

import { createMailTables } from "../integration-tests/support/mail-tables"
import { booksOf, seedMailing } from "../integration-tests/support/mailings"
import { createComposer } from "../src/modules/mail/content/compose"
import { compileContent } from "../src/modules/mail/content/render"
import { storeContent } from "../src/modules/mail/content/store"
import { createSmtpTransport, parseSmtpUrl } from "../src/modules/mail/dispatch/smtp"
import { FROM, HTML, SNAPSHOT, SUBJECT, TEXT, variablesOf } from "./mail"
import { cpuOf, type Sink, startSink } from "./sink"

interface Result {
  subject: string
  perSecond: number
  /** CPU microseconds per mail, of the sending process and of the sink. */
  cpu: { sender: number; sink: number }
}

async function measure(
  subject: string,
  sink: Sink,
  mails: number,
  work: () => Promise<number>
): Promise<Result> {
  const before = { sink: sink.cpu(), start: performance.now() }
  const senderCpu = await work()
  const seconds = (performance.now() - before.start) / 1_000
  const perMail = (cpuSeconds: number) => Math.round((cpuSeconds * 1e6) / mails)
  return {
    subject,
    perSecond: Math.round(mails / seconds),
    cpu: { sender: perMail(senderCpu), sink: perMail(sink.cpu() - before.sink) },
  }
}

function ownCpu(): () => number {
  const start = process.cpuUsage()
  return () => {
    const { user, system } = process.cpuUsage(start)
    return (user + system) / 1e6
  }
}

/** nodemailer as its documentation shows it for bulk mail. */
async function bareNodemailer(sink: Sink, mails: number, connections: number): Promise<number> {
  const cpu = ownCpu()
  const liquid = new Liquid({ outputEscape: "escape" })
  const plain = new Liquid()
  const [html, text, subject] = [liquid.parse(HTML), plain.parse(TEXT), plain.parse(SUBJECT)]
  const pool = nodemailer.createTransport({
    pool: true,
    host: "127.0.0.1",
    port: sink.port,
    maxConnections: connections,
    maxMessages: Infinity,
    ignoreTLS: true,
  })
  let next = 0
  const sender = async () => {
    for (let n = next++; n < mails; n = next++) {
      const variables = variablesOf(n)
      await pool.sendMail({
        from: FROM,
        to: `member-${n}@example.jp`,
        subject: plain.renderSync(subject, variables) as string,
        html: liquid.renderSync(html, variables) as string,
        text: plain.renderSync(text, variables) as string,
        headers: { "X-Mail-Delivery-Id": `mdlv_${n}` },
      })
    }
  }
  await Promise.all(Array.from({ length: connections * 2 }, sender))
  pool.close()
  return cpu()
}

/** Our renderer, composer and connections, and nothing on record. */
async function withoutRecords(sink: Sink, mails: number, connections: number): Promise<number> {
  const cpu = ownCpu()
  const transport = createSmtpTransport(parseSmtpUrl(sink.url, { connections }))
  const compiled = compileContent(SNAPSHOT)
  const compose = createComposer({ from: FROM, replyTo: null })
  let next = 0
  const sender = async () => {
    for (let n = next++; n < mails; n = next++) {
      const bytes = compose({
        ...compiled.render(variablesOf(n)),
        to: { name: `Hanako Yamada ${n}`, address: `member-${n}@example.jp` },
        messageId: `<mdlv_${n}@shop.example>`,
        date: new Date(),
        headers: [["X-Mail-Delivery-Id", `mdlv_${n}`]],
      })
      const outcome = await transport.send({
        id: `mdlv_${n}`,
        from: FROM.address,
        to: `member-${n}@example.jp`,
        bytes,
      })
      if (outcome.kind !== "accepted") {
        throw new Error(`The sink did not take a mail: ${JSON.stringify(outcome)}`)
      }
    }
  }
  await Promise.all(Array.from({ length: connections * 2 }, sender))
  await transport.close()
  return cpu()
}

/** A worker process as a store runs it: claim, mark and outcome of every mail in Postgres. */
async function withRecords(sink: Sink, mails: number, connections: number): Promise<number> {
  const scratch = await createMailTables()
  const contentId = await storeContent(scratch.db, SNAPSHOT, {})
  const mailing = await seedMailing(scratch.db, { recipients: mails, contentId, state: "paused" })
  await scratch.db.query(
    "UPDATE mail_delivery SET recipient_name = 'Hanako Yamada ' || position, variables = jsonb_build_object('member', " +
      "jsonb_build_object('name', 'Hanako Yamada ' || position, 'first_name', 'Hanako', 'last_name', 'Yamada ' || position, " +
      "'company_name', 'Example Trading & Co', 'email', email))"
  )
  await scratch.db.query("VACUUM ANALYZE mail_delivery")
  const worker = spawn(
    process.execPath,
    [
      "-r",
      "ts-node/register/transpile-only",
      path.join(__dirname, "../integration-tests/support/worker-process.ts"),
    ],
    {
      stdio: ["pipe", "pipe", "inherit"],
      env: {
        ...process.env,
        DATABASE_URL: scratch.url,
        WORKER_OPTIONS: JSON.stringify({ smtpUrl: sink.url, connections, pollSeconds: 0.2 }),
      },
    }
  )
  await once(worker.stdout!, "data")
  started.at = performance.now()
  const cpuBefore = cpuOf(worker.pid!)
  await scratch.db.query("UPDATE mailing SET state = 'sending' WHERE id = $1", [mailing])
  while ((await booksOf(scratch.db, mailing)).pending > 0) {
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  started.end = performance.now()
  const cpu = cpuOf(worker.pid!) - cpuBefore
  const { sent } = await booksOf(scratch.db, mailing)
  worker.kill("SIGKILL")
  await scratch.drop()
  if (sent !== mails) {
    throw new Error(`Only ${sent} of ${mails} were sent`)
  }
  return cpu
}

/** Seeding and starting the process are not part of the figure. */
const started = { at: 0, end: 0 }

/** Prints the table, or JSON lines. @param args - of the command line */
export async function throughput(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      mails: { type: "string", default: "20000" },
      connections: { type: "string", default: "10" },
      json: { type: "boolean", default: false },
    },
  })
  const [mails, connections] = [Number(values.mails), Number(values.connections)]
  const sink = await startSink()
  const results = [
    await measure("nodemailer pool, no records", sink, mails, () => bareNodemailer(sink, mails, connections)),
    await measure("ours without records", sink, mails, () => withoutRecords(sink, mails, connections)),
  ]
  const ours = await measure("ours with all records", sink, mails, () =>
    withRecords(sink, mails, connections)
  )
  ours.perSecond = Math.round((mails * 1_000) / (started.end - started.at))
  sink.stop()
  for (const { subject, perSecond, cpu } of [...results, ours]) {
    const ratio = Number((ours.perSecond / perSecond).toFixed(2))
    process.stdout.write(
      values.json
        ? `${JSON.stringify({ bench: "throughput", subject, value: perSecond, unit: "mails/s", ratio })}\n`
        : `${subject.padEnd(30)} ${String(perSecond).padStart(6)} mails/s   ours is ${ratio} ×   CPU per mail: ` +
            `sender ${cpu.sender} µs, sink ${cpu.sink} µs\n`
    )
  }
}
