/** `npm run demo`: PostgreSQL, a shop with members and orders, a mailbox to look at, and the store. */
import path from "node:path"

import { prepareDatabase } from "../tools/database"
import { DATA, startStore, type Store } from "../tools/medusa"
import { ClusterInUse, type Postgres, startPostgres, throwAwayFolder } from "../tools/postgres"
import { freePort, isPortFree } from "../tools/postgres/port"
import { type DemoOptions, parseDemoArguments } from "./arguments"
import { type Inbox, startInbox } from "./inbox"
import { LOGIN } from "./login"
import { sendOnce } from "./once"

/** Standard output belongs to the result of `--once`. */
const progress = (words: string) => process.stderr.write(`${words}\n`)

async function main(): Promise<void> {
  const options = parseDemoArguments(process.argv.slice(2), process.env)
  const cleanups: (() => Promise<void>)[] = []
  const cleanUp = async () => {
    for (const clean of cleanups.splice(0).reverse()) {
      await clean()
    }
  }
  const interrupted = new Promise<number>((resolve) => {
    process.once("SIGINT", () => resolve(130))
    process.once("SIGTERM", () => resolve(143))
  })
  try {
    const work = run(options, (clean) => cleanups.push(clean))
    // A job that ends by an interruption fails a moment later, when what it talks to has gone.
    work.catch(() => undefined)
    process.exitCode = await Promise.race([work, interrupted])
  } finally {
    if (cleanups.length) {
      progress("Stopping …")
    }
    await cleanUp()
  }
  process.exit()
}

/** @returns the exit code. */
async function run(options: DemoOptions, onEnd: (clean: () => Promise<void>) => void): Promise<number> {
  if (!options.once) {
    await assertFree(options.storePort, "DEMO_PORT", "store")
    await assertFree(options.inboxPort, "DEMO_INBOX_PORT", "inbox")
  }
  progress("Starting PostgreSQL …")
  const postgres = await openPostgres(options)
  onEnd(postgres.stop)
  const { once, members } = options
  const databaseUrl = await prepareDatabase({ postgres, members, keep: !once, progress })
  const inbox = await openInbox(options)
  onEnd(inbox.close)
  progress("Starting the store …")
  const port = once ? await freePort() : options.storePort
  const store = await startStore(port, storeEnvironment(options, databaseUrl, inbox, port), logFile(options))
  onEnd(store.stop)
  return once ? runOnce(options, store, inbox) : showAround(store, inbox)
}

async function runOnce({ members }: DemoOptions, store: Store, inbox: Inbox): Promise<number> {
  const job = sendOnce({ members, storeUrl: store.url, inbox, progress })
  const failure = store.failed.then((error) => Promise.reject(error))
  const { outcome, faults } = await Promise.race([job, failure])
  console.log(JSON.stringify(outcome))
  faults.forEach((fault) => progress(`Not as it should be: ${fault}`))
  return faults.length ? 1 : 0
}

async function showAround(store: Store, inbox: Inbox): Promise<number> {
  progress(`
  Admin   ${store.url}/app   (log in as ${LOGIN.email}, password ${LOGIN.password})
  Inbox   ${inbox.url}       (everything that the shop sends arrives here)

  The shop's own words are in .demo/store.log. Ctrl-C stops everything; the shop stays for the next time.
`)
  throw await store.failed
}

/** A demo that is open in another terminal keeps its data; `--once` then uses a server of its own. */
async function openPostgres({ once }: DemoOptions): Promise<Postgres> {
  try {
    return await startPostgres({ folder: path.join(DATA, "postgres") })
  } catch (error) {
    if (once && error instanceof ClusterInUse) {
      return startPostgres({ folder: throwAwayFolder(DATA), throwAway: true })
    }
    throw error
  }
}

function openInbox({ once, inboxPort, smtpPort }: DemoOptions): Promise<Inbox> {
  return once
    ? startInbox({ file: path.join(DATA, `inbox-${process.pid}.mails`), nameless: true })
    : startInbox({ file: path.join(DATA, "inbox.mails"), httpPort: inboxPort, smtpPort })
}

function logFile({ once }: DemoOptions): string {
  return path.join(DATA, once ? "once.log" : "store.log")
}

/** What is set outside wins, so that people can try their own quota, server or time zone. */
function storeEnvironment({ once, members }: DemoOptions, databaseUrl: string, inbox: Inbox, port: number) {
  const standard = {
    MAIL_SMTP_URL: inbox.smtpUrl,
    MAIL_PUBLIC_URL: `http://localhost:${port}`,
    MAIL_SECRET: "only-for-the-demo-shop",
    MAIL_TIMEZONE: "Asia/Tokyo",
    MAIL_MONTHLY_QUOTA: String(Math.max(1000, members * 4)),
    // A real shop waits minutes; here somebody is watching.
    MAIL_RETRY_SECONDS: once ? "1,3,10" : "15,60,300",
  }
  const chosen = Object.entries(standard).map(([name, value]) => [name, process.env[name] || value])
  return {
    ...Object.fromEntries(chosen),
    // `--once` compares with this inbox, so mail must not go anywhere else.
    ...(once ? { MAIL_SMTP_URL: inbox.smtpUrl, DISABLE_MEDUSA_ADMIN: "true" } : {}),
    DATABASE_URL: databaseUrl,
    ADMIN_CORS: `http://localhost:${port}`,
    AUTH_CORS: `http://localhost:${port}`,
  } as Record<string, string>
}

async function assertFree(port: number, variable: string, what: string): Promise<void> {
  if (!(await isPortFree(port))) {
    throw new Error(
      `Port ${port} for the ${what} is taken; choose another: ${variable}=${port + 1} npm run demo`
    )
  }
}

main().catch((error: unknown) => {
  progress(error instanceof Error ? error.message : String(error))
  process.exit(1)
})
