/** Programs of the machine. */
import { existsSync } from "node:fs"
import path from "node:path"

/** The path of one, looked for also where Debian keeps what servers need; undefined if there is none. */
export function findProgram(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? "").split(path.delimiter), "/usr/sbin"]
  return folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file))
}
