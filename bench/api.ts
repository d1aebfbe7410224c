/** A store that serves and sends in one process: how much longer do its visitors wait? */
import { LOGIN } from "../demo/login"
import { startShop } from "../integration-tests/support/demo-shop"
import { ratioOf, say } from "./report"
import type { Benchmark } from "./settings"
import { startSink } from "./sink"

/** Mails per second, as the option `rate` holds it. */
const RATE = 500
/** Requests at a time, as of so many people who click at once. */
const VISITORS = 4
/** Long enough that one request in a hundred is many requests. Seconds. */
const SECONDS = 20
const ROUTE = "/admin/products?limit=20"

/** p99 of the answers, in ms, of some visitors who ask one thing after the other. */
async function ask(url: string, token: string): Promise<{ p99: number; requests: number }> {
  const times: number[] = []
  const deadline = performance.now() + SECONDS * 1_000
  const visitor = async () => {
    while (performance.now() < deadline) {
      const start = performance.now()
      const response = await fetch(url + ROUTE, { headers: { authorization: `Bearer ${token}` } })
      await response.arrayBuffer()
      if (!response.ok) {
        throw new Error(`${ROUTE} answered ${response.status}`)
      }
      times.push(performance.now() - start)
    }
  }
  await Promise.all(Array.from({ length: VISITORS }, visitor))
  times.sort((a, b) => a - b)
  return { p99: times[Math.floor(times.length * 0.99)]!, requests: times.length }
}

async function tokenOf(url: string): Promise<string> {
  const response = await fetch(`${url}/auth/user/emailpass`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(LOGIN),
  })
  return ((await response.json()) as { token: string }).token
}

export const api: Benchmark = async (_settings, report) => {
  say(`api: ${VISITORS} visitors for ${SECONDS} s, idle and at ${RATE} mails/s`)
  const sink = await startSink()
  const shop = await startShop({
    // Enough for the whole time, of whom two thirds have opted in.
    members: RATE * SECONDS * 2,
    env: {
      DISABLE_MEDUSA_ADMIN: "true",
      MAIL_RATE: String(RATE),
      MAIL_SMTP_URL: sink.url,
      MAIL_MONTHLY_QUOTA: "",
    },
  })
  try {
    const token = await tokenOf(shop.url)
    await ask(shop.url, token)
    const idle = await ask(shop.url, token)
    const { mailing } = await shop.api.post<{ mailing: { id: string } }>("/mailings", {
      kind: "member",
      content: { subject: "News", body: "Dear {{ member.name }}", format: "text", include_signature: true },
      audience: { filter: {} },
    })
    await shop.api.post(`/mailings/${mailing.id}/send`, { grace: 0 })
    const sentBy = async () =>
      (await shop.api.get<{ mailing: { counts: { sent: number } } }>(`/mailings/${mailing.id}`)).mailing
        .counts.sent
    while ((await sentBy()) < RATE) {
      // Until it has gained its speed.
    }
    const before = await sentBy()
    const busy = await ask(shop.url, token)
    const sent = (await sentBy()) - before
    const tell = (subject: string, { p99, requests }: typeof idle, note: string) =>
      report({
        bench: "api",
        subject: `${subject}: p99 of ${ROUTE}`,
        value: Number(p99.toFixed(1)),
        unit: "ms",
        ratio: ratioOf(p99, idle.p99),
        note: `${requests} requests, ${note}`,
      })
    tell("idle", idle, "nothing is sent")
    tell("sending", busy, `${Math.round(sent / SECONDS)} mails/s meanwhile`)
  } finally {
    await shop.stop()
    sink.stop()
  }
}
