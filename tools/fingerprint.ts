/** Whether files changed since something was made of them. */
import crypto from "node:crypto"
import fs from "node:fs"
import path from "node:path"

const ROOT = path.join(__dirname, "..")

/** Eight letters that change when any of these files, or files in these folders, does. */
export function fingerprint(paths: string[]): string {
  const hash = crypto.createHash("sha256")
  for (const file of paths.flatMap((name) => filesBelow(path.join(ROOT, name))).sort()) {
    hash.update(path.relative(ROOT, file)).update(fs.readFileSync(file))
  }
  return hash.digest("hex").slice(0, 8)
}

function filesBelow(file: string): string[] {
  if (!fs.existsSync(file)) {
    return []
  }
  return fs.statSync(file).isDirectory()
    ? fs.readdirSync(file).flatMap((name) => filesBelow(path.join(file, name)))
    : [file]
}
