/** The types of the package, in the eyes of a store's strict compiler. */
import path from "node:path"

import { run } from "../store/command"
import { type InstalledStore, installedStore, storeUnderTest } from "../store/installed-store"

let store: InstalledStore

beforeAll(async () => {
  store = await installedStore(storeUnderTest(), () => undefined)
})

it.each(["node16", "bundler"])(
  "workflows, DTOs and the service are what they say, resolved as by %s",
  async (resolution) => {
    const compiler = path.join(store.folder, "node_modules", "typescript", "bin", "tsc")
    const project = path.join("checks", `tsconfig.${resolution}.json`)

    // It fails with what the compiler found, also where it should have found something and did not.
    await run(store.folder, [process.execPath, compiler, "-p", project], path.join(store.logs, "types.log"))
  },
  120_000
)
