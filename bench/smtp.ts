/**
 * How many mails a second leave one process: our transport against nodemailer's own pool, the same 4 kB
 * message, the same number of connections, into Postfix's `smtp-sink` on this machine.
 *
 * `npx ts-node bench/smtp.ts [--mails 20000] [--connections 10] [--only ours|pool] [--pipelining no]`
 */
import { spawn } from "node:child_process"
import { type AddressInfo, connect, createServer } from "node:net"
import { parseArgs } from "node:util"

import nodemailer from "nodemailer"

import { createSmtpTransport, parseSmtpUrl } from "../src/modules/mail/smtp"

const FROM = "shop@shop.example"

interface Run {
  name: string
  mailsPerSecond: number
  cpuMicrosecondsPerMail: number
  accepted: number
}

function messageBytes(): Buffer {
  const head = `From: ${FROM}\r\nTo: taro@example.jp\r\nSubject: Hello\r\nMessage-ID: <mdlv_1@shop.example>\r\n\r\n`
  return Buffer.from(head + `${"x".repeat(74)}\r\n`.repeat(51))
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1")
  await new Promise((resolve) => server.once("listening", resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Resolves once the port answers. */
async function reachable(port: number): Promise<void> {
  for (;;) {
    const reached = await new Promise<boolean>((resolve) => {
      const socket = connect(port, "127.0.0.1")
        .once("connect", () => resolve(Boolean(socket.destroy())))
        .once("error", () => resolve(false))
    })
    if (reached) {
      return
    }
  }
}

async function measure(name: string, mails: number, send: (i: number) => Promise<boolean>): Promise<Run> {
  const cpu = process.cpuUsage()
  const start = performance.now()
  const results = await Promise.all(Array.from({ length: mails }, (_, i) => send(i)))
  const seconds = (performance.now() - start) / 1000
  const { user, system } = process.cpuUsage(cpu)
  return {
    name,
    mailsPerSecond: Math.round(mails / seconds),
    cpuMicrosecondsPerMail: Math.round((user + system) / mails),
    accepted: results.filter(Boolean).length,
  }
}

async function ours(port: number, mails: number, connections: number): Promise<Run> {
  const transport = createSmtpTransport(parseSmtpUrl(`smtp://127.0.0.1:${port}`, { connections }))
  const bytes = messageBytes()
  const run = await measure("this plugin's transport", mails, async (i) => {
    const outcome = await transport.send({ id: `mdlv_${i}`, from: FROM, to: `taro${i}@example.jp`, bytes })
    return outcome.kind === "accepted"
  })
  await transport.close()
  return run
}

async function pool(port: number, mails: number, connections: number): Promise<Run> {
  const mailer = nodemailer.createTransport({
    pool: true,
    host: "127.0.0.1",
    port,
    maxConnections: connections,
    maxMessages: Infinity,
  })
  const raw = messageBytes()
  const run = await measure("nodemailer pool, raw", mails, async (i) => {
    const { accepted } = await mailer.sendMail({ envelope: { from: FROM, to: `taro${i}@example.jp` }, raw })
    return accepted.length === 1
  })
  mailer.close()
  return run
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      mails: { type: "string", default: "20000" },
      connections: { type: "string", default: "10" },
      only: { type: "string" },
      pipelining: { type: "string", default: "yes" },
    },
  })
  const port = await freePort()
  // As root the sink insists on another account.
  const account = process.getuid?.() === 0 ? ["-u", "nobody"] : []
  const flags = [...account, ...(values.pipelining === "no" ? ["-p"] : [])]
  const sink = spawn("smtp-sink", [...flags, `127.0.0.1:${port}`, "1000"], { stdio: "inherit" })
  const failed = new Promise<never>((_, reject) => {
    sink.once("error", reject)
    sink.once("exit", (code) => reject(new Error(`smtp-sink ended with code ${String(code)}`)))
  })
  try {
    await Promise.race([reachable(port), failed])
    for (const [name, run] of Object.entries({ ours, pool })) {
      if (!values.only || values.only === name) {
        await run(port, 1000, Number(values.connections))
        console.log(JSON.stringify(await run(port, Number(values.mails), Number(values.connections))))
      }
    }
  } finally {
    sink.removeAllListeners("exit").kill()
  }
}

main().catch((error: unknown) => {
  console.error(error)
  process.exit(1)
})
