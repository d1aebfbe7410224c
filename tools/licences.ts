/**
 * `npm run licences`: what an installed package brings with it, each with its licence, from the lock file. Fails on a
 * licence that a shop could not simply accept, so that none comes in unseen with an update.
 */
import fs from "node:fs"
import path from "node:path"

const ROOT = path.join(__dirname, "..")
const ACCEPTED = new Set([
  "MIT",
  "ISC",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "0BSD",
  "MIT-0",
  "BlueOak-1.0.0",
])

/** Licences that the lock file words otherwise, read by a person in the package itself. */
const READ: Record<string, string> = {
  // Medusa's own, as every store has it; its Enterprise parts are not in this package.
  "@medusajs/js-sdk": "MIT",
  slick: "MIT",
}

/** "(MIT OR EUPL-1.1+)" leaves the choice to whoever takes it; one that can be accepted is enough. */
const acceptable = (licence: string) =>
  licence
    .replace(/^\(|\)$/g, "")
    .split(" OR ")
    .some((choice) => ACCEPTED.has(choice))

interface LockedPackage {
  version?: string
  license?: string
  dependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
}

type Lock = Record<string, LockedPackage>

/** Node's own way: the nearest `node_modules` above the one who asks. */
function resolve(lock: Lock, from: string, name: string): string | undefined {
  for (let folder = from; ; folder = folder.replace(/(^|\/)node_modules\/(@[^/]+\/)?[^/]+$/, "")) {
    const candidate = `${folder ? `${folder}/` : ""}node_modules/${name}`
    if (candidate in lock) {
      return candidate
    }
    if (!folder) {
      return undefined
    }
  }
}

/** The places of everything that an installer of the package gets; peers are the store's own. */
function shippedWith(lock: Lock): string[] {
  const seen = new Set<string>()
  const open = [""]
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const { dependencies, optionalDependencies } = lock[place]!
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      const found = resolve(lock, place, name)
      if (found && !seen.has(found)) {
        seen.add(found)
        open.push(found)
      }
    }
  }
  return [...seen].sort()
}

const lock = (JSON.parse(fs.readFileSync(path.join(ROOT, "package-lock.json"), "utf8")) as { packages: Lock })
  .packages
const rows = shippedWith(lock).map((place) => {
  const name = place.replace(/^.*node_modules\//, "")
  const { version = "?", license = "unknown" } = lock[place]!
  return { name, version, licence: READ[name] ?? license }
})
for (const { name, version, licence } of rows) {
  console.log(`${licence.padEnd(14)} ${name} ${version}`)
}
const refused = rows.filter(({ licence }) => !acceptable(licence))
if (rows.length === 0 || refused.length > 0) {
  const names = refused.map(({ name, licence }) => `${name} (${licence})`)
  console.error(rows.length === 0 ? "No dependencies found" : `Look at the licence of ${names.join(", ")}`)
  process.exitCode = 1
}
