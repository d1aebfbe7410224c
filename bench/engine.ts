/** The engine as a store's process runs it: in a thread of its own, with its own connections to Postgres. */
import type { Logger } from "@medusajs/framework/types"

import { parseOptions } from "../src/modules/mail/options"
import { Engine } from "../src/modules/mail/sending/engine"
import type { Database } from "../src/modules/mail/sql/database"

export interface EngineInput {
  databaseUrl: string
  smtpUrl?: string
  /** The option of this name, in the place of `smtpUrl`. */
  api?: object
  connections?: number
  /** Options of returned mail. */
  returns?: object
}

/** No event tells it of work here, so it looks often: the start of a run is not part of what is compared. */
const POLL_SECONDS = 0.05

/** Starts it, with the defaults of its options. It must be stopped. */
export function startEngine(
  db: Database,
  { databaseUrl, smtpUrl, api, connections, returns }: EngineInput
): Engine {
  const engine = new Engine({
    db,
    options: parseOptions({ smtpUrl, api, connections, pollSeconds: POLL_SECONDS, ...returns }),
    logger: console as unknown as Logger,
    emit: async () => undefined,
    postgres: { connection: { connectionString: databaseUrl }, searchPath: undefined },
  })
  engine.start()
  return engine
}
