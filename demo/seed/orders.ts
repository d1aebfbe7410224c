/** Two years of orders: placed, shipped, cancelled, and some quotes (draft orders). */
import { type CreateOrderDTO, type MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"

import { type Member } from "./members"
import { pay } from "./payments"
import { type SoldVariant } from "./products"
import { Random } from "./random"
import { ship } from "./shipments"
import { type Shop } from "./shop"

const ORDERS = 200
const DRAFTS = 8
const CANCELLED_EVERY = 25
/** Orders made in one go: more fill the memory, fewer take longer. */
const BATCH = 50
const DAY = 86_400_000
const TWO_YEARS = 730

interface PlannedOrder {
  placedAt: Date
  cancelled: boolean
  /** The service takes and stores `is_draft_order`, which its types leave out. */
  order: CreateOrderDTO & { is_draft_order: boolean }
}

/** Creates them, moves them back in time, and ships those that had the time to be shipped. */
export async function createOrders(
  container: MedusaContainer,
  shop: Shop,
  variants: SoldVariant[],
  members: Member[],
  now: Date
): Promise<void> {
  const random = new Random(4711)
  const buyers = members.filter((member) => member.email)
  if (buyers.length === 0) {
    return
  }
  const planned = Array.from({ length: ORDERS + DRAFTS }, (_, i) =>
    plan(i, random, shop, variants, buyers, now)
  )
  planned.sort((a, b) => a.placedAt.getTime() - b.placedAt.getTime())
  const orders = container.resolve(Modules.ORDER)
  const knex = container.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  for (let i = 0; i < planned.length; i += BATCH) {
    const batch = planned.slice(i, i + BATCH)
    const created = await orders.createOrders(batch.map(({ order }) => order))
    await knex.raw(BACKDATE, [JSON.stringify(created.map(({ id }, n) => ({ id, ...timesOf(batch[n]) })))])
    const placed = created.filter((_, n) => !batch[n].order.is_draft_order && !batch[n].cancelled)
    const shipped = new Set(created.filter((_, n) => isShipped(batch[n], now)).map(({ id }) => id))
    await pay(container, placed, shipped)
    await ship(
      container,
      shop,
      created.filter(({ id }) => shipped.has(id)),
      random
    )
  }
}

const BACKDATE = `
  UPDATE "order" AS o
     SET created_at = d.placed_at, updated_at = d.placed_at, canceled_at = d.cancelled_at
    FROM jsonb_to_recordset(?::jsonb) AS d(id text, placed_at timestamptz, cancelled_at timestamptz)
   WHERE o.id = d.id`

function timesOf({ placedAt, cancelled }: PlannedOrder) {
  return { placed_at: placedAt, cancelled_at: cancelled ? new Date(placedAt.getTime() + DAY) : null }
}

/** What is older than three days has left the house. */
function isShipped({ order, cancelled, placedAt }: PlannedOrder, now: Date): boolean {
  return !order.is_draft_order && !cancelled && now.getTime() - placedAt.getTime() > 3 * DAY
}

function plan(
  index: number,
  random: Random,
  shop: Shop,
  variants: SoldVariant[],
  buyers: Member[],
  now: Date
): PlannedOrder {
  const draft = index >= ORDERS
  const cancelled = !draft && index % CANCELLED_EVERY === 3
  // A third of the members buys again and again, so many have never bought.
  const buyer = buyers[Math.floor(random.next() ** 2 * buyers.length * 0.6)]
  const currency = buyer.japanese ? "jpy" : random.pick(["eur", "usd"] as const)
  const address = addressOf(buyer, random, currency)
  const age = draft ? random.between(0, 20) : Math.floor(random.next() ** 1.5 * TWO_YEARS)
  return {
    placedAt: new Date(now.getTime() - age * DAY - random.between(0, 86_000) * 1000),
    cancelled,
    order: {
      status: draft ? "draft" : cancelled ? "canceled" : "pending",
      is_draft_order: draft,
      email: buyer.email!,
      customer_id: buyer.id,
      region_id: shop.regions[currency],
      sales_channel_id: shop.salesChannelId,
      currency_code: currency,
      locale: buyer.japanese ? "ja-JP" : "en-GB",
      shipping_address: address,
      billing_address: address,
      items: itemsOf(random, variants, currency),
      shipping_methods: [
        {
          name: "宅配便 Courier",
          amount: { jpy: 800, eur: 12, usd: 14 }[currency],
          shipping_option_id: shop.shippingOptionId,
        },
      ],
      metadata: random.chance(0.3) ? { delivery_instructions: random.pick(INSTRUCTIONS) } : {},
    },
  }
}

const INSTRUCTIONS = [
  "午前中にお届けください",
  "宅配ボックスへお願いします",
  "Please ring twice",
  "Leave with the neighbour",
]

function itemsOf(random: Random, variants: SoldVariant[], currency: "jpy" | "eur" | "usd") {
  const first = random.between(0, variants.length - 1)
  return Array.from({ length: random.between(1, 4) }, (_, i) => {
    const variant = variants[(first + i * 5) % variants.length]
    return {
      title: variant.productTitle,
      product_id: variant.productId,
      product_title: variant.productTitle,
      variant_id: variant.variantId,
      variant_title: variant.variantTitle,
      variant_sku: variant.sku,
      quantity: random.between(1, 3),
      unit_price: variant.prices[currency],
      requires_shipping: true,
    }
  })
}

const JAPANESE_PLACES = [
  ["東京都", "中央区", "104-0061", "銀座"],
  ["大阪府", "大阪市北区", "530-0001", "梅田"],
  ["北海道", "札幌市", "060-0042", "大通西"],
  ["京都府", "京都市中京区", "604-8005", "恵比須町"],
  ["福岡県", "福岡市博多区", "812-0011", "博多駅前"],
]
const EUROPEAN_PLACES = [
  ["de", "Berlin", "10115", "Torstraße"],
  ["fr", "Lyon", "69002", "Rue de la République"],
  ["it", "Torino", "10121", "Via Roma"],
  ["se", "Göteborg", "411 06", "Kungsgatan"],
]
const OTHER_PLACES = [
  ["us", "Portland", "97205", "SW Morrison St"],
  ["gb", "Leeds", "LS1 4AP", "Park Row"],
]

function addressOf(buyer: Member, random: Random, currency: "jpy" | "eur" | "usd") {
  const name = {
    first_name: buyer.first_name,
    last_name: buyer.last_name,
    company: buyer.company_name ?? undefined,
    phone: buyer.phone,
  }
  if (currency === "jpy") {
    const [province, city, postal_code, street] = random.pick(JAPANESE_PLACES)
    const address_1 = `${street}${random.between(1, 9)}-${random.between(1, 30)}`
    return { ...name, country_code: "jp", province, city, postal_code, address_1 }
  }
  const [country_code, city, postal_code, street] = random.pick(
    currency === "eur" ? EUROPEAN_PLACES : OTHER_PLACES
  )
  return { ...name, country_code, city, postal_code, address_1: `${street} ${random.between(1, 120)}` }
}
