/**
 * A worker that can be killed: the sending engine over a database named by DATABASE_URL, in a thread of its own as
 * in a store unless WORKER_INLINE is set. Started by `engine.ts`; prints "sending", then what it tells the store, one JSON line each.
 */
import type { Logger } from "@medusajs/framework/types"

import { parseOptions } from "../../src/modules/mail/options"
import { openPool } from "../../src/modules/mail/sending/connections"
import { Engine } from "../../src/modules/mail/sending/engine"

const postgres = { connection: { connectionString: process.env.DATABASE_URL }, searchPath: "public" }
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`)

const engine = new Engine({
  db: openPool(postgres, () => undefined).db,
  options: parseOptions(JSON.parse(process.env.WORKER_OPTIONS ?? "{}")),
  logger: {
    warn: () => undefined,
    error: (_: string, error?: Error) => say({ error: error?.message }),
  } as unknown as Logger,
  emit: async (event, data) => void say({ event, data }),
  postgres: process.env.WORKER_INLINE ? null : postgres,
})
engine.start()
process.stdout.write("sending\n")

process.once("SIGTERM", () => {
  void engine.stop().then(() => process.exit(0))
})
// Without a parent there is nobody left to stop this process.
process.stdin.resume().on("end", () => process.exit(0))
