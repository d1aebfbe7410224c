/** The papers and the comments name files, and files move. */
import { existsSync, readdirSync, readFileSync } from "node:fs"
import path from "node:path"

import { FILE, withTable } from "../../../../tools/services"

const ROOT = path.join(__dirname, "../../../..")
const FROM = ["", "src", "src/modules/mail", "integration-tests"]

const read = (file: string) => readFileSync(path.join(ROOT, file), "utf8")
const filesIn = (folder: string) =>
  readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" }).map((file) =>
    path.join(folder, file)
  )

/** Paths of TypeScript files between backticks, and targets of links into this repository. */
function namedIn(paper: string): string[] {
  const text = readFileSync(path.join(ROOT, paper), "utf8")
  const files = text.matchAll(/`((?:[\w[\].-]+\/)+[\w[\].-]+\.(?:ts|tsx|mjs))`|\/blob\/main\/([\w[\]./-]+)/g)
  return [...files].map(([, file, link]) => (file ?? link)!)
}

it.each([
  "README.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  "docs/ARCHITECTURE.md",
  "docs/api.md",
  "docs/limits.md",
  "docs/operations.md",
  "docs/deploy.md",
  "docs/options.md",
  "docs/speed.md",
  "docs/templates.md",
])("%s names files that are there", (paper) => {
  const missing = namedIn(paper).filter(
    (file) => !FROM.some((from) => existsSync(path.join(ROOT, from, file)))
  )
  expect(missing).toEqual([])
})

it("the architecture names each room of the module, and each has its floor", () => {
  const rooms = readdirSync(path.join(ROOT, "src/modules/mail"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .filter((name) => !["__tests__", "facade"].includes(name))
  const paper = read("docs/ARCHITECTURE.md")
  const floors = read("tools/eslint-floors.mjs")
  expect(rooms.filter((room) => !paper.includes(`| \`${room}/\``))).toEqual([])
  expect(rooms.filter((room) => !floors.includes(`"${room}"`))).toEqual([])
})

it("the table of mail services says what the code knows; `npm run services` writes it anew", () => {
  const page = readFileSync(FILE, "utf8")
  const cells = (text: string) => text.replace(/[ -]+/g, " ").replace(/\n+/g, "\n")
  expect(cells(withTable(page))).toBe(cells(page))
})

it("comments in the code name files that are there", () => {
  const files = ["src", "tools", "integration-tests", "bench", "demo"].flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" })
  )
  const names = new Set(files.map((file) => path.basename(file)))
  const stale = readdirSync(path.join(ROOT, "src"), { recursive: true, encoding: "utf8" })
    .filter((file) => /(?<!spec)\.tsx?$/.test(file) && !file.includes("migrations"))
    .flatMap((file) => {
      const comments =
        readFileSync(path.join(ROOT, "src", file), "utf8").match(/^\s*(?:\/?\*|\/\/).*$/gm) ?? []
      const named = comments.flatMap((line) => line.match(/(?<![\w.])[\w-]+\.tsx?\b/g) ?? [])
      return named.filter((name) => !names.has(name)).map((name) => `${file}: ${name}`)
    })
  // The store's own files.
  expect(stale.filter((line) => !/: (?:medusa-config|instrumentation)\.ts$/.test(line))).toEqual([])
})

describe("What other code may use", () => {
  it("is named in package.json path by path, and each is made of a file that is there", () => {
    const { exports } = JSON.parse(read("package.json")) as { exports: Record<string, unknown> }
    // The admin's entry is made by `medusa plugin:build`; the browser's stories open it.
    const { "./admin": admin, "./package.json": own, ...rest } = exports
    expect(admin && own).toBeTruthy()
    const sources = Object.values(rest).map((made) =>
      (made as string).replace("./.medusa/server/", "").replace(/\.js$/, ".ts")
    )
    expect(sources).not.toEqual([])
    expect(sources.filter((file) => file.includes("*") || !existsSync(path.join(ROOT, file)))).toEqual([])
  })

  it("is described at each method of the service", () => {
    const bare = filesIn("src/modules/mail/facade").flatMap((file) =>
      [...read(file).matchAll(/^(.*)\n {2}async (\w+)\(/gm)]
        .filter(([, before]) => !before!.endsWith("*/"))
        .map(([, , name]) => `${file}: ${name}`)
    )
    // `private` and `protected` methods have their word before `async`.
    expect(bare).toEqual([])
  })

  it("is described at each workflow, with an example", () => {
    const workflows = filesIn("src/workflows").filter(
      (file) => file.endsWith(".ts") && /^export const \w+ = createWorkflow\(/m.test(read(file))
    )
    const bare = workflows.filter(
      (file) => !/@example(?:(?!\*\/)[^])*\*\/\nexport const \w+ = createWorkflow\(/.test(read(file))
    )
    expect(workflows.length).toBeGreaterThan(20)
    expect(bare).toEqual([])
  })
})
