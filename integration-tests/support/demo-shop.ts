/**
 * The demo's shop as people meet it: the whole store with its admin in a process of its own, over a database of
 * its own, its mail going to a server that does what it is told. It is the store of a merchant who has installed the
 * package and runs it in production, or that of the demo.
 */
import path from "node:path"

import { LOGIN } from "../../demo/login"
import { type Admin, logIn } from "../../demo/once/admin"
import { prepareDatabase, runMigrations } from "../../tools/database"
import { REPOSITORY, ROOT, startStore } from "../../tools/medusa"
import { freePort } from "../../tools/postgres/port"
import { installedStore, type StoreKind, storeUnderTest } from "../store/installed-store"
import { onServer, serverUrl } from "./database"
import { type SmtpServer, startSmtpServer } from "./smtp-server"
import { Standing } from "./standing"

export interface ShopSettings {
  /** Whose store it is; the merchant's that the stories are told in, if nothing is said. */
  of?: StoreKind | "the demo"
  /** Of the seed, which makes up one of everybody. */
  members?: number
  /** Medusa's roles are switched on: its merchant may do everything, whoever else comes what their role says. */
  roles?: boolean
  /** How long Send can be undone, in seconds: not at all, if nothing is said, so that no story waits for it. */
  grace?: number
  /** A second process does the work in the background, the first one only answers. */
  worker?: boolean
  /** Besides what the shop needs to run, or in its place; it may depend on where the database is. */
  env?: Record<string, string> | ((databaseUrl: string) => Promise<Record<string, string>>)
}

export interface Shop {
  /** Of the whole store, without a slash at the end. */
  url: string
  /** Of the admin, without a slash at the end. */
  admin: string
  /** Below `/admin/mail`, as its merchant. */
  api: Admin
  smtp: SmtpServer
  stop(): Promise<void>
}

/** The demo's merchant, whom her own test mails go to. */
export const MERCHANT = LOGIN

/** Small, so that it is seeded quickly. */
const MEMBERS = 120

/**
 * Starts it. The first shop of a test run migrates and seeds; the next ones are copies.
 *
 * @throws Error with what went wrong; nothing of it is left standing then.
 */
export async function startShop(settings: ShopSettings = {}): Promise<Shop> {
  const standing = new Standing()
  try {
    return { ...(await openShop(settings, standing)), stop: () => standing.takeDown() }
  } catch (error) {
    await standing.takeDown()
    throw error
  }
}

async function openShop(settings: ShopSettings, standing: Standing): Promise<Omit<Shop, "stop">> {
  const { members = MEMBERS, roles = false, of = storeUnderTest() } = settings
  const smtp = standing.add(await startSmtpServer(), (server) => server.stop())
  const installed = of === "the demo" ? undefined : await installedStore(of, () => undefined)
  const site = installed?.production ?? REPOSITORY
  const databaseUrl = await prepareDatabase({
    postgres: { ...nowhere, url: (name = "postgres") => serverUrl(name) },
    founder: installed?.founder,
    members,
    keep: false,
    lane: process.env.JEST_WORKER_ID,
    progress: () => undefined,
  })
  standing.add(databaseUrl, dropDatabase)
  const port = await freePort()
  const env = {
    ...environment(port, databaseUrl, smtp.url),
    ...(roles && { MEDUSA_FF_RBAC: "true" }),
    ...(typeof settings.env === "function" ? await settings.env(databaseUrl) : settings.env),
  }
  if (roles) {
    await runMigrations({ ...env, DATABASE_URL: databaseUrl }, site)
  }
  const log = (role: string) => path.join(ROOT, ".test", `${role}-${port}.log`)
  const start = async (role: string, at: number, mode: Record<string, string>) =>
    standing.add(await startStore(at, { ...env, ...mode }, log(role), site), (process) => process.stop())
  const store = await start("shop", port, settings.worker ? { MEDUSA_WORKER_MODE: "server" } : {})
  if (settings.worker) {
    await start("worker", await freePort(), { MEDUSA_WORKER_MODE: "worker" })
  }
  const api = await logIn(store.url, LOGIN)
  await api.post("/settings", { grace_seconds: settings.grace ?? 0 })
  return { url: store.url, admin: `${store.url}/app`, api, smtp }
}

async function dropDatabase(url: string): Promise<void> {
  const name = new URL(url).pathname.slice(1)
  await onServer((server) => server.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`))
}

/** The tests' server, which the runner starts and ends. */
const nowhere = { host: "", port: 0, user: "", password: "", external: false, stop: async () => undefined }

function environment(port: number, databaseUrl: string, smtpUrl: string): Record<string, string> {
  const url = `http://localhost:${port}`
  return {
    DATABASE_URL: databaseUrl,
    MAIL_SMTP_URL: smtpUrl,
    MAIL_PUBLIC_URL: url,
    MAIL_SECRET: "only-for-the-browser-tests",
    MAIL_TIMEZONE: "Asia/Tokyo",
    MAIL_MONTHLY_QUOTA: "1000",
    ADMIN_CORS: url,
    AUTH_CORS: url,
    // Jest's own would reach the store.
    NODE_OPTIONS: "",
    TEST_TYPE: "",
    LOG_LEVEL: "warn",
  }
}
