/** The shop itself: its name, regions, sales channel, stock location, delivery and the person who runs it. */
import { type MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, MedusaError, Modules } from "@medusajs/framework/utils"
import {
  createApiKeysWorkflow,
  createCustomerGroupsWorkflow,
  createRegionsWorkflow,
  createSalesChannelsWorkflow,
  createShippingOptionsWorkflow,
  createShippingProfilesWorkflow,
  createStockLocationsWorkflow,
  createUserAccountWorkflow,
  linkSalesChannelsToApiKeyWorkflow,
  linkSalesChannelsToStockLocationWorkflow,
  updateStoresWorkflow,
} from "@medusajs/medusa/core-flows"

import { LOGIN } from "../login"
import { GROUPS } from "./members"

export const STORE_NAME = "北の台所 Kita Kitchen"

export interface Shop {
  salesChannelId: string
  regions: { jpy: string; eur: string; usd: string }
  locationId: string
  shippingOptionId: string
  shippingProfileId: string
  groupIds: string[]
}

/** Makes everything that an order needs before there is one. */
export async function createShop(container: MedusaContainer): Promise<Shop> {
  const { result: channels } = await createSalesChannelsWorkflow(container).run({
    input: { salesChannelsData: [{ name: "Kita Kitchen online", description: "The web shop" }] },
  })
  const salesChannelId = channels[0].id
  await nameStore(container, salesChannelId)
  await createLogin(container)
  await createPublishableKey(container, salesChannelId)
  const { result: groups } = await createCustomerGroupsWorkflow(container).run({
    input: { customersData: GROUPS.map((name) => ({ name })) },
  })
  return {
    salesChannelId,
    regions: await createRegions(container),
    groupIds: groups.map((group) => group.id),
    ...(await createDelivery(container, salesChannelId)),
  }
}

async function nameStore(container: MedusaContainer, channelId: string): Promise<void> {
  const [store] = await container.resolve(Modules.STORE).listStores()
  await updateStoresWorkflow(container).run({
    input: {
      selector: { id: store.id },
      update: {
        name: STORE_NAME,
        default_sales_channel_id: channelId,
        supported_currencies: [
          { currency_code: "jpy", is_default: true },
          { currency_code: "eur" },
          { currency_code: "usd" },
        ],
      },
    },
  })
}

async function createLogin(container: MedusaContainer): Promise<void> {
  const { success, authIdentity, error } = await container.resolve(Modules.AUTH).register("emailpass", {
    body: { email: LOGIN.email, password: LOGIN.password },
  })
  if (!success || !authIdentity) {
    throw new MedusaError(MedusaError.Types.UNEXPECTED_STATE, `The demo's login could not be made: ${error}`)
  }
  await createUserAccountWorkflow(container).run({
    input: {
      authIdentityId: authIdentity.id,
      userData: { email: LOGIN.email, first_name: "Demo", last_name: "Merchant" },
    },
  })
}

async function createPublishableKey(container: MedusaContainer, channelId: string): Promise<void> {
  const { result: keys } = await createApiKeysWorkflow(container).run({
    input: { api_keys: [{ title: "Web shop", type: "publishable", created_by: "" }] },
  })
  await linkSalesChannelsToApiKeyWorkflow(container).run({ input: { id: keys[0].id, add: [channelId] } })
}

async function createRegions(container: MedusaContainer): Promise<Shop["regions"]> {
  const provider = { payment_providers: ["pp_system_default"] }
  const { result: regions } = await createRegionsWorkflow(container).run({
    input: {
      regions: [
        { name: "日本 Japan", currency_code: "jpy", countries: ["jp"], ...provider },
        { name: "Europe", currency_code: "eur", countries: ["de", "fr", "it", "se", "es"], ...provider },
        { name: "Rest of the world", currency_code: "usd", countries: ["us", "gb", "ca"], ...provider },
      ],
    },
  })
  return { jpy: regions[0].id, eur: regions[1].id, usd: regions[2].id }
}

async function createDelivery(container: MedusaContainer, channelId: string) {
  const address = {
    address_1: "大通西3丁目6",
    city: "札幌市中央区",
    postal_code: "060-0042",
    country_code: "JP",
  }
  const { result: locations } = await createStockLocationsWorkflow(container).run({
    input: { locations: [{ name: "札幌倉庫 Sapporo", address }] },
  })
  const locationId = locations[0].id
  await linkSalesChannelsToStockLocationWorkflow(container).run({
    input: { id: locationId, add: [channelId] },
  })
  const zone = await createZone(container, locationId)
  const { result: profiles } = await createShippingProfilesWorkflow(container).run({
    input: { data: [{ name: "Standard parcels", type: "default" }] },
  })
  const { result: options } = await createShippingOptionsWorkflow(container).run({
    input: [
      {
        name: "宅配便 Courier",
        price_type: "flat",
        provider_id: "manual_manual",
        service_zone_id: zone,
        shipping_profile_id: profiles[0].id,
        type: { label: "Standard", description: "2–3 days", code: "standard" },
        prices: [
          { currency_code: "jpy", amount: 800 },
          { currency_code: "eur", amount: 12 },
          { currency_code: "usd", amount: 14 },
        ],
      },
    ],
  })
  return { locationId, shippingOptionId: options[0].id, shippingProfileId: profiles[0].id }
}

async function createZone(container: MedusaContainer, locationId: string): Promise<string> {
  const link = container.resolve(ContainerRegistrationKeys.LINK)
  const location = { [Modules.STOCK_LOCATION]: { stock_location_id: locationId } }
  await link.create({ ...location, [Modules.FULFILLMENT]: { fulfillment_provider_id: "manual_manual" } })
  const set = await container.resolve(Modules.FULFILLMENT).createFulfillmentSets({
    name: "Parcels from Sapporo",
    type: "shipping",
    service_zones: [
      {
        name: "Everywhere",
        geo_zones: ["jp", "de", "fr", "it", "se", "es", "us", "gb", "ca"].map((country_code) => ({
          country_code,
          type: "country" as const,
        })),
      },
    ],
  })
  await link.create({ ...location, [Modules.FULFILLMENT]: { fulfillment_set_id: set.id } })
  return set.service_zones[0].id
}
