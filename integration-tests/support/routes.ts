/** Every route that the plugin has, found by its files: a new one is tested without being named anywhere. */
import { readdirSync, readFileSync } from "node:fs"
import path from "node:path"

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE"

export interface Route {
  method: Method
  /** In small letters, as Express reads it: `/admin/mail/mailings/:id/send`. */
  matcher: string
}

const ROUTES = path.resolve(__dirname, "../../src/api")
const HANDLERS = /^export (?:async )?(?:function|const) (GET|POST|PUT|PATCH|DELETE)\b/gm

/** @param below - Only those whose matcher begins so: `/admin/mail`. */
export function everyRoute(below = "/"): Route[] {
  const files = readdirSync(ROUTES, { recursive: true, encoding: "utf8" })
  return files
    .filter((file) => path.basename(file) === "route.ts")
    .flatMap((file) => {
      const source = readFileSync(path.join(ROUTES, file), "utf8")
      const folder = path.dirname(file).replace(/\[(\w+)\]/g, ":$1")
      const matcher = `/${folder.toLowerCase()}`
      return [...source.matchAll(HANDLERS)].map(([, method]) => ({ method: method as Method, matcher }))
    })
    .filter(({ matcher }) => matcher.startsWith(below))
    .sort((one, other) => nameOf(one).localeCompare(nameOf(other)))
}

export function nameOf({ method, matcher }: Route): string {
  return `${method} ${matcher}`
}
