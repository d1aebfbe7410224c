/**
 * Whether the database has what this module's SQL names. A store that was configured and not migrated says so once,
 * stays quiet, and goes on by itself when the migrations have run.
 */
import type { Logger } from "@medusajs/framework/types"

import * as models from "../models"
import type { Database } from "../sql/database"
import { NOT_MIGRATED } from "../sql/not-migrated"
import { STORE_COLUMNS } from "./store-columns"

type Columns = Record<string, readonly string[]>

/** Tables that no model describes: SQL alone reads and writes them. */
const WITHOUT_MODEL = [
  "mpmd_draft_order",
  "mpmd_file",
  "mpmd_flag_event",
  "mpmd_heard",
  "mpmd_left_out",
  "mpmd_mailbox",
  "mpmd_outage",
  "mpmd_rate",
  "mpmd_return",
  "mpmd_sent_count",
  "mpmd_test_mail",
]

/** Of most tables without a model it is enough that they are there: each has this column. */
const OF_EVERY_TABLE = ["ctid"]

/** What a later migration has added to others of them. */
const ADDED: Columns = { mpmd_claim: ["marked_to"] }

const OUR_COLUMNS: Columns = Object.fromEntries([
  ...Object.values(models).map((model) => {
    const { tableName, schema } = model.parse()
    return [tableName, Object.keys(schema)] as const
  }),
  ...WITHOUT_MODEL.map((table) => [table, OF_EVERY_TABLE] as const),
  ...Object.entries(ADDED),
])

/** By the connection's own search path, as every other statement finds its tables. */
const MISSING = `
  SELECT CASE WHEN to_regclass(quote_ident(wanted.name)) IS NULL THEN wanted.name
              ELSE wanted.name || '.' || wanted.part END AS missing
    FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS wanted(name, part, place)
   WHERE NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = to_regclass(quote_ident(wanted.name))
                        AND a.attname = wanted.part AND NOT a.attisdropped)
   ORDER BY wanted.place`

/** How many of them are named in a sentence. */
const NAMED = 8

/** @returns what is not there, as `table.column`, or as `table` if nothing of it is. */
export async function missingColumns(db: Database, columns: Columns): Promise<string[]> {
  const pairs = Object.entries(columns).flatMap(([table, parts]) => parts.map((part) => [table, part]))
  const rows = await db.query<{ missing: string }>(MISSING, [
    pairs.map(([table]) => table),
    pairs.map(([, part]) => part),
  ])
  return [...new Set(rows.map(({ missing }) => missing))]
}

export class Readiness {
  private ready = false
  private hasWarned = false

  constructor(
    private readonly db: Database,
    private readonly logger: Pick<Logger, "warn" | "info" | "error">
  ) {}

  /** Whether our tables are there; looked for until they are. */
  async isReady(): Promise<boolean> {
    if (!this.ready) {
      this.ready = !(await missingColumns(this.db, OUR_COLUMNS)).length
      if (!this.ready) {
        this.warnOnce()
      } else if (this.hasWarned) {
        this.hasWarned = false
        this.logger.info("mail: the tables are there, and mail is sent")
      }
    }
    return this.ready
  }

  /** Somebody found that they are gone, or never were. */
  lost(): void {
    this.ready = false
    this.warnOnce()
  }

  /** For the start of a process: says what is missing. Never rejects: a database that is away is told by the query that needs it. */
  async look(): Promise<void> {
    try {
      await this.isReady()
      await this.lookAtStore()
    } catch (error) {
      this.logger.warn(`mail: whether the database has what mail needs cannot be seen yet: ${String(error)}`)
    }
  }

  private async lookAtStore(): Promise<void> {
    const missing = await missingColumns(this.db, STORE_COLUMNS)
    if (missing.length) {
      const more = missing.length > NAMED ? ` and ${missing.length - NAMED} more` : ""
      this.logger.error(
        `mail: the store's database lacks ${missing.slice(0, NAMED).join(", ")}${more}, which lists of members and ` +
          "orders read: run `npx medusa db:migrate`; if that does not bring it, this version of Medusa is not supported"
      )
    }
  }

  private warnOnce(): void {
    if (!this.hasWarned) {
      this.hasWarned = true
      this.logger.warn(`mail: ${NOT_MIGRATED} Until then nothing is sent; it goes on by itself.`)
    }
  }
}
