/** Makes the store before the first story: no story's time should pass with it. */
import { installedStore, storeUnderTest } from "./installed-store"

export default async function setUp(): Promise<void> {
  await installedStore(storeUnderTest(), (words) => process.stderr.write(`${words}\n`))
}
