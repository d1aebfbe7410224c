/** Fills a migrated, empty database with a shop. Run by `medusa exec` with DEMO_MEMBERS in the environment. */
import { type ExecArgs } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"

import { setUpMail } from "./mail"
import { insertMembers, makeMembers } from "./members"
import { createOrders } from "./orders"
import { createProducts } from "./products"
import { createShop } from "./shop"

export default async function seed({ container }: ExecArgs): Promise<void> {
  const logger = container.resolve(ContainerRegistrationKeys.LOGGER)
  const knex = container.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  const count = Number(process.env.DEMO_MEMBERS)
  const now = new Date()
  const lap = stopwatch((words) => logger.info(words))

  const shop = await createShop(container)
  lap("the shop")
  const variants = await createProducts(container, shop)
  lap("products")
  const members = makeMembers(count, now)
  await insertMembers(knex, members, shop.groupIds, now)
  lap(`${count} members`)
  await createOrders(container, shop, variants, members, now)
  lap("orders and shipments")
  await setUpMail(container, shop.groupIds)
  lap("settings, templates and segments")
  // Last: a shop with this mark is complete.
  const stores = container.resolve(Modules.STORE)
  const [store] = await stores.listStores()
  await stores.updateStores(store.id, { metadata: { demo_members: count } })
}

function stopwatch(say: (words: string) => void): (what: string) => void {
  let since = Date.now()
  return (what) => {
    say(`Seeded ${what} in ${Date.now() - since} ms`)
    since = Date.now()
  }
}
