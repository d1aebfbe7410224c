/** Segments over HTTP and by workflows: kept, counted, written to, and taken back when a later step fails. */
import { MedusaError } from "@medusajs/framework/utils"
import { createStep, createWorkflow, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import { mailModule } from "../../src/container/mail-module"
import type { MailingDTO } from "../../src/modules/mail/mailings/mailing"
import type { SegmentDTO } from "../../src/modules/mail/segments/segments"
import type { AudienceDTO } from "../../src/modules/mail/service"
import { createSegmentWorkflow, deleteSegmentWorkflow, updateSegmentWorkflow } from "../../src/workflows"
import { until } from "../support/engine"
import { createMembers, type Refusal, withStore } from "../support/store"

type Counted = SegmentDTO & { count: number }

const failStep = createStep("fail", async () => {
  throw new MedusaError(MedusaError.Types.UNEXPECTED_STATE, "The other plugin's step failed")
})

/** One is made, one changed and one deleted, and then something fails. */
const failingWorkflow = createWorkflow("failing", (input: { changed: string; deleted: string }) => {
  const made = createSegmentWorkflow.runAsStep({ input: { name: "New", filter: {} } })
  updateSegmentWorkflow.runAsStep({
    input: { id: input.changed, changes: { name: "Changed", filter: { q: "nobody" } } },
  })
  deleteSegmentWorkflow.runAsStep({ input: { id: input.deleted } })
  failStep()
  return new WorkflowResponse(made)
})

withStore({ MAIL_TIMEZONE: "Asia/Tokyo" }, (store) => {
  beforeAll(async () => {
    await createMembers(store, [
      { email: "hanako@shop.test", first_name: "Hanako", metadata: { rank: "gold" } },
      { email: "taro@shop.test", first_name: "Taro" },
    ])
    await mailModule(store.container).updateSettings({ sender_address: "shop@shop.test" })
  })

  const gold = { metadata: { rank: "gold" } }
  const keep = async (name: string, filter: object = gold) => {
    const { status, body } = await store.admin.post<{ segment: SegmentDTO }>("/segments", { name, filter })
    expect(status).toBe(200)
    return body.segment
  }
  const segment = async (id: string, query = "") =>
    (await store.admin.get<{ segment: Counted }>(`/segments/${id}${query}`)).body.segment

  it("is kept with who made it, found, counted as of now, changed and deleted", async () => {
    const { id, ...made } = await keep(" VIP ")
    expect(made).toMatchObject({ name: "VIP", filter: gold, created_by: store.adminId })
    expect(await segment(id)).toMatchObject({ name: "VIP", count: 1 })
    expect(await segment(id, "?fields=name")).toEqual({ id, name: "VIP" })

    await createMembers(store, [{ email: "jiro@shop.test", metadata: { rank: "gold" } }])
    expect(await segment(id)).toMatchObject({ count: 2 })

    const changed = await store.admin.post(`/segments/${id}`, { name: "All", filter: {} })
    expect(changed.body).toMatchObject({ segment: { name: "All", updated_by: store.adminId } })
    expect((await store.admin.get("/segments?q=al&order=-name&fields=name")).body).toEqual({
      segments: [{ id, name: "All" }],
      count: 1,
      offset: 0,
      limit: 50,
    })
    expect((await store.admin.delete(`/segments/${id}`)).body).toEqual({
      id,
      object: "mail_segment",
      deleted: true,
    })
    expect((await store.admin.get(`/segments/${id}`)).status).toBe(404)
  })

  it("is refused by its field for a name that is taken, and for a filter that nobody understands", async () => {
    await keep("VIP")
    const taken = await store.admin.post<Refusal & { issues: object[] }>("/segments", {
      name: "vip",
      filter: {},
    })
    expect([taken.status, taken.body.issues]).toMatchObject([
      409,
      [{ field: "name", code: "name_taken", values: { name: "vip" } }],
    ])
    const wrong = await store.admin.post("/segments", { name: "Odd", filter: { rank: "gold" } })
    expect([wrong.status, wrong.body.message]).toEqual([400, expect.stringContaining("'rank'")])
    expect((await store.admin.get("/segments?order=filter")).status).toBe(400)
  })

  it("is written to by its name, and the mailing keeps what that meant", async () => {
    const { id: segment_id } = await keep("VIP")
    const counted = await store.admin.post<AudienceDTO>("/audience", { audience: { segment_id } })
    expect(counted.body).toMatchObject({ matched: 1, sendable: { count: 1 } })
    const people = await store.admin.post("/audience/people", { audience: { segment_id } })
    expect(people.body).toMatchObject({ people: [{ email: "hanako@shop.test" }], next: null })

    const file = await fetch(`${store.url}/admin/mail/audience/people.csv`, {
      method: "POST",
      headers: { ...store.adminHeaders, "content-type": "application/json" },
      body: JSON.stringify({ audience: { segment_id } }),
    })
    expect(file.headers.get("content-disposition")).toBe('attachment; filename="members-recipients.csv"')
    expect((await file.text()).trim().split("\r\n")).toEqual([
      "customer_id,email,first_name,last_name,company_name,has_account,consent,instead_id",
      expect.stringMatching(/^cus_\w+,hanako@shop\.test,Hanako,/),
    ])

    const content = { subject: "News", body: "Hello", format: "text", include_signature: false }
    const draft = await store.admin.post<{ mailing: MailingDTO }>("/mailings", {
      kind: "member",
      content,
      audience: { segment_id },
    })
    const { id } = draft.body.mailing
    await store.admin.post(`/mailings/${id}/send`, { grace: 0 })
    const mailing = async () =>
      (await store.admin.get<{ mailing: MailingDTO }>(`/mailings/${id}`)).body.mailing
    await until("it is completed", async () => (await mailing()).state === "completed")

    await store.admin.post(`/segments/${segment_id}`, { name: "All", filter: {} })
    expect(store.smtp.received.map(({ to }) => to[0])).toEqual(["hanako@shop.test"])
    expect(await mailing()).toMatchObject({ segment: { id: segment_id, name: "VIP", filter: gold } })
  })

  it("is not deleted while a mailing waits for its hour, and the refusal says so", async () => {
    const { id: segment_id } = await keep("VIP")
    const content = { subject: "News", body: "Hello", format: "text", include_signature: false }
    const audience = { segment_id }
    const draft = await store.admin.post<{ mailing: MailingDTO }>("/mailings", {
      kind: "member",
      content,
      audience,
    })
    const { id } = draft.body.mailing
    await store.admin.post(`/mailings/${id}/send`, {
      scheduled_at: new Date(Date.now() + 86_400_000).toISOString(),
    })

    const refused = await store.admin.delete(`/segments/${segment_id}`)
    expect([refused.status, refused.body]).toMatchObject([400, { issues: [{ code: "segment_in_use" }] }])
    await store.admin.post(`/mailings/${id}/undo`)
    expect((await store.admin.delete(`/segments/${segment_id}`)).status).toBe(200)
    const sent = await store.admin.post(`/mailings/${id}/send`)
    expect([sent.status, sent.body]).toMatchObject([
      400,
      { issues: [{ field: "audience.segment_id", code: "segment_gone", values: { name: "VIP" } }] },
    ])
  })

  it("when a later step of a workflow fails, segments are as they were", async () => {
    const [changed, deleted] = [await keep("VIP"), await keep("Regulars")]
    const input = { changed: changed.id, deleted: deleted.id }

    const { errors } = await failingWorkflow(store.container).run({ input, throwOnError: false })
    expect(errors).toHaveLength(1)
    const { segments } = await mailModule(store.container).listSegments({ limit: 50, offset: 0 })
    expect(segments).toMatchObject([
      { id: deleted.id, name: "Regulars" },
      { id: changed.id, name: "VIP", filter: gold, updated_by: store.adminId },
    ])
  })
})
