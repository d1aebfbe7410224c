// The floors of the house: a folder of `src` imports only from the floors below its own. So there is no circle between
// folders, and a reader who goes down meets nothing twice. docs/ARCHITECTURE.md says what each room is for.
import fs from "node:fs"
import path from "node:path"

const MODULE = [
  "words", // what everything is called; imports nothing
  "refusals",
  "formats",
  "seals",
  "oauth",
  "sql",
  "address",
  "shapes",
  "settings",
  "transports",
  "quota",
  "eligibility",
  "audience",
  "segments",
  "members",
  "content/mime",
  "content/liquid",
  "content/html",
  "content",
  "content/order-insert",
  "orders",
  "render-threads",
  "templates",
  "smtp",
  "mail-apis",
  "own-transport",
  "failures",
  "deliveries",
  "mailings",
  "automatic",
  "bounces",
  "intake",
  "sender",
  "options",
  "dispatch",
  "models",
  "readiness",
  "health",
  "sending",
  "migrations",
  "", // the façade
]

/** From the ground up. What stands under no entry is on the floor of the nearest folder above it. */
const FLOORS = [
  ...MODULE.map((room) => path.posix.join("modules/mail", room)),
  "policies",
  "notices",
  "admin",
  "container",
  "providers",
  "documents",
  "http",
  "workflows",
  "api",
  "jobs",
  "links",
  "subscribers",
]

const SOURCE = path.join(import.meta.dirname, "..", "src")

/** The file behind a specifier, which may name a folder. */
const fileOf = (target) => (fs.existsSync(target) ? path.join(target, "index") : target)

/** @returns the room that a file is in, and its floor; undefined for what is not in `src`. */
function placeOf(file) {
  for (let room = path.dirname(path.relative(SOURCE, file)); ; room = path.dirname(room)) {
    const floor = FLOORS.indexOf(room)
    if (floor >= 0 || room === "." || room.startsWith("..")) {
      return floor < 0 ? undefined : { room, floor }
    }
  }
}

/** A value of the server in the admin's bundle would be loaded by every browser; these rooms are made for both. */
const FOR_BROWSERS = new Set(["modules/mail/words", "modules/mail/formats", "notices"])

function check(context, node) {
  const target = node.source?.value
  const from = placeOf(context.filename)
  if (!from || !target?.startsWith(".") || context.filename.includes("__tests__")) {
    return
  }
  const there = placeOf(fileOf(path.resolve(path.dirname(context.filename), target)))
  if (there && there.floor > from.floor) {
    context.report({ node, message: `${from.room} stands below ${there.room} and may not import from it` })
  } else if (
    there &&
    from.room === "admin" &&
    there.room !== "admin" &&
    isValue(node) &&
    !FOR_BROWSERS.has(there.room)
  ) {
    context.report({ node, message: `the admin may import only types from ${there.room}` })
  }
}

function isValue(node) {
  const typeOnly = node.importKind === "type" || node.exportKind === "type"
  return (
    !typeOnly &&
    !(node.specifiers?.length && node.specifiers.every(({ importKind }) => importKind === "type"))
  )
}

export default {
  rules: {
    floors: {
      meta: { type: "problem", schema: [] },
      create: (context) => ({
        ImportDeclaration: (node) => check(context, node),
        ExportNamedDeclaration: (node) => check(context, node),
        ExportAllDeclaration: (node) => check(context, node),
      }),
    },
  },
}
