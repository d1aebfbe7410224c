/** Another module's transaction: what it writes, and what it asks of the mail module there, are kept together or not at all. */
import { type Knex, knex } from "@medusajs/framework/mikro-orm/knex"
import { defineConfig, type EntityManager, MikroORM } from "@medusajs/framework/mikro-orm/postgresql"
import type { Context } from "@medusajs/framework/types"
import {
  ContainerRegistrationKeys,
  InjectTransactionManager,
  MedusaContext,
  MikroOrmBaseRepository,
} from "@medusajs/framework/utils"

import MailModuleService from "../../src/modules/mail/service"
import type { ScratchDatabase } from "../support/database"
import { until } from "../support/engine"
import { aMember } from "../support/factories"
import { type SmtpServer, startSmtpServer } from "../support/smtp-server"
import { createStoreTables, MIGRATING } from "../support/store-tables"

jest.setTimeout(120_000)

let scratch: ScratchDatabase
let server: SmtpServer
let pool: Knex
let orm: MikroORM
let mail: MailModuleService
let tickets: Tickets

/** Another module of the store, with a table of its own. */
class Tickets {
  /** Where Medusa's decorators look for it. */
  readonly baseRepository_: unknown

  constructor(manager: unknown) {
    this.baseRepository_ = new MikroOrmBaseRepository({ manager })
  }

  @InjectTransactionManager()
  async open(
    id: string,
    then: (context: Context<EntityManager>) => Promise<unknown>,
    @MedusaContext() sharedContext: Context<EntityManager> = {}
  ): Promise<void> {
    await sharedContext.transactionManager!.execute("INSERT INTO ticket VALUES (?)", [id])
    await then(sharedContext)
  }
}

const quiet = { warn: () => undefined, error: () => undefined, info: () => undefined }

beforeAll(async () => {
  scratch = await createStoreTables()
  server = await startSmtpServer()
  await scratch.db.query("CREATE TABLE ticket (id text)")
  pool = knex({ client: "pg", connection: { connectionString: scratch.url }, pool: { min: 0, max: 5 } })
  orm = await MikroORM.init(
    defineConfig({
      clientUrl: scratch.url,
      driverOptions: pool,
      entities: [],
      discovery: { warnWhenNoEntities: false },
    })
  )
  tickets = new Tickets(orm.em)
  const container = {
    [ContainerRegistrationKeys.PG_CONNECTION]: pool,
    [ContainerRegistrationKeys.LOGGER]: quiet,
    [ContainerRegistrationKeys.CONFIG_MODULE]: {},
  }
  // It looks for work when it is told of some, and by itself long after these stories are over.
  mail = new MailModuleService(container as never, { smtpUrl: server.url, pollSeconds: 60 })
  await mail.__hooks.onApplicationStart()
  await mail.updateSettings({ sender_address: "shop@shop.test" })
  await aMember(scratch.db, { id: "cus_1", email: "hanako@shop.test" })
}, MIGRATING)
afterAll(async () => {
  await mail.__hooks.onApplicationPrepareShutdown()
  await pool.destroy()
  await server.stop()
  await scratch.drop()
})

const ticketMail = (id: string) => ({
  to: "hanako@shop.test",
  content: { subject: `Your ticket ${id}`, body: "We have it.", format: "text" as const },
  idempotency_key: `ticket:${id}`,
})
const template = {
  name: "Ticket",
  kind: "member" as const,
  subject: "Ticket",
  body: "Hello",
  format: "text" as const,
}
const optedOut = { customer_ids: ["cus_1"], consent: "opted_out" as const, source: "ticket" }
const mailings = async () => (await mail.findMailings({ limit: 10, offset: 0 })).count
const draft = {
  kind: "member" as const,
  content: { subject: "News", body: "Hello", format: "text" as const, include_signature: false },
  audience: { filter: {} },
}

it("one that rolls back leaves nothing of either", async () => {
  const attempt = tickets.open("T-0", async (context) => {
    await mail.sendSingleMail(ticketMail("T-0"), context)
    await mail.setConsent(optedOut, null, context)
    await mail.setFlags({ emails: ["gone@shop.test"], invalid: true }, null, context)
    await mail.createTemplate(template, context)
    await mail.createMailing(draft, null, context)
    await mail.updateSettings({ sender_name: "Tickets" }, context)
    throw new Error("the ticket cannot be opened")
  })

  await expect(attempt).rejects.toThrow("the ticket cannot be opened")
  expect(await scratch.db.query("SELECT FROM ticket")).toEqual([])
  expect(await mail.listDeliveries({ limit: 1, offset: 0 })).toMatchObject({ count: 0 })
  expect(await mail.getConsent("cus_1")).toBe("opted_in")
  expect(await scratch.db.query("SELECT FROM mpmd_address WHERE invalid")).toEqual([])
  expect(await mail.listTemplates({ limit: 1, offset: 0 })).toMatchObject({ count: 0 })
  expect(await mailings()).toBe(0)
  expect((await mail.getSettings()).sender_name).not.toBe("Tickets")
  expect(server.received).toEqual([])
})

it("one that commits keeps both, and only then the mail leaves", async () => {
  await tickets.open("T-1", async (context) => {
    await mail.sendSingleMail(ticketMail("T-1"), context)
    await mail.wakeDispatcher()
    expect(await mail.listDeliveries({ limit: 1, offset: 0 })).toMatchObject({ count: 0 })
  })

  await until("the mail has arrived", () => server.received.length > 0)
  expect(server.received.map(({ bytes }) => bytes.toString())).toEqual([
    expect.stringContaining("Subject: Your ticket T-1"),
  ])
  expect(await scratch.db.query("SELECT id FROM ticket")).toEqual([{ id: "T-1" }])
})

it("calls in one transaction see each other, and nobody else sees them", async () => {
  await tickets.open("T-2", async (context) => {
    const made = await mail.createTemplate(template, context)
    const sent = await mail.sendSingleMail(
      { to: "hanako@shop.test", template_id: made.id, idempotency_key: "ticket:T-2" },
      context
    )
    await mail.setConsent(optedOut, null, context)

    expect((await mail.getDelivery(sent.id, context)).state).toBe("pending")
    expect(await mail.getConsent("cus_1", context)).toBe("opted_out")
    expect(await mail.getConsent("cus_1")).toBe("opted_in")
    await expect(mail.getTemplate(made.id)).rejects.toThrow("was not found")
  })

  expect(await mail.getConsent("cus_1")).toBe("opted_out")
})

it("a call that is refused there changes nothing, and its caller may go on", async () => {
  const unknown = { customer_ids: ["cus_1", "cus_unknown"], invalid: true }
  const tooLong = { ...ticketMail("T-3"), idempotency_key: "x\u0000" }
  await tickets.open("T-3", async (context) => {
    await expect(mail.setFlags(unknown, null, context)).rejects.toThrow("cus_unknown")
    await expect(mail.sendSingleMail(tooLong, context)).rejects.toThrow("idempotency_key")
    await Promise.all([
      mail.setConsent({ ...optedOut, consent: "opted_in", wording: "Yes" }, null, context),
      mail.setFlags({ emails: ["gone@shop.test"], invalid: true }, null, context),
    ])
  })

  expect(await scratch.db.query("SELECT email FROM mpmd_address WHERE invalid")).toEqual([
    { email: "gone@shop.test" },
  ])
  expect(await mail.getConsent("cus_1")).toBe("opted_in")
  expect(await scratch.db.query("SELECT FROM ticket WHERE id = 'T-3'")).toHaveLength(1)
})

it("sending is not begun or stopped in it", async () => {
  const { id } = await mail.createMailing(draft)
  await tickets.open("T-4", async (context) => {
    await expect(mail.sendMailing(id, {}, null, context)).rejects.toThrow(
      "sendMailing cannot be a part of your transaction: call it after that is committed."
    )
    await expect(mail.cancelMailing(id, context)).rejects.toThrow("cancelMailing cannot be a part")
  })

  expect((await mail.getMailing(id)).state).toBe("draft")
})

it("one that is over already is no transaction", async () => {
  let late: Context = {}
  await tickets.open("T-5", async (context) => void (late = context))

  await expect(mail.sendSingleMail(ticketMail("T-5"), late)).rejects.toThrow("no transaction that is open")
})
