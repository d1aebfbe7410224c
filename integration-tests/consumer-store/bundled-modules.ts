/** Writes down which files the admin was bundled of, so that the copies of each package can be counted. */
import { writeFileSync } from "node:fs"
import path from "node:path"

interface Bundle {
  [file: string]: { type: "asset" } | { type: "chunk"; modules: Record<string, unknown> }
}

export const bundledModules = {
  name: "bundled-modules",
  generateBundle(_options: unknown, bundle: Bundle) {
    const files = Object.values(bundle).flatMap((part) =>
      part.type === "chunk" ? Object.keys(part.modules) : []
    )
    writeFileSync(path.join(process.cwd(), ".medusa", "bundled-modules.json"), JSON.stringify(files))
  },
}
