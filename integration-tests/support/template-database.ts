/** Databases that take long to make, made once per server: each file of stories gets a copy, which is there in no time. */
import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"

import type { Client } from "pg"

import { onServer } from "./database"

export interface Template {
  /** The first part of its name. */
  kind: string
  /** The files that it is made of: another state of them is another template. */
  sources: readonly string[]
  /** Fills an empty database, and leaves no connection to it open. */
  fill(database: string): Promise<void>
}

/** Makes it, unless it is there. @returns its name. */
export async function templateDatabase(template: Template): Promise<string> {
  const name = nameOf(template)
  await onServer(async (server) => {
    // Two runners would make it at once.
    await server.query("SELECT pg_advisory_lock(hashtext($1))", [name])
    await make(server, name, template)
  })
  return name
}

function nameOf({ kind, sources }: Template): string {
  const hash = createHash("sha256")
  sources.forEach((file) => hash.update(readFileSync(file)))
  return `${kind}_${hash.digest("hex").slice(0, 12)}`
}

/** It gets its name when it is complete, so that one that was interrupted is never copied. */
async function make(server: Client, name: string, { fill }: Template): Promise<void> {
  const { rowCount } = await server.query("SELECT FROM pg_database WHERE datname = $1", [name])
  if (rowCount) {
    return
  }
  const unfinished = `${name}_unfinished`
  await server.query(`DROP DATABASE IF EXISTS ${unfinished} WITH (FORCE)`)
  await server.query(`CREATE DATABASE ${unfinished}`)
  await fill(unfinished)
  await server.query(`ALTER DATABASE ${unfinished} RENAME TO ${name}`)
}
