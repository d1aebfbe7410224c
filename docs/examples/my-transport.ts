// src/mail/my-transport.ts
import type { MailTransportFactory } from "medusa-plugin-mail-delivery/modules/mail"

const transport: MailTransportFactory<{ url: string; key: string }> = ({ url, key }) => ({
  async send({ id, to, signal, handOver }) {
    const headers = { authorization: `Bearer ${key}`, "idempotency-key": id, "x-recipient": to }
    const answer = await fetch(url, { method: "POST", headers, signal, body: handOver() })
    const words = `${answer.status} ${await answer.text()}`
    if (answer.ok) return { kind: "accepted", words }
    if (answer.status === 429) return { kind: "too_fast", words }
    if (answer.status === 401 || answer.status === 403) return { kind: "locked_out", words }
    return answer.status < 500 ? { kind: "rejected", forGood: true, words } : { kind: "uncertain", words }
  },
  verify: async (signal) => void (await fetch(url, { method: "HEAD", signal })),
})
export default transport
