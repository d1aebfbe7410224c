import { createComposer } from "../../src/modules/mail/content/compose"
import { compileContent } from "../../src/modules/mail/content/render"
import { createSmtpTransport, parseSmtpUrl } from "../../src/modules/mail/smtp"
import { FROM, SNAPSHOT, variablesOf } from "../mail"
import { inParallel, lanesFor, type Subject } from "./subject"

/** Our renderer, composer and connections in a loop: what the records are measured against. */
export const withoutRecords: Subject = {
  name: "ours without records",
  open: async ({ sinkPort }, connections) => {
    const transport = createSmtpTransport(parseSmtpUrl(`smtp://127.0.0.1:${sinkPort}`, { connections }))
    const compiled = compileContent(SNAPSHOT)
    const compose = createComposer({ from: FROM, replyTo: null })
    const send = async (n: number) => {
      const to = { name: `Hanako Yamada ${n}`, address: `member-${n}@example.jp` }
      const { bytes } = compose({
        ...compiled.renderForWire(variablesOf(n)),
        to,
        messageId: `<mdlv_${n}@shop.example>`,
        date: new Date(),
        headers: [["X-Mail-Delivery-Id", `mdlv_${n}`]],
      })
      const outcome = await transport.send({ id: `mdlv_${n}`, from: FROM.address, to: to.address, bytes })
      if (outcome.kind !== "accepted") {
        throw new Error(`The sink did not take a mail: ${JSON.stringify(outcome)}`)
      }
    }
    return {
      prepare: async (mails) => () => inParallel(mails, lanesFor(connections), send),
      close: () => transport.close(),
    }
  },
}
