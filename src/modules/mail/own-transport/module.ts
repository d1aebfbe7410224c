/**
 * The module that makes a transport: found and checked when the store boots, and loaded again in the thread that sends, since
 * nothing but plain data crosses into it.
 */
import { existsSync, statSync } from "node:fs"
import { createRequire } from "node:module"
import path from "node:path"
import { isMainThread } from "node:worker_threads"

import { wordsOf } from "./answer"
import { secretsIn } from "./secrets"
import type { MailTransport, MailTransportFactory } from "./shape"

/** Plain data, so that it can be handed to a thread. */
export interface TransportModule {
  /** As it was written, for people. */
  name: string
  /** Where it was found. */
  file: string
  /** What reads TypeScript in a thread; null where there is none, as in a compiled store, which needs none. */
  tsNode: string | null
  options: Record<string, unknown>
}

/** Found, loaded once, and seen to make a transport. */
export interface CheckedModule extends TransportModule {
  /** How many mails at once it says that it bears. */
  connections: number | undefined
}

/** `medusa build` turns the one into the other, and the option stays as it is. */
const ENDINGS = [".js", ".cjs", ".mjs", ".ts", ".cts", ".mts"]
const TYPESCRIPT = /\.[cm]?ts$/
const MOST_CONNECTIONS = 200

/**
 * @param root - The store's folder: paths that begin with a dot lead from there, packages are looked for from there.
 * @throws Error that names the wrong setting and holds no secret.
 */
export function findModule(
  { resolve, options = {} }: { resolve: string; options?: Record<string, unknown> },
  root: string
): TransportModule {
  const file = fileOf(resolve, root)
  if (!file) {
    throw new Error(
      `resolve names no module that is found from ${root} (a path begins with ./ and leads from there; anything else is a package)`
    )
  }
  const foreign = unlikeJson(options, "options")
  if (foreign) {
    throw new Error(`${foreign} must be plain data, because sending runs in a thread of its own`)
  }
  return { name: resolve, file, tsNode: TYPESCRIPT.test(file) ? tsNodeOf(root) : null, options }
}

function fileOf(name: string, root: string): string | null {
  if (!name.startsWith(".") && !path.isAbsolute(name)) {
    try {
      return createRequire(path.join(root, "package.json")).resolve(name)
    } catch {
      return null
    }
  }
  const full = path.resolve(root, name)
  const bare = full.replace(/\.[cm]?[jt]s$/, "")
  const places = [full, bare, path.join(full, "index")].flatMap((place) => [
    place,
    ...ENDINGS.map((ending) => place + ending),
  ])
  return places.find((place) => existsSync(place) && statSync(place).isFile()) ?? null
}

function tsNodeOf(root: string): string | null {
  for (const from of [path.join(root, "package.json"), __filename]) {
    try {
      return createRequire(from).resolve("ts-node")
    } catch {
      // Perhaps from the other place.
    }
  }
  return null
}

/** @returns where something stands that cannot be written as JSON; null if nothing is. */
function unlikeJson(value: unknown, place: string): string | null {
  if (["string", "number", "boolean"].includes(typeof value) || value === null) {
    return null
  }
  const isPlain = Array.isArray(value) || Object.prototype.toString.call(value) === "[object Object]"
  if (!isPlain) {
    return place
  }
  const parts = Object.entries(value as object).map(([name, part]) => unlikeJson(part, `${place}.${name}`))
  return parts.find((part) => part !== null) ?? null
}

/**
 * Loads it and makes a transport.
 *
 * @throws Error in words that hold no secret.
 */
export function makeTransport({ file, tsNode, options }: TransportModule): MailTransport {
  const secrets = secretsIn(options)
  const make = factoryIn(
    attempted("the module that resolve names cannot be loaded", secrets, () => load(file, tsNode))
  )
  const made = attempted("the module that resolve names refuses its options", secrets, () =>
    make(structuredClone(options))
  )
  const wrong = wrongIn(made)
  if (wrong) {
    throw new Error(`what the module makes is no transport: ${wrong}`)
  }
  return made
}

/**
 * What a person wrote, checked wholly: a transport is made once and closed again.
 *
 * @throws Error that continues after the name of the option.
 */
export function checkedModule(said: Parameters<typeof findModule>[0], root = process.cwd()): CheckedModule {
  const module = findModule(said, root)
  const made = makeTransport(module)
  void Promise.resolve()
    .then(() => made.close?.())
    .catch(() => undefined)
  return { ...module, connections: made.connections }
}

function attempted<Result>(words: string, secrets: readonly string[], run: () => Result): Result {
  try {
    return run()
  } catch (error) {
    // What Node adds on further lines is the way through all modules.
    throw new Error(`${words}: ${wordsOf(error, secrets).split("\n", 1)[0]}`)
  }
}

function load(file: string, tsNode: string | null): unknown {
  const load = createRequire(__filename)
  // The main thread of a store that is being developed reads TypeScript already, a thread of ours perhaps not.
  if (tsNode && !isMainThread && !(Symbol.for("ts-node.register.instance") in process)) {
    const { register } = load(tsNode) as { register(options: object): void }
    register({ swc: true, cwd: process.cwd() })
  }
  return load(file)
}

function factoryIn(loaded: unknown): MailTransportFactory {
  const outer = (loaded as { default?: unknown } | null)?.default
  const factory = [(outer as { default?: unknown } | undefined)?.default, outer, loaded].find(
    (candidate) => typeof candidate === "function"
  )
  if (!factory) {
    throw new Error("the module that resolve names has no function as its default export")
  }
  return factory as MailTransportFactory
}

/** @returns what is wrong with it, in words; null if nothing is. */
function wrongIn(made: unknown): string | null {
  if (typeof made !== "object" || made === null) {
    return "it must be an object"
  }
  const { then, send, verify, close, connections } = made as Record<keyof MailTransport | "then", unknown>
  if (typeof then === "function") {
    return "it is a promise, and must be made at once"
  }
  if (typeof send !== "function") {
    return "send must be a function"
  }
  const optional = Object.entries({ verify, close }).find(
    ([, value]) => value !== undefined && typeof value !== "function"
  )
  if (optional) {
    return `${optional[0]} must be a function`
  }
  return connections === undefined || isCount(connections)
    ? null
    : `connections must be a whole number from 1 to ${MOST_CONNECTIONS}`
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= MOST_CONNECTIONS
}
