/** Who imports whom: a reader who follows the imports goes down and never meets the same file twice. */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs"
import path from "node:path"

const SOURCE = path.join(__dirname, "../../..")
const IMPORT = /^(?:import|export)\b[^;"']*?from "(\.[^"]+)"|^import "(\.[^"]+)"/gm

function fileOf(from: string, target: string): string | undefined {
  const base = path.resolve(path.dirname(from), target)
  const candidates = [base, `${base}.ts`, `${base}.tsx`, path.join(base, "index.ts")]
  return candidates.find((file) => existsSync(file) && statSync(file).isFile())
}

const imports = new Map(
  readdirSync(SOURCE, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file) && !file.includes("__tests__"))
    .map((name) => {
      const file = path.join(SOURCE, name)
      const targets = [...readFileSync(file, "utf8").matchAll(IMPORT)]
      return [file, targets.flatMap(([, from, bare]) => fileOf(file, (from ?? bare)!) ?? [])] as const
    })
)

/** Each circle once, as the files on its way. Types count too: they also have to be read. */
function circles(): string[] {
  const done = new Set<string>()
  const found: string[] = []
  const visit = (file: string, way: readonly string[]): void => {
    if (way.includes(file)) {
      found.push([...way.slice(way.indexOf(file)), file].map((one) => path.relative(SOURCE, one)).join(" > "))
    } else if (!done.has(file)) {
      imports.get(file)?.forEach((target) => visit(target, [...way, file]))
      done.add(file)
    }
  }
  for (const file of imports.keys()) {
    visit(file, [])
  }
  return found
}

it("no file imports itself by way of others", () => {
  expect(imports.size).toBeGreaterThan(400)
  expect([...imports.values()].flat().length).toBeGreaterThan(imports.size)
  expect(circles()).toEqual([])
})
