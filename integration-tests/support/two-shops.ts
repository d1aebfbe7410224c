/** A store of two shops, each with a mail server: mail of the sales channel `sc_b` leaves by the transport `shop-b`. */
import { generateKeyPairSync } from "node:crypto"

import { createDraft, type MailingInput } from "../../src/modules/mail/mailings/drafts"
import { addDocuments, nextDocuments } from "../../src/modules/mail/mailings/order-mailing"
import { requestSend } from "../../src/modules/mail/mailings/send"
import { type MailOptions, parseOptions } from "../../src/modules/mail/options"
import type { OrderDocument } from "../../src/modules/mail/orders/document"
import { exampleDocument } from "../../src/modules/mail/orders/example"
import { updateSettings } from "../../src/modules/mail/settings/settings"
import type { Database } from "../../src/modules/mail/sql/database"
import { QUICK } from "./engine"
import { ORDER_CONTENT } from "./mailings"

const privateKey = generateKeyPairSync("rsa", { modulusLength: 2048 })
  .privateKey.export({ type: "pkcs8", format: "pem" })
  .toString()

/** The second shop in the options. */
export function shopB(smtpUrl: string, changes: object = {}) {
  return {
    name: "shop-b",
    smtpUrl,
    salesChannels: ["sc_b"],
    senderDomains: ["shop-b.test"],
    sender: { name: "Shop B", address: "hello@shop-b.test" },
    replyTo: "answers@shop-b.test",
    dkim: { domain: "shop-b.test", selector: "b", privateKey },
    ...changes,
  }
}

/** Raw, as `startEngine` takes them besides the address of the first shop's server. */
export function twoShops(urlB: string, changes: object = {}) {
  return { dkim: { domain: "shop-a.test", selector: "a", privateKey }, transports: [shopB(urlB, changes)] }
}

export function parsed(urlA: string, options: object): MailOptions {
  return parseOptions({ ...QUICK, smtpUrl: urlA, ...options })
}

/** Of the first shop: the settings of the store. */
export async function seedShopA(db: Database): Promise<void> {
  await updateSettings(db, {
    sender_name: "Shop A",
    sender_address: "hello@shop-a.test",
    reply_to: "answers@shop-a.test",
  })
}

/** One order of a sales channel, to a recipient of its own. */
export function orderOf(n: number, sales_channel_id: string | null): OrderDocument {
  const id = `order_${String(n).padStart(5, "0")}`
  const email = `${n}@x.test`
  return { ...exampleDocument("order", "en"), id, order_id: id, number: String(n), email, sales_channel_id }
}

/** An order mailing about these, sent and prepared: what is left is the sending itself. @returns its id. */
export async function preparedOrderMailing(
  db: Database,
  options: MailOptions,
  orders: readonly OrderDocument[],
  changes: Partial<MailingInput> = {}
): Promise<string> {
  const content = { ...ORDER_CONTENT, include_signature: false }
  const document_ids = orders.map(({ id }) => id)
  const id = await createDraft(db, { kind: "order", content, document_ids, ...changes }, null)
  await requestSend(db, options, id, { grace: 0 }, null)
  for (let chunk = await nextDocuments(db, id); chunk; chunk = await nextDocuments(db, id)) {
    const { ids } = chunk
    await addDocuments(
      db,
      options,
      chunk,
      orders.filter((order) => ids.includes(order.id))
    )
  }
  return id
}
