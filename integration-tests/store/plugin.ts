/** The package as npm would publish it: built by its own `prepack` and packed. */
import { createHash } from "node:crypto"
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs"
import path from "node:path"

import { fingerprint } from "../../tools/fingerprint"
import { ROOT } from "../../tools/medusa"
import { run } from "./command"

export const PACKAGE = "medusa-plugin-mail-delivery"

export interface Pack {
  /** The tarball. */
  file: string
  /** Another one for every other content. */
  digest: string
}

/** What the package's code is made of, and what makes it. No store is built anew for a word in the README. */
const SOURCES = ["src", "package.json", "package-lock.json", "tsconfig.json", "vite.config.mjs"]

/** Packs it, or finds what an earlier run packed of the same sources. Within one run it is one package. */
export async function packPlugin(): Promise<Pack> {
  const file = (process.env.MAIL_PACKED ??= await pack())
  return { file, digest: createHash("sha256").update(readFileSync(file)).digest("hex").slice(0, 12) }
}

async function pack(): Promise<string> {
  const packs = path.join(ROOT, ".test", "pack")
  const folder = path.join(packs, fingerprint(SOURCES))
  if (!existsSync(folder)) {
    rmSync(packs, { recursive: true, force: true })
    const making = `${folder}-making`
    mkdirSync(making, { recursive: true })
    await run(ROOT, ["npm", "pack", "--pack-destination", making], path.join(packs, "pack.log"))
    renameSync(making, folder)
  }
  return path.join(folder, readdirSync(folder)[0]!)
}
