/**
 * The demo shop's database. Migrating takes 20 s and seeding some more, so both are done once: an embedded server
 * keeps the results as templates, and a new shop is a copy of them (0.2 s).
 */
import { createRequire } from "node:module"
import path from "node:path"

import { Client } from "pg"

import { fingerprint } from "./fingerprint"
import { DATA, REPOSITORY, runMedusa, type Site } from "./medusa"
import { type Postgres } from "./postgres"

/** A store that migrates and fills its own database. */
export interface Founder {
  /** Part of the names of its templates: one does not take another's. */
  name: string
  migrating: Site
  seeding: Site
  /** Changes whenever another migration, or another version of Medusa, comes in. */
  schema: string
}

export interface ShopDatabase {
  postgres: Postgres
  /** Whose shop it is: this repository's, if nothing is said. */
  founder?: Founder
  members: number
  /** Whether what people did in the shop is kept from run to run. */
  keep: boolean
  /** Where several shops of one kind may be open at the same time: another word for each. */
  lane?: string
  /** Told what is being done. */
  progress: (words: string) => void
}

/** Makes the shop ready, with as little work as possible. @returns its connection URL. */
export async function prepareDatabase(shop: ShopDatabase): Promise<string> {
  return shop.postgres.external ? prepareExternal(shop) : prepareEmbedded(shop)
}

function thisRepository(): Founder {
  const schema = ["src/modules/mail/migrations", "src/links", "node_modules/@medusajs/medusa/package.json"]
  return { name: "demo", migrating: REPOSITORY, seeding: REPOSITORY, schema: fingerprint(schema) }
}

async function prepareEmbedded(shop: ShopDatabase): Promise<string> {
  const { postgres, members, keep, lane = "", progress, founder = thisRepository() } = shop
  const { schema, migrating, seeding } = founder
  const migrated = `migrated_${founder.name}_${schema}`
  const generation = `seeded_${founder.name}_${schema}_${fingerprint(["demo/seed"])}_`
  const seeded = generation + members
  const name = `${keep ? "shop" : "once"}_${founder.name}_${members}${lane && `_${lane}`}`
  const client = await connect(postgres.url())
  try {
    // Whoever else wants a shop meanwhile finds the templates made. Held until the connection ends.
    await client.query("SELECT pg_advisory_lock(hashtext($1))", [founder.name])
    if (keep && (await exists(client, name))) {
      if ((await noteOf(client, name)) !== schema) {
        await migrate(migrating, postgres.url(name), progress)
        await note(client, name, schema)
      }
      return postgres.url(name)
    }
    await dropOutdated(client, `migrated_${founder.name}_`, migrated)
    await dropOutdated(client, `seeded_${founder.name}_`, generation)
    await makeOnce(client, migrated, undefined, () =>
      migrate(migrating, postgres.url(building(migrated)), progress)
    )
    await makeOnce(client, seeded, migrated, () =>
      seed(seeding, postgres.url(building(seeded)), members, progress)
    )
    await copy(client, seeded, name)
    await note(client, name, schema)
    return postgres.url(name)
  } finally {
    await client.end()
  }
}

async function prepareExternal({ postgres, members, progress }: ShopDatabase): Promise<string> {
  const url = postgres.url()
  await migrate(REPOSITORY, url, progress)
  const client = await connect(url)
  try {
    const { rows } = await client.query<{ demo: string | null; customers: boolean }>(
      "SELECT (SELECT metadata ->> 'demo_members' FROM store LIMIT 1) AS demo, EXISTS (SELECT FROM customer) AS customers"
    )
    if (rows[0].demo === null && rows[0].customers) {
      throw new Error("DATABASE_URL names a shop that this demo did not make; give it an empty database")
    }
    if (rows[0].demo !== null && Number(rows[0].demo) !== members) {
      throw new Error(
        `DATABASE_URL names a demo shop of ${rows[0].demo} members: say --members ${rows[0].demo}`
      )
    }
    if (rows[0].demo === null) {
      await seed(REPOSITORY, url, members, progress)
    }
    return url
  } finally {
    await client.end()
  }
}

async function migrate(site: Site, url: string, progress: (words: string) => void): Promise<void> {
  progress("Migrating the database …")
  await runMigrations({ DATABASE_URL: url }, site)
}

/** @param env - With the database's URL, and whatever switches on modules that have tables of their own. */
export async function runMigrations(
  env: { DATABASE_URL: string } & Record<string, string>,
  site = REPOSITORY
): Promise<void> {
  await runMedusa(["db:migrate", ...safely(site)], env, path.join(DATA, "migrate.log"), site)
}

/** Without these Medusa asks. 2.21.0 asks nothing about search, and refuses to be told. */
function safely({ folder }: Site): string[] {
  const { version } = createRequire(path.join(folder, "package.json"))("@medusajs/cli/package.json") as {
    version: string
  }
  return ["--execute-safe-links", ...(version === "2.21.0" ? [] : ["--execute-safe-search"])]
}

async function seed(
  site: Site,
  url: string,
  members: number,
  progress: (words: string) => void
): Promise<void> {
  progress(`Filling the shop with ${members} members …`)
  const env = { DATABASE_URL: url, DEMO_MEMBERS: String(members) }
  await runMedusa(["exec", "./demo/seed/index.ts"], env, path.join(DATA, "seed.log"), site)
}

/** A half-made template goes by another name, so that a run that was killed leaves none behind. */
async function makeOnce(client: Client, name: string, from: string | undefined, make: () => Promise<void>) {
  if (await exists(client, name)) {
    return
  }
  if (from) {
    await copy(client, from, building(name))
  } else {
    await drop(client, building(name))
    await client.query(`CREATE DATABASE ${quote(building(name))}`)
  }
  await make()
  await client.query(`ALTER DATABASE ${quote(building(name))} RENAME TO ${quote(name)}`)
}

const building = (name: string) => `building_${name}`

/** Templates of an earlier schema or seed are never used again. */
async function dropOutdated(client: Client, kind: string, generation: string): Promise<void> {
  const { rows } = await client.query<{ datname: string }>(
    "SELECT datname FROM pg_database WHERE starts_with(datname, $1) AND NOT starts_with(datname, $2)",
    [kind, generation]
  )
  for (const { datname } of rows) {
    await drop(client, datname)
  }
}

async function copy(client: Client, from: string, to: string): Promise<void> {
  await drop(client, to)
  await client.query(`CREATE DATABASE ${quote(to)} TEMPLATE ${quote(from)}`)
}

async function drop(client: Client, name: string): Promise<void> {
  await client.query(`DROP DATABASE IF EXISTS ${quote(name)} WITH (FORCE)`)
}

async function exists(client: Client, name: string): Promise<boolean> {
  const { rowCount } = await client.query("SELECT FROM pg_database WHERE datname = $1", [name])
  return rowCount === 1
}

/** Which schema a kept shop was last migrated to stands in the comment on its database. */
async function note(client: Client, name: string, schema: string): Promise<void> {
  await client.query(`COMMENT ON DATABASE ${quote(name)} IS ${client.escapeLiteral(schema)}`)
}

async function noteOf(client: Client, name: string): Promise<string | null> {
  const { rows } = await client.query<{ note: string | null }>(
    "SELECT shobj_description(oid, 'pg_database') AS note FROM pg_database WHERE datname = $1",
    [name]
  )
  return rows[0]?.note ?? null
}

/** A database name cannot be a parameter. */
function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

async function connect(connectionString: string): Promise<Client> {
  const client = new Client({ connectionString })
  await client.connect()
  return client
}
