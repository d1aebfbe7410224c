/**
 * Who imports whom: a reader who follows the imports goes down and never meets the same file twice, and a thread loads nothing
 * of the framework.
 */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs"
import path from "node:path"

const SOURCE = path.join(__dirname, "../../..")
const IMPORT = /^(?:import|export)\b( type\b)?[^;"']*?from "([^"]+)"|^import "([^"]+)"/gm

function fileOf(from: string, target: string): string | undefined {
  const base = path.resolve(path.dirname(from), target)
  const candidates = [base, `${base}.ts`, `${base}.tsx`, path.join(base, "index.ts")]
  return candidates.find((file) => existsSync(file) && statSync(file).isFile())
}

interface Import {
  /** A file of ours, or a package by its name. */
  target: string
  /** It is gone when the file is loaded. */
  isType: boolean
}

function importsOf(file: string): Import[] {
  return [...readFileSync(file, "utf8").matchAll(IMPORT)].flatMap(([, type, from, bare]) => {
    const name = (from ?? bare)!
    const target = name.startsWith(".") ? fileOf(file, name) : name
    return target ? [{ target, isType: Boolean(type) }] : []
  })
}

const imports = new Map(
  readdirSync(SOURCE, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file) && !file.includes("__tests__"))
    .map((name) => path.join(SOURCE, name))
    .map((file) => [file, importsOf(file)] as const)
)

/** Each circle once, as the files on its way. Types count too: they also have to be read. */
function circles(): string[] {
  const done = new Set<string>()
  const found: string[] = []
  const visit = (file: string, way: readonly string[]): void => {
    if (way.includes(file)) {
      found.push([...way.slice(way.indexOf(file)), file].map((one) => path.relative(SOURCE, one)).join(" > "))
    } else if (!done.has(file)) {
      imports.get(file)?.forEach(({ target }) => visit(target, [...way, file]))
      done.add(file)
    }
  }
  for (const file of imports.keys()) {
    visit(file, [])
  }
  return found
}

/** Everything that is loaded with a file, each with the files on the way to it. */
function loadedWith(file: string): Map<string, readonly string[]> {
  const found = new Map<string, readonly string[]>()
  const visit = (target: string, way: readonly string[]): void => {
    if (!found.has(target)) {
      found.set(target, way)
      const values = imports.get(target)?.filter(({ isType }) => !isType)
      values?.forEach((value) => visit(value.target, [...way, path.relative(SOURCE, target)]))
    }
  }
  visit(file, [])
  return found
}

it("no file imports itself by way of others", () => {
  expect(imports.size).toBeGreaterThan(400)
  expect([...imports.values()].flat().length).toBeGreaterThan(imports.size)
  expect(circles()).toEqual([])
})

/** Of the framework's entries the one that is a package of its own. */
const LIGHT = "@medusajs/framework/zod"

// The framework is more than all else that a thread loads: memory that stays taken, and time at each start.
it.each(["render-threads/thread.ts", "sending/sending-thread.ts", "sending/intake-thread.ts"])(
  "%s loads no framework",
  (thread) => {
    const loaded = loadedWith(path.join(SOURCE, "modules/mail", thread))
    const framework = [...loaded].filter(([target]) => /^@medusajs\b/.test(target) && target !== LIGHT)

    expect(loaded.size).toBeGreaterThan(50)
    expect(framework.map(([target, way]) => [...way, target].join(" > "))).toEqual([])
  }
)
