/** One living owner per cluster folder: a second one would take the first one's server for a leftover. */
import fs from "node:fs"
import path from "node:path"

import { identify, isAlive } from "../processes"

/** Another living process uses this cluster. */
export class ClusterInUse extends Error {
  constructor(folder: string, owner: string) {
    super(`${folder} is in use by process ${owner.split(" ")[0]}; stop that one first`)
  }
}

/** Claims a folder for this process until it ends. @throws ClusterInUse */
export function claimFolder(folder: string): void {
  fs.mkdirSync(folder, { recursive: true })
  const owner = ownerOf(folder)
  if (owner && owner !== identify(process.pid)) {
    throw new ClusterInUse(folder, owner)
  }
  fs.writeFileSync(path.join(folder, "owner"), identify(process.pid))
}

export function releaseFolder(folder: string): void {
  fs.rmSync(path.join(folder, "owner"), { force: true })
}

/** The living owner of a folder, if there is one. */
export function ownerOf(folder: string): string | undefined {
  const file = path.join(folder, "owner")
  const owner = fs.existsSync(file) ? fs.readFileSync(file, "utf8") : ""
  return isAlive(owner) ? owner : undefined
}
