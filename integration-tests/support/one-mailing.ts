/** The main job through the API, in whatever surroundings a shop stands. */
import type { Shop } from "./demo-shop"
import { until } from "./engine"

const MINUTE = 60_000
/** Somebody who is in every shop and has opted in. */
const HANAKO = "hanako.yamada@example.jp"

/** What mail arrives in. */
export interface Inbox {
  received: { to: string[]; bytes: Buffer }[]
  reset(): void
  waitFor(condition: () => boolean, milliseconds?: number): Promise<void>
}

/**
 * Writes, tests and sends a mailing, and waits for its end. Everything is expected to go well.
 *
 * @param inbox - Where the shop's mail arrives, if not over SMTP.
 */
export async function sendOneMailing({ api, smtp }: Shop, inbox: Inbox = smtp): Promise<void> {
  const { mailing } = await api.post<{ mailing: { id: string } }>("/mailings", {
    kind: "member",
    content: {
      subject: "News for {{ member.email }}",
      body: "Hello.",
      format: "text",
      include_signature: true,
    },
    audience: { filter: { q: HANAKO } },
  })
  inbox.reset()
  await api.post(`/mailings/${mailing.id}/test`, { to: "me@example.test" })
  await inbox.waitFor(() => inbox.received.length === 1, MINUTE)
  const { outcome } = await api.post<{ outcome: object }>("/settings/test", { to: "me@example.test" })
  expect(outcome).toMatchObject({ ok: true })
  inbox.reset()

  await api.post(`/mailings/${mailing.id}/send`, { grace: 0 })
  await until("it is completed", async () => {
    const answer = await api.get<{ mailing: { state: string } }>(`/mailings/${mailing.id}`)
    return answer.mailing.state === "completed"
  })

  expect(inbox.received.map(({ to }) => to)).toEqual([[HANAKO]])
  expect(inbox.received[0]!.bytes.toString()).toContain(`Subject: News for ${HANAKO}`)
}
