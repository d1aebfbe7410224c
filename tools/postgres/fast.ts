/** The cluster of a run of tests: in memory, if the machine has room for it there. */
import fs from "node:fs"
import os from "node:os"
import path from "node:path"

import { type ClusterOptions } from "./cluster"
import { throwAwayFolder } from "./index"

/** A file system that Linux keeps in memory. */
const MEMORY = "/dev/shm"

/** Bytes. The cluster itself takes far less; stores and browsers need memory beside it. A container often has 64 MB there. */
const ROOM = 4 * 1024 ** 3

/**
 * A cluster that is fast, and gone after the run. Each story about a store gets a database of its own, which is two
 * thousand files: a disk may need longer to make them than the whole story takes otherwise.
 *
 * @param parent - Made if missing: what else the run writes goes there, and the cluster where memory has no room.
 */
export function fastCluster(parent: string): ClusterOptions {
  fs.mkdirSync(parent, { recursive: true })
  return { folder: throwAwayFolder(folderInMemory() ?? parent), fast: true, throwAway: true }
}

function folderInMemory(): string | undefined {
  if (process.platform !== "linux" || !fs.existsSync(MEMORY)) {
    return undefined
  }
  const { bavail, bsize } = fs.statfsSync(MEMORY)
  // One for each account: nobody can write in another's.
  const folder = path.join(MEMORY, `mail-delivery-tests-${process.getuid!()}`)
  return Math.min(bavail * bsize, os.freemem()) < ROOM ? undefined : folder
}
