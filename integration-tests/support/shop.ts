/** A shop that sells through Medusa's own workflows: cart, promotion, payment, shipment, edit. */
import type { CreatePromotionDTO, MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"
import {
  addShippingMethodToCartWorkflow,
  beginOrderEditOrderWorkflow,
  capturePaymentWorkflow,
  completeCartWorkflow,
  confirmOrderEditRequestWorkflow,
  convertDraftOrderWorkflow,
  createCartCreditLinesWorkflow,
  createCartWorkflow,
  createLocationFulfillmentSetWorkflow,
  createOrderCreditLinesWorkflow,
  createOrderFulfillmentWorkflow,
  createOrderShipmentWorkflow,
  createOrderWorkflow,
  createPaymentCollectionForCartWorkflow,
  createPaymentSessionsWorkflow,
  createProductsWorkflow,
  createPromotionsWorkflow,
  createRegionsWorkflow,
  createSalesChannelsWorkflow,
  createServiceZonesWorkflow,
  createShippingOptionsWorkflow,
  createShippingProfilesWorkflow,
  createStockLocationsWorkflow,
  createTaxRegionsWorkflow,
  linkSalesChannelsToStockLocationWorkflow,
  orderEditAddNewItemWorkflow,
  orderEditUpdateItemQuantityWorkflow,
  refundPaymentWorkflow,
  updateCartPromotionsWorkflow,
} from "@medusajs/medusa/core-flows"

import { TOKYO } from "./orders"

/** Where a buyer lives: prices in yen have their tax in them, those in dollars get it on top. */
export type Country = "jp" | "us"

const REGIONS = {
  jp: { name: "日本", currency_code: "jpy", countries: ["jp"] },
  us: { name: "United States", currency_code: "usd", countries: ["us"] },
}
const ADDRESSES = {
  jp: TOKYO,
  us: {
    first_name: "John",
    last_name: "Smith",
    address_1: "1 Main St",
    city: "Springfield",
    province: "IL",
    postal_code: "62701",
    country_code: "us",
  },
}
const PRODUCTS = {
  cup: { jpy: 1_320, usd: 10 },
  tray: { jpy: 3_333, usd: 24.99 },
  sample: { jpy: 0, usd: 0 },
  set: { jpy: 6_600, usd: 50 },
  pack: { jpy: 660, usd: 5 },
}
/** What of these is counted in stock: the parts of one set, the bags of one pack. */
const PARTS: Partial<Record<Product, Record<string, number>>> = {
  set: { "Cup of a set": 2, "Pot of a set": 1 },
  pack: { "Bag of tea": 6 },
}
const SHIPPING = { courier: { jpy: 880, usd: 5 }, free: { jpy: 0, usd: 0 } }

export type Product = keyof typeof PRODUCTS
export type Shipping = keyof typeof SHIPPING

export interface Basket {
  country: Country
  items: Partial<Record<Product, number>>
  shipping?: Shipping
  promotions?: string[]
  /** Store credit, in the currency's own unit. */
  credit?: number
  email?: string
}

/** What a story needs of an order that was placed. */
export interface PlacedOrder {
  id: string
  /** Ids of its lines. */
  lines: Partial<Record<Product, string>>
}

type Prices = Record<"jpy" | "usd", number>

function pricesOf(prices: Prices): { currency_code: string; amount: number }[] {
  return Object.entries(prices).map(([currency_code, amount]) => ({ currency_code, amount }))
}

export class Shop {
  private constructor(
    private readonly container: MedusaContainer,
    private readonly channel: string,
    private readonly regions: Record<Country, string>,
    private readonly variants: Record<Product, string>,
    private readonly options: Record<Shipping, string>
  ) {}

  /** Opens a shop in an empty store. */
  static async open(container: MedusaContainer): Promise<Shop> {
    const regions = await openRegions(container)
    const { channel, location, zone } = await openWarehouse(container)
    const profile = await firstOf(
      createShippingProfilesWorkflow(container).run({
        input: { data: [{ name: "Parcels", type: "default" }] },
      })
    )
    const { result: options } = await createShippingOptionsWorkflow(container).run({
      input: Object.entries(SHIPPING).map(([code, prices]) => ({
        name: code,
        price_type: "flat" as const,
        provider_id: "manual_manual",
        service_zone_id: zone,
        shipping_profile_id: profile,
        type: { label: code, description: code, code },
        prices: pricesOf(prices),
      })),
    })
    const parts = await stockParts(container, location)
    const { result: products } = await createProductsWorkflow(container).run({
      input: {
        products: Object.entries(PRODUCTS).map(([title, prices]) => ({
          title,
          status: "published" as const,
          shipping_profile_id: profile,
          sales_channels: [{ id: channel }],
          options: [{ title: "Kind", values: ["one"] }],
          variants: [
            {
              title: "one",
              sku: title.toUpperCase(),
              manage_inventory: title in PARTS,
              inventory_items: Object.entries(PARTS[title as Product] ?? {}).map(
                ([part, required_quantity]) => ({
                  inventory_item_id: parts[part]!,
                  required_quantity,
                })
              ),
              options: { Kind: "one" },
              prices: pricesOf(prices),
            },
          ],
        })),
      },
    })
    return new Shop(
      container,
      channel,
      regions,
      Object.fromEntries(products.map(({ title, variants }) => [title, variants[0]!.id])) as Record<
        Product,
        string
      >,
      Object.fromEntries(options.map(({ name, id }) => [name, id])) as Record<Shipping, string>
    )
  }

  async promote(
    promotion: Pick<CreatePromotionDTO, "code"> & Pick<CreatePromotionDTO, "application_method">
  ) {
    await createPromotionsWorkflow(this.container).run({
      input: { promotionsData: [{ type: "standard", status: "active", ...promotion }] },
    })
  }

  /** From the cart to the order, as a storefront does it. */
  async sell({ country, items, shipping = "courier", ...basket }: Basket): Promise<PlacedOrder> {
    const { result: cart } = await createCartWorkflow(this.container).run({
      input: {
        region_id: this.regions[country],
        sales_channel_id: this.channel,
        email: basket.email ?? "buyer@shop.test",
        shipping_address: ADDRESSES[country],
        billing_address: ADDRESSES[country],
        items: Object.entries(items).map(([product, quantity]) => ({
          variant_id: this.variants[product as Product],
          quantity,
        })),
      },
    })
    await addShippingMethodToCartWorkflow(this.container).run({
      input: { cart_id: cart.id, options: [{ id: this.options[shipping] }] },
    })
    if (basket.promotions) {
      await updateCartPromotionsWorkflow(this.container).run({
        input: { cart_id: cart.id, promo_codes: basket.promotions },
      })
    }
    if (basket.credit) {
      await createCartCreditLinesWorkflow(this.container).run({
        input: [
          {
            cart_id: cart.id,
            amount: basket.credit,
            reference: "gift_card",
            reference_id: "gc_1",
            metadata: {},
          },
        ],
      })
    }
    await this.choosePayment(cart.id)
    const { result } = await completeCartWorkflow(this.container).run({ input: { id: cart.id } })
    return this.order(result.id)
  }

  /** Written down without a cart, as an import does it; a draft is a quote. @returns its id. */
  async write(email: string, draft = false): Promise<string> {
    // The workflow's own type does not know of drafts, though the admin makes them so.
    const input = {
      region_id: this.regions.jp,
      sales_channel_id: this.channel,
      currency_code: "jpy",
      email,
      status: draft ? ("draft" as const) : ("pending" as const),
      is_draft_order: draft,
      shipping_address: TOKYO,
      billing_address: TOKYO,
      items: [{ title: "cup", variant_id: this.variants.cup, quantity: 1, unit_price: PRODUCTS.cup.jpy }],
    }
    const { result } = await createOrderWorkflow(this.container).run({ input })
    return result.id
  }

  /** Makes an order of a quote. */
  async convert(id: string): Promise<void> {
    await convertDraftOrderWorkflow(this.container).run({ input: { id } })
  }

  /** Sends this many of a product. @returns the fulfillment's id. */
  async ship(
    { id, lines }: PlacedOrder,
    product: Product,
    quantity: number,
    options: { no_notification?: boolean } = {}
  ): Promise<string> {
    const items = [{ id: lines[product]!, quantity }]
    const { result } = await createOrderFulfillmentWorkflow(this.container).run({
      input: { order_id: id, items },
    })
    const labels = [{ tracking_number: "1234-5678", tracking_url: "https://track.test/1", label_url: "" }]
    await createOrderShipmentWorkflow(this.container).run({
      input: { order_id: id, fulfillment_id: result.id, items, labels, ...options },
    })
    return result.id
  }

  /** Adds something to an order that was placed. */
  async add({ id }: PlacedOrder, product: Product, quantity: number): Promise<void> {
    await beginOrderEditOrderWorkflow(this.container).run({ input: { order_id: id } })
    await orderEditAddNewItemWorkflow(this.container).run({
      input: { order_id: id, items: [{ variant_id: this.variants[product], quantity }] },
    })
    await confirmOrderEditRequestWorkflow(this.container).run({ input: { order_id: id } })
  }

  /** Takes the money. @returns the payment's id. */
  async capture({ id }: PlacedOrder): Promise<string> {
    const query = this.container.resolve(ContainerRegistrationKeys.QUERY)
    const { data } = await query.graph({
      entity: "order",
      fields: ["payment_collections.payments.id"],
      filters: { id },
    })
    const payment_id = data[0]!.payment_collections![0]!.payments![0]!.id
    await capturePaymentWorkflow(this.container).run({ input: { payment_id } })
    return payment_id
  }

  /** Changes how many of a product an order has. */
  async change({ id, lines }: PlacedOrder, product: Product, quantity: number): Promise<void> {
    await beginOrderEditOrderWorkflow(this.container).run({ input: { order_id: id } })
    await orderEditUpdateItemQuantityWorkflow(this.container).run({
      input: { order_id: id, items: [{ id: lines[product]!, quantity }] },
    })
    await confirmOrderEditRequestWorkflow(this.container).run({ input: { order_id: id } })
  }

  /** Store credit that pays a part of what is owed; a negative amount takes the place of what is owed to the buyer. */
  async credit({ id }: PlacedOrder, amount: number): Promise<void> {
    const line = { amount, reference: "store-credit", reference_id: "sc_1" }
    await createOrderCreditLinesWorkflow(this.container).run({ input: { id, credit_lines: [line] } })
  }

  async refund(payment_id: string, amount: number): Promise<void> {
    await refundPaymentWorkflow(this.container).run({ input: { payment_id, amount } })
  }

  private async order(id: string): Promise<PlacedOrder> {
    const order = await this.container.resolve(Modules.ORDER).retrieveOrder(id, { relations: ["items"] })
    return { id, lines: Object.fromEntries(order.items!.map((item) => [item.product_title, item.id])) }
  }

  private async choosePayment(cart_id: string): Promise<void> {
    await createPaymentCollectionForCartWorkflow(this.container).run({ input: { cart_id } })
    const query = this.container.resolve(ContainerRegistrationKeys.QUERY)
    const { data } = await query.graph({
      entity: "cart",
      fields: ["payment_collection.id"],
      filters: { id: cart_id },
    })
    await createPaymentSessionsWorkflow(this.container).run({
      input: {
        payment_collection_id: data[0]!.payment_collection!.id,
        provider_id: "pp_system_default",
      },
    })
  }
}

async function firstOf(made: Promise<{ result: { id: string }[] }>): Promise<string> {
  return (await made).result[0]!.id
}

async function openRegions(container: MedusaContainer): Promise<Record<Country, string>> {
  const { result } = await createRegionsWorkflow(container).run({
    input: {
      regions: Object.values(REGIONS).map((region) => ({
        ...region,
        payment_providers: ["pp_system_default"],
      })),
    },
  })
  await container
    .resolve(Modules.PRICING)
    .createPricePreferences([{ attribute: "currency_code", value: "jpy", is_tax_inclusive: true }])
  await createTaxRegionsWorkflow(container).run({
    input: Object.keys(REGIONS).map((country_code) => ({
      country_code,
      provider_id: "tp_system",
      default_tax_rate: { name: "Tax", code: "tax", rate: country_code === "jp" ? 10 : 8.25 },
    })),
  })
  return { jp: result[0]!.id, us: result[1]!.id }
}

/** @returns the ids of all parts by their names. */
async function stockParts(container: MedusaContainer, location_id: string): Promise<Record<string, string>> {
  const inventory = container.resolve(Modules.INVENTORY)
  const names = Object.values(PARTS).flatMap((parts) => Object.keys(parts))
  const made = await inventory.createInventoryItems(names.map((title) => ({ title, sku: title })))
  await inventory.createInventoryLevels(
    made.map(({ id }) => ({ inventory_item_id: id, location_id, stocked_quantity: 1_000 }))
  )
  return Object.fromEntries(made.map(({ title, id }) => [title, id]))
}

async function openWarehouse(
  container: MedusaContainer
): Promise<{ channel: string; location: string; zone: string }> {
  const channel = await firstOf(
    createSalesChannelsWorkflow(container).run({ input: { salesChannelsData: [{ name: "Shop" }] } })
  )
  const location = await firstOf(
    createStockLocationsWorkflow(container).run({ input: { locations: [{ name: "Warehouse" }] } })
  )
  await linkSalesChannelsToStockLocationWorkflow(container).run({ input: { id: location, add: [channel] } })
  await container.resolve(ContainerRegistrationKeys.LINK).create({
    [Modules.STOCK_LOCATION]: { stock_location_id: location },
    [Modules.FULFILLMENT]: { fulfillment_provider_id: "manual_manual" },
  })
  await createLocationFulfillmentSetWorkflow(container).run({
    input: { location_id: location, fulfillment_set_data: { name: "Parcels", type: "shipping" } },
  })
  const [set] = await container.resolve(Modules.FULFILLMENT).listFulfillmentSets({ name: "Parcels" })
  const geo_zones = Object.keys(REGIONS).map((country_code) => ({ type: "country" as const, country_code }))
  const zone = await firstOf(
    createServiceZonesWorkflow(container).run({
      input: { data: [{ fulfillment_set_id: set!.id, name: "Everywhere", geo_zones }] },
    })
  )
  return { channel, location, zone }
}
