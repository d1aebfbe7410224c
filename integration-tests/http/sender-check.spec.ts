/** The check of the sender's domain over HTTP, with DNS servers of the store's options. */
import { mailModule } from "../../src/container/mail-module"
import type { SenderCheckDTO } from "../../src/modules/mail/sender/check"
import { type DnsServer, startDnsServer } from "../support/dns-server"
import { withStore } from "../support/store"

let dns: DnsServer
const env: Record<string, string> = {}

beforeAll(async () => {
  dns = await startDnsServer()
  env.MAIL_DNS_SERVERS = dns.address
})
afterAll(() => dns.stop())

withStore(env, (store) => {
  it("is refused without a sender, and asks nothing", async () => {
    expect(await store.admin.get("/settings/sender-check")).toMatchObject({
      status: 400,
      body: { issues: [{ code: "no_sender" }] },
    })
    expect(dns.asked).toEqual([])
  })

  it("answers what stands in DNS, to the route and to other code of the store alike", async () => {
    await store.admin.post("/settings", { sender_address: "shop@tea.example" })
    dns.names.set("tea.example", { mx: [[10, "mx.tea.example"]], txt: ["v=spf1 mx -all"] })
    const { status, body } = await store.admin.get<{ check: SenderCheckDTO }>("/settings/sender-check")
    expect({ status, body }).toMatchObject({
      status: 200,
      body: {
        check: {
          domain: "tea.example",
          status: "mend",
          lines: [
            { about: "mx", status: "right" },
            { about: "spf", status: "right", found: ["v=spf1 mx -all"] },
            { about: "spf_sender", status: "unknown", finding: "spf_host_private" },
            { about: "dkim", status: "unknown", finding: "dkim_by_server" },
            {
              about: "dmarc",
              status: "mend",
              record: { type: "TXT", name: "_dmarc.tea.example", value: "v=DMARC1; p=none" },
            },
            { about: "alignment", status: "right" },
          ],
        },
      },
    })
    const { lines } = await mailModule(store.container).checkSender()
    expect(lines).toEqual(body.check.lines)
  })

  it("nobody outside the admin may ask, and nobody can name a domain", async () => {
    await store.admin.post("/settings", { sender_address: "shop@tea.example" })
    const before = dns.asked.length
    expect((await store.visitor.get("/settings/sender-check")).status).toBe(401)
    expect((await store.admin.get("/settings/sender-check?domain=other.example")).status).toBe(400)
    expect(dns.asked.length).toBe(before)
  })
})
