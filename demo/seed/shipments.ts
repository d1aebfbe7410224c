/**
 * Shipments of orders. The fulfillments are made by their module; what the order's items say of them is written at
 * once by SQL: through the order module, which versions each order twice, 180 shipments took a minute.
 */
import { type MedusaContainer, type OrderDTO } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"

import { type Random } from "./random"
import { type Shop } from "./shop"

/** Ships each of these orders two days after it was placed. */
export async function ship(
  container: MedusaContainer,
  shop: Shop,
  orders: OrderDTO[],
  random: Random
): Promise<void> {
  const link = container.resolve(ContainerRegistrationKeys.LINK)
  const shipments: { order: OrderDTO; fulfillmentId: string }[] = []
  for (const order of orders) {
    const tracking = `${random.between(1000, 9999)}-${random.between(1000, 9999)}-${random.between(1000, 9999)}`
    shipments.push({ order, fulfillmentId: await createFulfillment(container, shop, order, tracking) })
  }
  await link.create(
    shipments.map(({ order, fulfillmentId }) => ({
      [Modules.ORDER]: { order_id: order.id },
      [Modules.FULFILLMENT]: { fulfillment_id: fulfillmentId },
    }))
  )
  const knex = container.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  const ids = JSON.stringify(orders.map(({ id }) => id))
  await knex.raw(BACKDATE, [ids])
  await knex.raw(REGISTER, [ids])
}

const REGISTER = `
  UPDATE order_item
     SET fulfilled_quantity = quantity, raw_fulfilled_quantity = raw_quantity,
         shipped_quantity = quantity, raw_shipped_quantity = raw_quantity
   WHERE order_id IN (SELECT jsonb_array_elements_text(?::jsonb))`

const BACKDATE = `
  UPDATE fulfillment AS f
     SET created_at = o.created_at + interval '1 day', updated_at = o.created_at + interval '2 days',
         packed_at = o.created_at + interval '1 day', shipped_at = o.created_at + interval '2 days'
    FROM order_fulfillment AS link JOIN "order" AS o ON o.id = link.order_id
   WHERE f.id = link.fulfillment_id
     AND link.order_id IN (SELECT jsonb_array_elements_text(?::jsonb))`

async function createFulfillment(
  container: MedusaContainer,
  shop: Shop,
  order: OrderDTO,
  tracking: string
): Promise<string> {
  const to = order.shipping_address!
  const fulfillment = await container.resolve(Modules.FULFILLMENT).createFulfillment({
    location_id: shop.locationId,
    provider_id: "manual_manual",
    shipping_option_id: shop.shippingOptionId,
    requires_shipping: true,
    data: {},
    order: { id: order.id },
    delivery_address: {
      first_name: to.first_name ?? undefined,
      last_name: to.last_name ?? undefined,
      company: to.company ?? undefined,
      phone: to.phone ?? undefined,
      country_code: to.country_code ?? undefined,
      province: to.province ?? undefined,
      city: to.city ?? undefined,
      postal_code: to.postal_code ?? undefined,
      address_1: to.address_1 ?? undefined,
    },
    items: order.items!.map((item) => ({
      title: item.title,
      quantity: Number(item.quantity),
      sku: item.variant_sku ?? "",
      barcode: "",
      line_item_id: item.id,
    })),
    labels: [
      { tracking_number: tracking, tracking_url: `https://track.example.com/${tracking}`, label_url: "" },
    ],
  })
  return fulfillment.id
}
