/** The papers name files, and files move. */
import { existsSync, readFileSync } from "node:fs"
import path from "node:path"

const ROOT = path.join(__dirname, "../../../..")
const FROM = ["", "src", "src/modules/mail", "integration-tests"]

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
  "docs/limits.md",
  "docs/operations.md",
  "docs/deploy.md",
])("%s names files that are there", (paper) => {
  const missing = namedIn(paper).filter(
    (file) => !FROM.some((from) => existsSync(path.join(ROOT, from, file)))
  )
  expect(missing).toEqual([])
})
