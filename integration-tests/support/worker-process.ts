/** A worker that can be killed: the sending engine over a database named by DATABASE_URL. Started by `engine.ts`. */
import type { Logger } from "@medusajs/framework/types"
import { Pool } from "pg"

import { databaseOf } from "../../src/modules/mail/database"
import { Engine } from "../../src/modules/mail/engine"
import { parseOptions } from "../../src/modules/mail/options"

const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 5 })
pool.on("error", () => undefined)

const engine = new Engine({
  db: databaseOf({
    acquire: () => pool.connect(),
    release: (client, broken) => (client as unknown as { release(broken: boolean): void }).release(broken),
  }),
  options: parseOptions(JSON.parse(process.env.WORKER_OPTIONS ?? "{}")),
  logger: console as unknown as Logger,
  emit: async () => undefined,
})
engine.start()
process.stdout.write("sending\n")

process.once("SIGTERM", () => {
  void engine.stop().then(() => process.exit(0))
})
// Without a parent there is nobody left to stop this process.
process.stdin.resume().on("end", () => process.exit(0))
