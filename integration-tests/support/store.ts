/**
 * A whole store for HTTP stories: Medusa with the plugin over a real Postgres, mail over real SMTP, and an
 * administrator who is logged in. What a suite's `beforeAll` makes is there again before each story.
 */
import "./environment"

import { randomUUID } from "node:crypto"

import type { ConfigModule, MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, generateJwtToken, Modules } from "@medusajs/framework/utils"
import { medusaIntegrationTestRunner } from "@medusajs/test-utils"

import { mailModule } from "../../src/container/mail-module"
import type { DeliveryState } from "../../src/modules/mail/words"
import { until } from "./engine"
import { type SmtpServer, startSmtpServer } from "./smtp-server"
import { standingUntil } from "./standing"
import { copyStoreTables } from "./store-tables"

export interface Answer<Body> {
  status: number
  body: Body
}

/** What every refusal looks like. */
export interface Refusal {
  type: string
  message: string
}

export interface Requests {
  get<Body = Refusal>(path: string): Promise<Answer<Body>>
  post<Body = Refusal>(path: string, body?: unknown): Promise<Answer<Body>>
  delete<Body = Refusal>(path: string): Promise<Answer<Body>>
}

export interface Person {
  email: string | null
  first_name?: string
  last_name?: string
  company_name?: string
  has_account?: boolean
  metadata?: Record<string, unknown>
}

export interface Store {
  /** Of the whole server, without a slash at the end. */
  url: string
  smtp: SmtpServer
  container: MedusaContainer
  adminId: string
  /** What makes a request the administrator's. */
  adminHeaders: Record<string, string>
  /** Below `/admin/mail`, as the administrator. */
  admin: Requests
  /** Below `/admin`: Medusa's own API, as the administrator. */
  medusa: Requests
  /** Below `/admin/mail`, as nobody. */
  visitor: Requests
}

/** Room for a boot of Medusa, its migrations included, on a busy machine. */
const BOOT = 400_000

/**
 * Boots the store once for all stories of a file.
 *
 * @param env - As `medusa-config.ts` reads it, besides MAIL_SMTP_URL.
 */
export function withStore(env: Record<string, string>, stories: (store: Store) => void): void {
  const store = {} as Store
  const standing = standingUntil(afterAll)
  // The runner boots in a hook of its own, which has no more time than a story.
  jest.setTimeout(BOOT)

  const dbName = `mail_http_${randomUUID()}`
  // Before the runner's own: it reads medusa-config.ts before it sets the environment that it was given, and finds every migration
  // done in a database that is there already.
  beforeAll(async () => {
    await copyStoreTables(dbName)
    store.smtp = standing.add(await startSmtpServer(), (server) => server.stop())
    Object.assign(process.env, { ...env, MAIL_SMTP_URL: store.smtp.url })
  }, BOOT)

  medusaIntegrationTestRunner({
    dbName,
    testSuite: ({ api, getContainer }) => {
      beforeAll(async () => {
        store.url = (api as { defaults: { baseURL: string } }).defaults.baseURL
        const baseUrl = `${store.url}/admin/mail`
        store.container = getContainer()
        quietenKnex(store.container)
        // What is sent goes out at once: no story waits for the end of a grace.
        await mailModule(store.container).updateSettings({ grace_seconds: 0 })
        store.adminId = await createAdmin(store.container)
        store.adminHeaders = bearer(tokenOf(store.container, "user", store.adminId))
        store.admin = requests(baseUrl, store.adminHeaders)
        store.medusa = requests(`${store.url}/admin`, store.adminHeaders)
        store.visitor = requests(baseUrl, {})
      }, BOOT)
      afterEach(async () => {
        // The database is about to be made anew: what is on its way must not come into the next story.
        await until("nothing is on its way", () => isQuiet(store.container))
        store.smtp.reset()
      })
      stories(store)
    },
  })
}

/** The database is made anew before each story: Knex would tell of every idle connection that ends by it. */
function quietenKnex(container: MedusaContainer): void {
  container.resolve(ContainerRegistrationKeys.PG_CONNECTION).client.logger.warn = () => undefined
}

async function isQuiet(container: MedusaContainer): Promise<boolean> {
  const open = { state: ["pending", "sending"] as DeliveryState[], limit: 1, offset: 0 }
  return (await mailModule(container).listDeliveries(open)).count === 0
}

async function createAdmin(container: MedusaContainer): Promise<string> {
  const [user] = await container.resolve(Modules.USER).createUsers([{ email: "admin@shop.test" }])
  return user!.id
}

function tokenOf(
  container: MedusaContainer,
  actor_type: "user" | "customer",
  actor_id: string,
  app_metadata: { roles?: string[] } = {}
): string {
  const config = container.resolve<ConfigModule>(ContainerRegistrationKeys.CONFIG_MODULE)
  const payload = { actor_id, actor_type, auth_identity_id: "authid_test", app_metadata }
  return generateJwtToken(payload, { secret: config.projectConfig.http.jwtSecret, expiresIn: "1d" })
}

function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` }
}

/** Somebody on the staff who has these roles, where Medusa's RBAC is switched on. @returns their id. */
export async function hireWithRoles(store: Store, roles: string[]): Promise<string> {
  const users = store.container.resolve(Modules.USER)
  const [user] = await users.createUsers([{ email: `${randomUUID()}@shop.test` }])
  const link = store.container.resolve(ContainerRegistrationKeys.LINK)
  for (const rbac_role_id of roles) {
    await link.create({ [Modules.USER]: { user_id: user!.id }, [Modules.RBAC]: { rbac_role_id } })
  }
  return user!.id
}

/** Below `/admin/mail`, as somebody who has these roles. */
export async function withRoles(store: Store, roles: string[]): Promise<Requests> {
  const token = tokenOf(store.container, "user", await hireWithRoles(store, roles), { roles })
  return requests(`${store.url}/admin/mail`, bearer(token))
}

function requests(baseUrl: string, as: Record<string, string>): Requests {
  // Each over a connection of its own: where both ends share one busy process, one kept open may be given up just as it is used.
  const headers = { ...as, connection: "close" }
  const request = async <Body>(method: string, path: string, body?: unknown): Promise<Answer<Body>> => {
    const response = await fetch(baseUrl + path, {
      method,
      headers: body === undefined ? headers : { ...headers, "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    })
    const text = await response.text()
    return { status: response.status, body: (text.startsWith("{") ? JSON.parse(text) : { text }) as Body }
  }
  return {
    get: (path) => request("GET", path),
    post: (path, body) => request("POST", path, body),
    delete: (path) => request("DELETE", path),
  }
}

/** What makes a request one of this customer in the storefront; null: of somebody who is not logged in. */
export async function storefrontHeaders(
  store: Store,
  customerId: string | null
): Promise<Record<string, string>> {
  const [key] = await store.container
    .resolve(Modules.API_KEY)
    .createApiKeys([{ title: "Storefront", type: "publishable", created_by: store.adminId }])
  return {
    "x-publishable-api-key": key!.token,
    ...(customerId && bearer(tokenOf(store.container, "customer", customerId))),
  }
}

/** Below `/store/mail`, as this customer in the storefront; null: as somebody who is not logged in. */
export async function storefront(store: Store, customerId: string | null): Promise<Requests> {
  return requests(`${store.url}/store/mail`, await storefrontHeaders(store, customerId))
}

/** Medusa's own customers. @returns their ids, in the order given. */
export async function createCustomers(store: Store, people: Person[]): Promise<string[]> {
  const customers = store.container.resolve(Modules.CUSTOMER)
  const created = await customers.createCustomers(people.map((person) => ({ has_account: true, ...person })))
  return created.map(({ id }) => id)
}

/** Customers who said yes to mail. @returns their ids, in the order given. */
export async function createMembers(store: Store, people: Person[]): Promise<string[]> {
  const customer_ids = await createCustomers(store, people)
  const consent = { customer_ids, consent: "opted_in", source: "test" } as const
  await mailModule(store.container).setConsent(consent)
  return customer_ids
}
