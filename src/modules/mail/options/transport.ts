/** Where mail leaves over a module of the store's own, in the place of SMTP. */
import { z } from "@medusajs/framework/zod"

import { checkedModule } from "../own-transport/module"
import { readBy } from "./fields"

const settings = z.strictObject({
  /** A path from the store's folder that begins with `./`, or a package. */
  resolve: z.string(),
  /** What the module's default export is called with: plain data. */
  options: z.record(z.string(), z.unknown()).optional(),
})

export const TRANSPORT_NAMES = Object.keys(settings.shape)

export const transport = settings.transform(readBy((said) => checkedModule(said)))
