/**
 * Malformed input, made at random, to every route and workflow that there is: none is answered 500, none changes a row,
 * and a refusal says which field is at fault.
 *
 * The seed of a run is printed. `INPUT_SEED=… INPUT_CASES=… npm test -- --only http malformed` repeats it, or makes more.
 */
import "../support/environment"

import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import fc from "fast-check"

import { mailModule } from "../../src/container/mail-module"
import { insertSeparateDelivery } from "../../src/modules/mail/deliveries/single"
import { databaseFromKnex } from "../../src/modules/mail/sql/database"
import * as workflows from "../../src/workflows"
import { seedContent } from "../support/engine"
import { digestOf } from "../support/malformed/digest"
import { closeConnections, type RawAnswer, send } from "../support/malformed/http"
import { malformed, noObject } from "../support/malformed/mutations"
import { RouteUnderTest, type WrongRequest } from "../support/malformed/requests"
import { inputsOf, type Known } from "../support/malformed/samples"
import { everyRoute, nameOf } from "../support/routes"
import { createCustomers, createMembers, storefrontHeaders, withStore } from "../support/store"

const SEED = Number(process.env.INPUT_SEED ?? Date.now() % 1_000_000)
/** Of each route and each workflow: more than 5,000 in all. */
const CASES = Number(process.env.INPUT_CASES ?? 100)

const LONG = 10 * 60_000

withStore({ MAIL_PUBLIC_URL: "https://shop.test", MAIL_SECRET: "only-for-these-stories" }, (store) => {
  let known: Known
  let told = 0

  beforeAll(async () => {
    process.stderr.write(`malformed input: INPUT_SEED=${SEED} INPUT_CASES=${CASES}\n`)
    known = await furnish()
  })
  afterAll(() => {
    closeConnections()
    process.stderr.write(`malformed input: ${told} cases\n`)
  })

  const db = () => databaseFromKnex(store.container.resolve(ContainerRegistrationKeys.PG_CONNECTION))

  /** Something of everything that can be changed. */
  async function furnish(): Promise<Known> {
    const mail = mailModule(store.container)
    const [hanako] = await createMembers(store, [{ email: "hanako@shop.test", first_name: "Hanako" }])
    await createCustomers(store, [{ email: "taro@shop.test" }])
    await mail.updateSettings({ sender_name: "Shop", sender_address: "shop@shop.test" })
    const content = { subject: "News", body: "Hello", format: "text", include_signature: false } as const
    const { id: mailing } = await mail.createMailing({ kind: "member", content, audience: { filter: {} } })
    const { id: orderMailing } = await mail.createMailing({
      kind: "order",
      content: {
        source: "order",
        subject: "Order",
        header: "Hello",
        footer: "Bye",
        format: "text",
        include_signature: false,
      },
      order_ids: ["order_none"],
    })
    const template = await mail.createTemplate({
      name: "News",
      kind: "member",
      subject: "News",
      body: "Hello",
    })
    const orderTemplate = await mail.createTemplate({
      name: "Thanks",
      kind: "order",
      subject: "Thanks",
      header: "Hello",
      footer: "Bye",
    })
    const segment = await mail.createSegment({ name: "VIP", filter: { q: "hanako" } })
    // On record and not sent: nothing moves while the stories are told.
    const { id: delivery } = await insertSeparateDelivery(db(), {
      kind: "single",
      contentId: await seedContent(db()),
      dedupeKey: "furniture",
      to: "gone@shop.test",
      variables: {},
      skipped: "no_notification",
    })
    return {
      customer: hanako!,
      mailing,
      orderMailing,
      template: template.id,
      orderTemplate: orderTemplate.id,
      segment: segment.id,
      delivery,
    }
  }

  /** Runs a property with this run's seed; a failure prints the shrunk case and how to repeat it. */
  async function holds<Case>(cases: fc.Arbitrary<Case>, check: (one: Case) => Promise<void>): Promise<void> {
    const property = fc.asyncProperty(cases, async (one) => {
      told += 1
      await check(one)
    })
    await fc.assert(property, { seed: SEED, numRuns: CASES, endOnFailure: false, verbose: 0 })
  }

  async function changesNothing(work: () => Promise<void>): Promise<void> {
    const before = await digestOf(db())
    await work()
    expect(await digestOf(db())).toBe(before)
  }

  function refusalOf({ status, text }: RawAnswer): { status: number; type?: string; message?: string } {
    return { status, ...(text.startsWith("{") ? (JSON.parse(text) as object) : { message: text }) }
  }

  /** Every wrong request is refused in Medusa's shape, with the field that is at fault. */
  function expectRefusal(request: WrongRequest, answer: RawAnswer): void {
    const { status, type, message } = refusalOf(answer)
    const told = {
      what: request.what,
      path: request.path,
      body: request.body?.slice(0, 500),
      status,
      type,
      message,
    }
    const isRefused = status >= 400 && status < 500 && Boolean(type) && Boolean(message)
    // Too large to be read at all: nobody knows what stands in it.
    const isNamed = status === 413 || message?.includes(request.named ?? "")
    expect({ ...told, isRefused, isNamed }).toEqual({ ...told, isRefused: true, isNamed: true })
  }

  const routes = everyRoute()
  const guarded = routes.filter(({ matcher }) => !matcher.startsWith("/mail/"))

  it("finds every route and every workflow by itself", () => {
    expect(routes.map(nameOf)).toEqual(
      expect.arrayContaining([
        "POST /admin/mail/mailings/:id/send",
        "POST /store/mail/consent",
        "POST /mail/unsubscribe/:token",
      ])
    )
    expect(Object.keys(inputsOf(known)).sort()).toEqual(Object.keys(everyWorkflow()).sort())
  })

  it(
    "no route of the admin or the storefront takes anything malformed",
    async () => {
      const customerHeaders = await storefrontHeaders(store, known.customer)
      const headersOf = (path: string) => (path.startsWith("/store") ? customerHeaders : store.adminHeaders)
      for (const route of guarded) {
        await changesNothing(() =>
          holds(new RouteUnderTest(route, known).wrong(), async (request) => {
            const headers = { ...headersOf(request.path), ...request.headers }
            expectRefusal(request, await send(store.url, { ...request, headers }))
          })
        )
      }
    },
    LONG
  )

  it(
    "the public page answers whatever is sent to it, and unsubscribes nobody by it",
    async () => {
      for (const route of routes.filter((one) => !guarded.includes(one))) {
        await changesNothing(() =>
          holds(new RouteUnderTest(route, known).anything(), async (request) => {
            const { status, headers } = await send(store.url, request)
            expect([200, 400, 404, 413, 415, 429]).toContain(status)
            expect(headers).toMatchObject({
              "x-content-type-options": "nosniff",
              "cache-control": "no-store",
            })
          })
        )
      }
    },
    LONG
  )

  it(
    "no workflow takes anything malformed",
    async () => {
      for (const [name, workflow] of Object.entries(everyWorkflow())) {
        const right = fc.constantFrom(...inputsOf(known)[name]!)
        const wrong = fc.oneof(
          { arbitrary: right.chain(malformed), weight: 9 },
          { arbitrary: noObject, weight: 1 }
        )
        await changesNothing(() =>
          holds(wrong, async ({ what, input, named }) => {
            const { errors } = await workflow(store.container).run({
              input: input as never,
              throwOnError: false,
            })
            const { type, message } = (errors[0]?.error ?? {}) as { type?: string; message?: string }
            const isNamed = Boolean(message?.includes(named ?? ""))
            const shown = { name, what, message }
            expect({ ...shown, type, isNamed }).toEqual({ ...shown, type: "invalid_data", isNamed: true })
          })
        )
      }
    },
    LONG
  )

  it("are more than 5,000 cases in each run of all of them", () => {
    expect(told).toBeGreaterThan(50 * CASES)
  })
})

type AnyWorkflow = typeof workflows.deleteMailingWorkflow

/** What `src/workflows/index.ts` exports, by name. */
function everyWorkflow(): Record<string, AnyWorkflow> {
  const exported = Object.entries(workflows).filter(
    ([name, value]) => name.endsWith("Workflow") && typeof value === "function"
  )
  return Object.fromEntries(exported) as unknown as Record<string, AnyWorkflow>
}
