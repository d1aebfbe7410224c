/** The ledger of a mailing as a file for a spreadsheet. */
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"

import { mailModule } from "../../src/container/mail-module"
import { type Database, databaseFromKnex } from "../../src/modules/mail/sql/database"
import { until } from "../support/engine"
import { seedMailing } from "../support/mailings"
import { expectQueryRefusals } from "../support/refusals"
import { withStore } from "../support/store"

const HEAD =
  "\ufeffposition,email,customer_id,document_id,document_number,state,reason,response,attempt,sent_at,settled_at,transport"

withStore({}, (store) => {
  let db: Database

  beforeAll(() => {
    db = databaseFromKnex(store.container.resolve(ContainerRegistrationKeys.PG_CONNECTION))
  })

  /** All sent, at the same time. */
  const aSentMailing = async (recipients: number, kind: "member" | "order" = "member") => {
    const id = await seedMailing(db, { recipients, kind, state: "completed", withoutConsent: true })
    await db.query(
      "UPDATE mpmd_delivery SET state = 'sent', attempt = 1, response = '250 2.0.0 Ok', " +
        "sent_at = '2026-11-24T00:00:00Z' WHERE mailing_id = $1",
      [id]
    )
    return id
  }
  const change = (mailingId: string, position: number, set: string) =>
    db.query(`UPDATE mpmd_delivery SET ${set} WHERE mailing_id = $1 AND position = $2`, [mailingId, position])
  const download = (id: string, query = "", signal?: AbortSignal) =>
    fetch(`${store.url}/admin/mail/mailings/${id}/deliveries.csv${query}`, {
      headers: store.adminHeaders,
      signal,
    })
  const linesOf = async (response: Response) => {
    const bytes = Buffer.from(await response.arrayBuffer())
    return bytes.toString("utf8").split("\r\n")
  }

  it("has a line for every delivery, in the order of positions, over several pages", async () => {
    const id = await aSentMailing(2_500)
    const response = await download(id)

    expect(response.status).toBe(200)
    expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8")
    expect(response.headers.get("content-disposition")).toBe(`attachment; filename="mailing-${id}.csv"`)
    const [head, ...lines] = await linesOf(response)
    expect(head).toBe(HEAD)
    expect(lines.pop()).toBe("")
    expect(lines.map((line) => Number(line.split(",")[0]))).toEqual(
      Array.from({ length: 2_500 }, (_, index) => index + 1)
    )
    expect(lines[6]).toBe(
      "7,7@x.test,cus_7,,,sent,,250 2.0.0 Ok,1,2026-11-24T00:00:00.000Z,2026-11-24T00:00:00.000Z,"
    )
  })

  it("says what became of each, in the server's words, and since when", async () => {
    const id = await aSentMailing(4)
    const refused = "state = 'failed', reason = 'address_invalid', sent_at = NULL, response = "
    await change(id, 2, `${refused} '550-5.1.1 No, "hanako"' || chr(10) || '550 5.1.1 Look it up'`)
    await change(id, 3, "state = 'claimed', response = NULL, sent_at = NULL")
    await db.query(
      "INSERT INTO mpmd_delivery_event (id, delivery_id, attempt, from_state, to_state, created_at) " +
        "SELECT 'mdev_' || n, id, n, 'sending', CASE n WHEN 1 THEN 'deferred' ELSE 'failed' END, " +
        "'2026-11-24T00:00:00Z'::timestamptz + n * interval '1 hour' FROM mpmd_delivery, generate_series(1, 2) n " +
        "WHERE mailing_id = $1 AND position = 2",
      [id]
    )

    const failed = await linesOf(await download(id, "?state=failed"))
    expect(failed).toEqual([
      HEAD,
      '2,2@x.test,cus_2,,,failed,address_invalid,"550-5.1.1 No, ""hanako""\n550 5.1.1 Look it up",1,,2026-11-24T02:00:00.000Z,',
      "",
    ])
    const some = await linesOf(await download(id, "?state[]=pending&state[]=failed"))
    expect(some.slice(1).map((line) => line.split(",")[0])).toEqual(["2", "3", ""])
    expect(some[2]).toBe("3,3@x.test,cus_3,,,pending,,,1,,,")
    await change(id, 3, "state = 'sent'")
  })

  it("names the documents of an order mailing, and no cell becomes a formula", async () => {
    const id = await aSentMailing(1, "order")
    await change(id, 1, `dedupe_key = 'order_9', email = '=cmd|1@x.test', response = '@SUM(A1)'`)
    await change(id, 1, `customer_id = NULL, variables = '{"order": {"number": "1009"}}'`)

    const [, line] = await linesOf(await download(id))
    expect(line).toBe(
      "1,'=cmd|1@x.test,,order_9,1009,sent,,'@SUM(A1),1,2026-11-24T00:00:00.000Z,2026-11-24T00:00:00.000Z,"
    )
  })

  it("is refused for an unknown mailing, a wrong state, and a visitor", async () => {
    const id = await aSentMailing(1)
    expect(await store.admin.get("/mailings/mling_none/deliveries.csv")).toMatchObject({
      status: 404,
      body: { type: "not_found" },
    })
    await expectQueryRefusals(store.admin, `/mailings/${id}/deliveries.csv`, [
      ["'state, 0'", "state=lost"],
      ["'state, 0'", "state=claimed"],
      ["'limit'", "limit=5"],
    ])
    expect((await store.visitor.get(`/mailings/${id}/deliveries.csv`)).status).toBe(401)
  })

  it("is not read to its end for somebody who has left", async () => {
    const id = await aSentMailing(60_000)
    const mail = mailModule(store.container)
    const original = mail.exportDeliveries.bind(mail)
    const progress = { pieces: 0, over: false }
    jest.spyOn(mail, "exportDeliveries").mockImplementation(async (...asked) => {
      const pieces = await original(...asked)
      return (async function* () {
        try {
          for await (const piece of pieces) {
            progress.pieces += 1
            yield piece
          }
        } finally {
          progress.over = true
        }
      })()
    })

    const reader = new AbortController()
    const response = await download(id, "", reader.signal)
    await response.body!.getReader().read()
    reader.abort()
    await until("reading has stopped", () => progress.over)
    expect(progress.pieces).toBeLessThan(60)
  })
})
