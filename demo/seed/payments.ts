/** Payments of orders, so that a mail can name how an order is paid and whether it was. */
import { type MedusaContainer, type OrderDTO } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"

/** The provider that every Medusa has: payment by hand, here by bank transfer. */
export const PROVIDER = "pp_system_default"

/** Authorises a payment for each order; those of `paid` are captured as well. */
export async function pay(container: MedusaContainer, orders: OrderDTO[], paid: Set<string>): Promise<void> {
  const collections = await container
    .resolve(Modules.PAYMENT)
    .createPaymentCollections(
      orders.map((order) => ({ currency_code: order.currency_code, amount: totalOf(order) }))
    )
  await container.resolve(ContainerRegistrationKeys.LINK).create(
    orders.map((order, i) => ({
      [Modules.ORDER]: { order_id: order.id },
      [Modules.PAYMENT]: { payment_collection_id: collections[i].id },
    }))
  )
  const rows = JSON.stringify(orders.map(({ id }, i) => ({ id: collections[i].id, paid: paid.has(id) })))
  const knex = container.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  for (const statement of STATEMENTS) {
    await knex.raw(statement, [PROVIDER, rows])
  }
}

const COLLECTIONS = `
  (SELECT c.*, r.paid, v.provider, replace(c.id, 'pay_col_', '') AS tail
     FROM (SELECT ?::text AS provider) AS v, jsonb_to_recordset(?::jsonb) AS r(id text, paid boolean)
     JOIN payment_collection AS c USING (id)) AS c`

/** What the payment module writes, for all at once: one by one, two hundred captured payments took 16 s. */
const STATEMENTS = [
  `INSERT INTO payment_session (id, currency_code, amount, raw_amount, provider_id, data, status, authorized_at,
                                payment_collection_id)
   SELECT 'payses_' || tail, currency_code, amount, raw_amount, provider, '{}', 'authorized', now(), id
     FROM ${COLLECTIONS}`,
  `INSERT INTO payment (id, currency_code, amount, raw_amount, provider_id, data, captured_at, payment_collection_id,
                        payment_session_id)
   SELECT 'pay_' || tail, currency_code, amount, raw_amount, provider, '{}', CASE WHEN paid THEN now() END, id,
          'payses_' || tail
     FROM ${COLLECTIONS}`,
  `INSERT INTO capture (id, amount, raw_amount, payment_id)
   SELECT 'capt_' || tail, amount, raw_amount, 'pay_' || tail FROM ${COLLECTIONS} WHERE paid`,
  `UPDATE payment_collection AS p
      SET authorized_amount = p.amount, raw_authorized_amount = p.raw_amount,
          captured_amount = CASE WHEN c.paid THEN p.amount ELSE 0 END,
          raw_captured_amount = CASE WHEN c.paid THEN p.raw_amount ELSE '{"value": "0", "precision": 20}' END,
          refunded_amount = 0, raw_refunded_amount = '{"value": "0", "precision": 20}',
          completed_at = CASE WHEN c.paid THEN now() END,
          status = CASE WHEN c.paid THEN 'completed' ELSE 'authorized' END
     FROM ${COLLECTIONS} WHERE p.id = c.id`,
]

function totalOf(order: OrderDTO): number {
  const items = order.items!.reduce((sum, item) => sum + Number(item.unit_price) * Number(item.quantity), 0)
  return items + order.shipping_methods!.reduce((sum, method) => sum + Number(method.amount), 0)
}
