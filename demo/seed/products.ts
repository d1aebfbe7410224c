/** What the shop sells. */
import { type MedusaContainer } from "@medusajs/framework/types"
import { ProductStatus } from "@medusajs/framework/utils"
import { createProductsWorkflow } from "@medusajs/medusa/core-flows"

import { type Shop } from "./shop"

export interface SoldVariant {
  productId: string
  variantId: string
  productTitle: string
  variantTitle: string
  sku: string
  prices: { jpy: number; eur: number; usd: number }
}

/** Title, handle, the sizes or glazes it comes in, and its price in yen. */
const CATALOGUE: [title: string, handle: string, variants: string[], yen: number][] = [
  ["三徳包丁 Santoku knife", "santoku-knife", ["165 mm", "180 mm"], 14_800],
  ["出刃包丁 Deba knife", "deba-knife", ["150 mm"], 18_500],
  ["砥石 Whetstone", "whetstone", ["#1000", "#6000"], 4200],
  ["益子焼 飯碗 Mashiko rice bowl", "mashiko-rice-bowl", ["糠白釉 white", "柿釉 persimmon"], 2400],
  ["南部鉄器 急須 Nambu iron teapot", "nambu-teapot", ["0.5 l", "0.9 l"], 12_600],
  ["煎茶 Sencha from Shizuoka", "sencha", ["100 g", "500 g"], 1300],
  ["会津塗 汁椀 Aizu lacquer soup bowl", "aizu-soup-bowl", ["朱 red", "黒 black"], 3800],
  ["土鍋 Donabe clay pot", "donabe", ["2–3 people", "4–5 people"], 9800],
  ["竹ざる Bamboo strainer", "bamboo-strainer", ["24 cm", "30 cm"], 1900],
  ["まな板 Hinoki cutting board", "hinoki-board", ["36 cm"], 5400],
  ["麻ふきん Hemp kitchen cloth", "hemp-cloth", ["set of three"], 1600],
  ["箸置き Chopstick rests", "chopstick-rests", ["set of five"], 2200],
]

/** Rounded as a shop would: whole yen, tens of cents. */
function pricesOf(yen: number): SoldVariant["prices"] {
  return { jpy: yen, eur: Math.round(yen / 16) / 10, usd: Math.round(yen / 15) / 10 }
}

/** Creates the catalogue. @returns every variant, for orders to pick from. */
export async function createProducts(container: MedusaContainer, shop: Shop): Promise<SoldVariant[]> {
  const { result } = await createProductsWorkflow(container).run({
    input: {
      products: CATALOGUE.map(([title, handle, variants, yen]) => ({
        title,
        handle,
        status: ProductStatus.PUBLISHED,
        shipping_profile_id: shop.shippingProfileId,
        sales_channels: [{ id: shop.salesChannelId }],
        options: [{ title: "Kind", values: variants }],
        variants: variants.map((variant, i) => ({
          title: variant,
          sku: `${handle}-${i + 1}`,
          manage_inventory: false,
          options: { Kind: variant },
          prices: Object.entries(pricesOf(yen)).map(([currency_code, amount]) => ({ currency_code, amount })),
        })),
      })),
    },
  })
  const yenOf = new Map(CATALOGUE.map(([, handle, , yen]) => [handle, yen]))
  return result.flatMap((product) =>
    product.variants.map((variant) => ({
      productId: product.id,
      variantId: variant.id,
      productTitle: product.title,
      variantTitle: variant.title ?? "",
      sku: variant.sku ?? "",
      prices: pricesOf(yenOf.get(product.handle)!),
    }))
  )
}
