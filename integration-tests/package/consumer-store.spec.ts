/**
 * The packed package in a store of somebody else: installed by name, migrated, booted; one mailing through the
 * API, and one workflow run by another plugin. It stands outside of this repository, so that nothing is found by
 * accident in the repository's own node_modules.
 */
import { type ChildProcess, execFile, spawn } from "node:child_process"
import { randomBytes } from "node:crypto"
import { once } from "node:events"
import { cpSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs"
import { type AddressInfo, createServer } from "node:net"
import { tmpdir } from "node:os"
import path from "node:path"
import { promisify } from "node:util"

import { Client } from "pg"

import { until } from "../support/engine"
import { serverUrl } from "../support/mail-tables"
import { type SmtpServer, startSmtpServer } from "../support/smtp-server"

const MINUTE = 60_000
jest.setTimeout(15 * MINUTE)

const ROOT = path.resolve(__dirname, "../..")
const LOGIN = { email: "admin@consumer.test", password: "consumer-secret" }

const folder = mkdtempSync(path.join(tmpdir(), "consumer-store-"))
const database = `consumer_${randomBytes(6).toString("hex")}`
let smtp: SmtpServer
let store: ChildProcess
let url: string
let token: string

function environment(): NodeJS.ProcessEnv {
  return {
    ...process.env,
    NODE_ENV: "development",
    NODE_OPTIONS: "",
    DATABASE_URL: serverUrl(database),
    MAIL_SMTP_URL: smtp.url,
    DISABLE_MEDUSA_ADMIN: "true",
    MEDUSA_DISABLE_TELEMETRY: "true",
  }
}

/** Runs a command to its end. @throws Error with what it printed. */
async function run(cwd: string, command: string, ...args: string[]): Promise<void> {
  try {
    await promisify(execFile)(command, args, { cwd, env: environment(), maxBuffer: 64 * 1024 * 1024 })
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string }
    throw new Error(`${command} ${args.join(" ")} failed:\n${stdout ?? ""}\n${stderr ?? String(error)}`)
  }
}

async function onServer(statement: string): Promise<void> {
  const client = new Client({ connectionString: serverUrl("postgres") })
  await client.connect()
  await client.query(statement).finally(() => client.end())
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1")
  await once(server, "listening")
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}

async function api<Answer>(method: "GET" | "POST", route: string, body?: object): Promise<Answer> {
  const response = await fetch(`${url}${route}`, {
    method,
    headers: {
      "content-type": "application/json",
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    body: body && JSON.stringify(body),
  })
  const answer = (await response.json()) as Answer & { message?: string }
  if (!response.ok) {
    throw new Error(`${method} ${route}: ${response.status} ${answer.message ?? ""}`)
  }
  return answer
}

async function startStore(): Promise<void> {
  const port = await freePort()
  url = `http://127.0.0.1:${port}`
  store = spawn("npx", ["medusa", "start", "--port", String(port)], {
    cwd: folder,
    env: environment(),
    stdio: ["ignore", "ignore", "inherit"],
    detached: true,
  })
  await until(
    "the store answers",
    () =>
      fetch(`${url}/health`).then(
        (response) => response.ok,
        () => false
      ),
    2 * MINUTE
  )
  token = (await api<{ token: string }>("POST", "/auth/user/emailpass", LOGIN)).token
}

beforeAll(async () => {
  smtp = await startSmtpServer()
  cpSync(path.join(ROOT, "integration-tests/consumer-store"), folder, {
    recursive: true,
    filter: (source) => !source.includes("node_modules"),
  })
  await run(ROOT, "npm", "run", "build")
  await run(ROOT, "npm", "pack", "--ignore-scripts", "--pack-destination", folder)
  const { version } = (await import(path.join(ROOT, "package.json"))) as { version: string }
  renameSync(
    path.join(folder, `medusa-plugin-mail-delivery-${version}.tgz`),
    path.join(folder, "medusa-plugin-mail-delivery.tgz")
  )
  await run(folder, "npm", "install", "--no-audit", "--no-fund")
  await run(path.join(folder, "greeter"), "npx", "tsc", "-p", ".")
  await onServer(`CREATE DATABASE ${database}`)
  await run(folder, "npx", "medusa", "db:migrate")
  await run(folder, "npx", "medusa", "user", "-e", LOGIN.email, "-p", LOGIN.password)
  await startStore()
})

afterAll(async () => {
  if (store?.pid && store.exitCode === null) {
    // The whole group: npx starts the store as a child of its own.
    process.kill(-store.pid, "SIGKILL")
    await once(store, "exit")
  }
  await smtp.stop()
  await onServer(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`)
  rmSync(folder, { recursive: true, force: true })
})

/** Everything below `src` but the admin, which is one bundle, and tests; without endings. */
function modulesIn(source: string): string[] {
  return readdirSync(source, { recursive: true, encoding: "utf8" })
    .filter((file) => /(?<!\.d)\.[jt]s$/.test(file) && !/^admin|__tests__/.test(file))
    .map((file) => file.replace(/\.[jt]s$/, ""))
    .sort()
}

it("has everything in it that was written", () => {
  const installed = path.join(folder, "node_modules/medusa-plugin-mail-delivery/.medusa/server/src")
  expect(modulesIn(installed)).toEqual(modulesIn(path.join(ROOT, "src")))
})

it("sends one mailing through the API", async () => {
  await api("POST", "/admin/mail/settings", { sender_name: "Consumer", sender_address: "shop@consumer.test" })
  const { customer } = await api<{ customer: { id: string } }>("POST", "/admin/customers", {
    email: "Hanako@example.test",
    first_name: "Hanako",
    last_name: "Yamada",
  })
  await api("POST", "/admin/mail/members/consent", {
    customer_ids: [customer.id],
    consent: "opted_in",
    source: "import",
  })
  const { mailing } = await api<{ mailing: { id: string } }>("POST", "/admin/mail/mailings", {
    kind: "member",
    content: {
      subject: "News for {{ member.first_name }}",
      body: "Hello.",
      format: "text",
      include_signature: true,
    },
    audience: { filter: {} },
  })
  await api("POST", `/admin/mail/mailings/${mailing.id}/test`, { to: "me@example.test" })
  await smtp.waitFor(() => smtp.received.length === 1, MINUTE)
  const { outcome } = await api<{ outcome: object }>("POST", "/admin/mail/settings/test", {
    to: "me@example.test",
  })
  expect(outcome).toMatchObject({ ok: true })
  smtp.received.length = 0
  await api("POST", `/admin/mail/mailings/${mailing.id}/send`, {})

  await until("it is completed", async () => {
    const answer = await api<{ mailing: { state: string } }>("GET", `/admin/mail/mailings/${mailing.id}`)
    return answer.mailing.state === "completed"
  })

  expect(smtp.received.map((mail) => mail.to)).toEqual([["Hanako@example.test"]])
  expect(smtp.received[0]!.bytes.toString()).toContain("Subject: News for Hanako")
})

it("runs a workflow of the package from another plugin, and the same key sends once", async () => {
  smtp.received.length = 0
  const first = await api<{ delivery: { id: string } }>("POST", "/admin/greet", { to: "ada@example.test" })
  const second = await api<{ delivery: { id: string } }>("POST", "/admin/greet", { to: "ada@example.test" })

  await until("the greeting is there", () => smtp.received.length > 0)

  expect(second.delivery.id).toBe(first.delivery.id)
  expect(smtp.received.map((mail) => mail.deliveryId)).toEqual([first.delivery.id])
})
