/** A transport as a store would have one: each mail in a request of its own to a service over HTTP. */
import type { MailTransportFactory } from "../../../src/modules/mail/own-transport/shape"

const overHttp: MailTransportFactory<{ url: string }> = ({ url }) => ({
  async send({ id, to, signal, handOver }) {
    const message = handOver().toString("base64")
    const answer = await fetch(url, { method: "POST", signal, body: JSON.stringify({ id, to, message }) })
    const words = await answer.text()
    return answer.ok ? { kind: "accepted", words } : { kind: "uncertain", words }
  },
})

export default overHttp
