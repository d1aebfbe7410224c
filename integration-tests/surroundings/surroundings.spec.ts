/** The installed package where merchants run it: workers of their own, poolers, encrypted connections. */
import { execFileSync } from "node:child_process"
import { chmodSync, chownSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"

import { findBinaries } from "../../tools/postgres/binaries"
import { onServer } from "../support/database"
import { type Shop, type ShopSettings, startShop } from "../support/demo-shop"
import { startHttpInbox } from "../support/http-inbox"
import { sendOneMailing } from "../support/one-mailing"
import { findPgbouncer, startPgbouncer } from "../support/pgbouncer"
import { findProgram } from "../support/program"
import { findRedis, startRedis } from "../support/redis"

jest.setTimeout(360_000)

let folder: string
let shop: Shop | undefined
let cleanUps: (() => Promise<unknown>)[] = []

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "mail-surroundings-"))
})

afterEach(async () => {
  await shop?.stop()
  shop = undefined
  for (const cleanUp of cleanUps.splice(0).reverse()) {
    await cleanUp()
  }
  rmSync(folder, { recursive: true })
})

async function open(settings: ShopSettings): Promise<Shop> {
  shop = await startShop(settings)
  return shop
}

const [redisServer, pgbouncer, openssl] = [findRedis(), findPgbouncer(), findProgram("openssl")]

/** On a machine of a person a story whose program is missing is skipped, and that is said; the gate has them all. */
function itWith(name: string, program: string | undefined): jest.It {
  if (!program && process.env.CI) {
    throw new Error(`A story of the surroundings needs ${name}, and it is not installed`)
  }
  if (!program) {
    console.warn(`Skipped: a story of the surroundings needs ${name}, and it is not installed`)
  }
  return program ? it : it.skip
}

it("over a transport of its own, as `medusa build` has compiled it", async () => {
  const inbox = await startHttpInbox()
  cleanUps = [async () => inbox.stop()]

  const shop = await open({ env: { MAIL_OWN_TRANSPORT_URL: inbox.url } })
  await sendOneMailing(shop, inbox)

  expect(shop.smtp.received).toEqual([])
  expect(inbox.headers).toMatchObject({ authorization: "Bearer only-for-the-installed-store" })
})

itWith("redis-server", redisServer)(
  "with Redis, where one process answers and another one works",
  async () => {
    const redis = await startRedis(redisServer!, folder)
    cleanUps = [redis.kill]

    await sendOneMailing(await open({ worker: true, env: { REDIS_URL: redis.url } }))
  }
)

itWith("pgbouncer", pgbouncer)("behind PgBouncer in transaction mode", async () => {
  await sendOneMailing(
    await open({
      env: async (databaseUrl) => {
        const pooler = await startPgbouncer(pgbouncer!, folder, databaseUrl)
        cleanUps = [pooler.stop]
        return { DATABASE_URL: pooler.url(databaseUrl) }
      },
    })
  )
})

itWith("openssl", openssl)(
  "with TLS to PostgreSQL on every connection, the sending thread's too",
  async () => {
    const ca = await encrypt()
    let name = ""

    const encrypted = await open({
      env: async (databaseUrl) => {
        const url = Object.assign(new URL(databaseUrl), { hostname: "localhost" })
        name = url.pathname.slice(1)
        return { DATABASE_URL: url.toString(), DATABASE_CA: ca }
      },
    })
    await sendOneMailing(encrypted)

    const { rows } = await onServer((server) =>
      server.query<{ ssl: boolean; connections: number }>(
        `SELECT ssl, count(*)::int AS connections FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)
       WHERE datname = $1 GROUP BY ssl`,
        [name]
      )
    )
    expect(rows).toEqual([{ ssl: true, connections: expect.any(Number) }])
  }
)

/** Has the tests' Postgres offer TLS from now on, until the story is over. @returns its certificate. */
async function encrypt(): Promise<string> {
  const [certificate, key] = ["server.crt", "server.key"].map((file) => path.join(folder, file)) as [
    string,
    string,
  ]
  const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-days", "2"]
  execFileSync(
    openssl!,
    ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, ...subject],
    { stdio: "pipe" }
  )
  const { account } = findBinaries()
  chmodSync(folder, 0o755)
  if (account) {
    chownSync(key, account.uid, account.gid)
  }
  cleanUps = [() => set({ ssl: "off" })]
  await set({ ssl_cert_file: certificate, ssl_key_file: key, ssl: "on" })
  return readFileSync(certificate, "utf8")
}

function set(settings: Record<string, string>): Promise<unknown> {
  return onServer(async (server) => {
    for (const [name, value] of Object.entries(settings)) {
      await server.query(`ALTER SYSTEM SET ${name} = ${server.escapeLiteral(value)}`)
    }
    await server.query("SELECT pg_reload_conf()")
  })
}
