/** The packed package, as a merchant's store has it: what is in it, and what became of its pages. */
import { existsSync, readdirSync, readFileSync } from "node:fs"
import path from "node:path"

import { ROOT } from "../../tools/medusa"
import { copiesOf, missingClasses, SHARED } from "../store/admin-bundle"
import { type InstalledStore, installedStore, storeUnderTest } from "../store/installed-store"
import { PACKAGE } from "../store/plugin"

let store: InstalledStore
let installed: string

beforeAll(async () => {
  store = await installedStore(storeUnderTest(), () => undefined)
  installed = path.join(store.folder, "node_modules", PACKAGE)
})

/** Everything below `src` but the admin, which is one bundle, and tests; without endings. */
function modulesIn(source: string): string[] {
  return readdirSync(source, { recursive: true, encoding: "utf8" })
    .filter((file) => /(?<!\.d)\.[jt]s$/.test(file) && !/^admin|__tests__/.test(file))
    .map((file) => file.replace(/\.[jt]s$/, ""))
    .sort()
}

/** Every path in `exports`, with the folder that stands before its asterisk in place of a pattern. */
function exported(part: unknown): string[] {
  if (typeof part === "string") {
    return [part.split("*")[0]!]
  }
  return Object.values(part as object).flatMap(exported)
}

describe("what is packed", () => {
  it("has everything in it that was written", () => {
    expect(modulesIn(path.join(installed, ".medusa/server/src"))).toEqual(modulesIn(path.join(ROOT, "src")))
  })

  it("has every path that its package.json exports, and the papers", () => {
    const { exports } = JSON.parse(readFileSync(path.join(installed, "package.json"), "utf8")) as {
      exports: object
    }
    const named = [...exported(exports), "README.md", "CHANGELOG.md", "LICENSE"]
    expect(named.filter((file) => !existsSync(path.join(installed, file)))).toEqual([])
  })
})

describe("the README", () => {
  it("is read on npm's page too, where only whole addresses lead somewhere", () => {
    const readme = readFileSync(path.join(ROOT, "README.md"), "utf8")
    const targets = [...readme.matchAll(/\]\(([^)\s]+)/g)].map(([, target]) => target!)
    expect(targets.filter((target) => !/^(https:|#)/.test(target))).toEqual([])
    const ours =
      /^https:\/\/(?:github\.com|raw\.githubusercontent\.com)\/[^/]+\/[^/]+\/(?:blob\/)?main\/([^#]+)/
    const files = targets.flatMap((target) => ours.exec(target)?.[1] ?? [])
    expect(files.filter((file) => !existsSync(path.join(ROOT, file)))).toEqual([])
  })
})

describe("its pages in the admin that the store built", () => {
  it("have every class that they name", async () => {
    expect(await missingClasses(store)).toEqual([])
  }, 60_000)

  it("share one copy of each library with Medusa's own", () => {
    expect(copiesOf(store)).toEqual(Object.fromEntries(SHARED.map((name) => [name, 1])))
  })

  it("come without the editor, which is fetched when somebody writes", () => {
    const scripts = path.join(store.production.folder, "public", "admin", "assets")
    const withEditor = readdirSync(scripts).filter((name) =>
      readFileSync(path.join(scripts, name), "latin1").includes("cm-editor")
    )
    expect(withEditor).toEqual([expect.stringMatching(/^code-editor-.*\.js$/)])
  })
})
