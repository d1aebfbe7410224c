/** Who may do what, where Medusa's roles are switched on. */
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"

import { READING_POSTS } from "../../src/api/admin/mail/policies"
import { MAIL_RIGHTS } from "../../src/policies/mail"
import { createMailingWorkflow, sendMailingWorkflow } from "../../src/workflows"
import { everyRoute as allRoutes, type Method } from "../support/routes"
import {
  type Answer,
  hireWithRoles,
  type Refusal,
  type Requests,
  type Store,
  withRoles,
  withStore,
} from "../support/store"

type Right = keyof typeof MAIL_RIGHTS

const everyRoute = () => allRoutes("/admin/mail")

/** With nothing in it: what is refused for its content was not refused for who asked. */
function ask(requests: Requests, method: Method, matcher: string): Promise<Answer<Refusal>> {
  const asked = matcher.replace("/admin/mail", "").replace(":id", "none")
  const ways: Partial<Record<Method, () => Promise<Answer<Refusal>>>> = {
    GET: () => requests.get(asked),
    POST: () => requests.post(asked, {}),
    DELETE: () => requests.delete(asked),
  }
  return ways[method]!()
}

/** @returns the routes that these roles may use. */
async function openTo(requests: Requests): Promise<string[]> {
  const open: string[] = []
  for (const { method, matcher } of everyRoute()) {
    const { status } = await ask(requests, method, matcher)
    if (status !== 403) {
      open.push(`${method} ${matcher}`)
    }
  }
  return open.sort()
}

const routesWhere = (fits: (method: Method, matcher: string) => boolean) =>
  everyRoute()
    .filter(({ method, matcher }) => fits(method, matcher))
    .map(({ method, matcher }) => `${method} ${matcher}`)
    .sort()

const reads = (method: Method, matcher: string) => method === "GET" || READING_POSTS.includes(matcher)
const sends = (method: Method, matcher: string) =>
  method === "POST" &&
  /\/(?:mailings\/:id\/(?:send|undo|pause|resume|cancel|retry|test)|deliveries\/:id\/resend|settings\/test|single)$/.test(
    matcher
  )
/** What is Medusa's needs Medusa's right. */
const corrects = (method: Method, matcher: string) =>
  method === "POST" && matcher === "/admin/mail/members/:id/address"
const sets = (method: Method, matcher: string) =>
  method === "POST" && /^\/admin\/mail\/settings(?:\/intake-check)?$/.test(matcher)

withStore({ MEDUSA_FF_RBAC: "true" }, (store) => {
  /** A role with these rights over mail. @returns its id. */
  const aRole = (rights: Right[]) => createRole(store, rights)
  const as = async (...rights: Right[]) => withRoles(store, [await aRole(rights)])

  it("without a role, or with one that knows nothing of mail, every route is closed", async () => {
    expect(everyRoute().length).toBeGreaterThan(30)
    expect(await openTo(await withRoles(store, []))).toEqual([])
    expect(await openTo(await as())).toEqual([])
  })

  it("who may read can read everything and change nothing", async () => {
    expect(await openTo(await as("read"))).toEqual(routesWhere(reads))
  })

  it("sending, writing and the settings are rights of their own", async () => {
    expect(await openTo(await as("read", "send"))).toEqual(
      routesWhere((...route) => reads(...route) || sends(...route))
    )
    expect(await openTo(await as("read", "updateSettings"))).toEqual(
      routesWhere((...route) => reads(...route) || sets(...route))
    )
    expect(await openTo(await as("read", "update"))).toEqual(
      routesWhere((...route) => !sends(...route) && !sets(...route) && !corrects(...route))
    )
    expect(await openTo(await as("update", "send", "updateSettings"))).toEqual([])
  })

  it("the right that is missing is named, and with it the work is done", async () => {
    const draft = {
      kind: "member",
      content: { subject: "News", body: "Hello.", format: "text", include_signature: false },
      audience: { filter: {} },
    }
    expect(await (await as("read")).post("/mailings", draft)).toMatchObject({
      status: 403,
      body: { message: expect.stringContaining("mail_delivery:update") },
    })
    const writer = await as("read", "update")
    const created = await writer.post<{ mailing: { id: string } }>("/mailings", draft)
    expect(created.status).toBe(200)
    const { id } = created.body.mailing
    expect((await writer.post(`/mailings/${id}/send`)).status).toBe(403)
    // Express does not mind capitals and a slash at the end; neither must the right.
    expect((await writer.post(`/mailings/${id}/SEND/`)).status).toBe(403)
    expect((await writer.get(`/mailings/${id}`)).body).toMatchObject({ mailing: { state: "draft" } })
    // Two roles add up.
    const both = await withRoles(store, [await aRole(["read"]), await aRole(["update"])])
    expect((await both.delete(`/mailings/${id}`)).status).toBe(200)
  })

  it("a workflow that is told who does it asks for their right as it is now", async () => {
    const content = { subject: "News", body: "Hello.", format: "text", include_signature: false } as const
    const draft = { kind: "member", content, audience: { filter: {} } } as const
    const reader = await hireWithRoles(store, [await aRole(["read"])])
    const writer = await hireWithRoles(store, [await aRole(["read", "update"])])
    const createAs = (actor_id: string | null) =>
      createMailingWorkflow(store.container).run({ input: { ...draft, actor_id } })

    await expect(createAs(reader)).rejects.toMatchObject({
      type: "forbidden",
      message: expect.stringContaining("mail_delivery:update"),
    })
    expect((await createAs(writer)).result).toMatchObject({ created_by: writer })
    await expect(
      sendMailingWorkflow(store.container).run({ input: { id: "mling_none", actor_id: writer } })
    ).rejects.toMatchObject({ type: "forbidden", message: expect.stringContaining("mail_delivery:send") })
    // Other code of the store speaks for itself, and so do customers.
    expect((await createAs(null)).result).toMatchObject({ created_by: null })
    expect((await createAs("cus_1")).result).toMatchObject({ created_by: "cus_1" })
  })

  it("Medusa tells a user their rights over mail", async () => {
    const roleId = await aRole(["read", "send"])
    const link = store.container.resolve(ContainerRegistrationKeys.LINK)
    await link.create({
      [Modules.USER]: { user_id: store.adminId },
      [Modules.RBAC]: { rbac_role_id: roleId },
    })
    const response = await fetch(`${store.url}/admin/rbac/me/permissions`, { headers: store.adminHeaders })
    expect(await response.json()).toEqual({ permissions: ["mail_delivery:read", "mail_delivery:send"] })
  })
})

async function createRole(store: Store, rights: Right[]): Promise<string> {
  const rbac = store.container.resolve(Modules.RBAC)
  const keys = rights.map((right) => `${MAIL_RIGHTS[right].resource}:${MAIL_RIGHTS[right].operation}`)
  const policies = rights.length ? await rbac.listRbacPolicies({ key: keys }) : []
  expect(policies).toHaveLength(rights.length)
  const role = await rbac.createRbacRoles({ name: `Role ${Math.random()}` })
  if (policies.length) {
    await rbac.createRbacRolePolicies(policies.map(({ id }) => ({ role_id: role.id, policy_id: id })))
  }
  return role.id
}
