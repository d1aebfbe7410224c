/** Orders as Medusa keeps them, placed through its own modules; what the stories compare is what its API reports. */
import type { CreateOrderDTO, MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"

export const TOKYO = {
  first_name: "花子",
  last_name: "山田",
  company: "株式会社北の台所",
  address_1: "銀座1-2-3",
  city: "中央区",
  province: "東京都",
  postal_code: "104-0061",
  country_code: "jp",
  phone: "03-1234-5678",
}

/** Yen with the tax in the price, or another currency with the tax on top. */
export function anOrder(changes: Partial<CreateOrderDTO> & { is_draft_order?: boolean } = {}) {
  return {
    status: "pending",
    email: "hanako@shop.test",
    currency_code: "jpy",
    locale: "ja-JP",
    shipping_address: TOKYO,
    billing_address: TOKYO,
    items: [
      {
        title: "湯のみ",
        variant_sku: "CUP-01",
        quantity: 2,
        unit_price: 550,
        is_tax_inclusive: true,
        tax_lines: [{ code: "jp", rate: 10 }],
      },
    ],
    shipping_methods: [
      { name: "宅配便", amount: 880, is_tax_inclusive: true, tax_lines: [{ code: "jp", rate: 10 }] },
    ],
    ...changes,
  } as CreateOrderDTO
}

/** @returns their ids, in the order given. */
export async function placeOrders(container: MedusaContainer, orders: CreateOrderDTO[]): Promise<string[]> {
  const created = await container.resolve(Modules.ORDER).createOrders(orders)
  return created.map(({ id }) => id)
}

/** Names how an order is paid. @returns the payment session's id. */
export async function payBy(container: MedusaContainer, orderId: string, amount: number): Promise<string> {
  const payments = container.resolve(Modules.PAYMENT)
  const [collection] = await payments.createPaymentCollections([{ currency_code: "jpy", amount }])
  const session = await payments.createPaymentSession(collection!.id, {
    provider_id: "pp_system_default",
    currency_code: "jpy",
    amount,
    data: {},
  })
  await container.resolve(ContainerRegistrationKeys.LINK).create({
    [Modules.ORDER]: { order_id: orderId },
    [Modules.PAYMENT]: { payment_collection_id: collection!.id },
  })
  return session.id
}

/** Sends a part of an order. @returns the fulfillment's id. */
export async function shipPart(
  container: MedusaContainer,
  orderId: string,
  quantity: number,
  shippedAt = new Date()
): Promise<string> {
  const fulfillments = container.resolve(Modules.FULFILLMENT)
  const set = await fulfillments.createFulfillmentSets({
    name: `Parcels ${orderId} ${quantity}`,
    type: "shipping",
    service_zones: [{ name: `Everywhere ${orderId} ${quantity}` }],
  })
  const profile = await fulfillments.createShippingProfiles({
    name: `p ${orderId} ${quantity}`,
    type: "default",
  })
  const option = await fulfillments.createShippingOptions({
    name: "ヤマト運輸",
    price_type: "flat",
    provider_id: "manual_manual",
    service_zone_id: set.service_zones[0]!.id,
    shipping_profile_id: profile.id,
    type: { label: "Standard", description: "", code: "standard" },
  })
  const order = await container.resolve(Modules.ORDER).retrieveOrder(orderId, { relations: ["items"] })
  const fulfillment = await fulfillments.createFulfillment({
    location_id: "sloc_test",
    provider_id: "manual_manual",
    shipping_option_id: option.id,
    data: {},
    order: { id: orderId },
    shipped_at: shippedAt,
    delivery_address: { country_code: "jp" },
    items: order.items!.map((item) => ({
      title: item.title,
      sku: item.variant_sku ?? "",
      barcode: "",
      quantity,
      line_item_id: item.id,
    })),
    labels: [
      { tracking_number: "1234-5678", tracking_url: "https://track.test/1234-5678", label_url: "" },
      { tracking_number: "8765-4321", tracking_url: "", label_url: "" },
    ],
  })
  await container.resolve(ContainerRegistrationKeys.LINK).create({
    [Modules.ORDER]: { order_id: orderId },
    [Modules.FULFILLMENT]: { fulfillment_id: fulfillment.id },
  })
  return fulfillment.id
}
