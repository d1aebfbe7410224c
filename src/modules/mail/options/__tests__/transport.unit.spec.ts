/** A transport of the store's own in the options: found, made once, and refused in one sentence without secrets. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"

import { parseOptions } from ".."
import { refusalOf } from "./refusal"

const HIDDEN = "h1dden-s3cret"
const SENDS = "module.exports = () => ({ send: async () => ({ kind: 'accepted' }) })"

let root: string
let before: string

/** A store's folder, with what it has in it. */
const FILES: Record<string, string> = {
  "package.json": '{ "name": "shop" }',
  "src/mail/sends.js": SENDS,
  "src/mail/folder/index.js": SENDS,
  "src/mail/compiled.js":
    'Object.defineProperty(exports, "__esModule", { value: true });\nexports.default = () => ({ send() {}, connections: 3 })',
  "src/mail/nothing.js": "module.exports = { send() {} }",
  "src/mail/broken.js": "require('a-package-that-is-nowhere')",
  "src/mail/refuses.js": "module.exports = ({ key }) => { throw new Error('no such key: ' + key) }",
  "src/mail/promised.js": "module.exports = async () => ({ send() {} })",
  "src/mail/mute.js": "module.exports = () => ({ sends() {} })",
  "src/mail/verifies.js": "module.exports = () => ({ send() {}, verify: true })",
  "src/mail/many.js": "module.exports = () => ({ send() {}, connections: 0 })",
  "node_modules/sends-mail/package.json": '{ "name": "sends-mail", "main": "main.js" }',
  "node_modules/sends-mail/main.js": SENDS,
}

beforeAll(() => {
  before = process.cwd()
  root = mkdtempSync(path.join(tmpdir(), "shop-"))
  for (const [file, text] of Object.entries(FILES)) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true })
    writeFileSync(path.join(root, file), text)
  }
  process.chdir(root)
})
afterAll(() => {
  process.chdir(before)
  rmSync(root, { recursive: true })
})

it.each([
  ["./src/mail/sends", "src/mail/sends.js"],
  ["./src/mail/sends.js", "src/mail/sends.js"],
  // Of a store that `medusa build` compiled: the option stays as it was written.
  ["./src/mail/sends.ts", "src/mail/sends.js"],
  ["./src/mail/folder", "src/mail/folder/index.js"],
  ["sends-mail", "node_modules/sends-mail/main.js"],
])("%s is found from the store's folder", (resolve, file) => {
  const { transport } = parseOptions({ transport: { resolve, options: { key: HIDDEN } } })
  expect(transport).toMatchObject({ name: resolve, options: { key: HIDDEN }, tsNode: null })
  expect(transport!.file).toMatch(new RegExp(`${file}$`))
  expect(structuredClone(transport)).toEqual(transport)
})

it("it says itself how many mails it bears at once, and the option goes before it", () => {
  const transport = { resolve: "./src/mail/compiled" }
  expect(parseOptions({ transport }).connections).toBe(3)
  expect(parseOptions({ transport, connections: "20" }).connections).toBe(20)
  expect(parseOptions({ transport: { resolve: "./src/mail/sends" } }).connections).toBe(10)
})

it.each([
  [{ options: { key: HIDDEN } }, /^transport.resolve: is missing$/],
  [{ resolve: 7 }, /^transport.resolve: must be a text$/],
  [
    { resolve: "./src/mail/elsewhere" },
    /^transport: resolve names no module that is found from \S*shop-\w+ \(a path/,
  ],
  [{ resolve: "no-such-package" }, /^transport: resolve names no module that is found from/],
  [{ resolve: "./src/mail" }, /^transport: resolve names no module/],
  [
    { resolve: "./src/mail/broken" },
    /^transport: the module that resolve names cannot be loaded: Cannot find module 'a-package-that-is-nowhere'.*$/,
  ],
  [
    { resolve: "./src/mail/nothing" },
    /^transport: the module that resolve names has no function as its default export$/,
  ],
  [
    { resolve: "./src/mail/refuses", options: { key: HIDDEN } },
    /^transport: the module that resolve names refuses its options: no such key: …$/,
  ],
  [
    { resolve: "./src/mail/promised" },
    /^transport: what the module makes is no transport: it is a promise, and must be made at once$/,
  ],
  [
    { resolve: "./src/mail/mute" },
    /^transport: what the module makes is no transport: send must be a function$/,
  ],
  [{ resolve: "./src/mail/verifies" }, /no transport: verify must be a function$/],
  [{ resolve: "./src/mail/many" }, /no transport: connections must be a whole number from 1 to 200$/],
  [
    { resolve: "./src/mail/sends", options: { retries: { delay: () => HIDDEN } } },
    /^transport: options.retries.delay must be plain data, because sending runs in a thread of its own$/,
  ],
  [
    { resolve: "./src/mail/sends", option: { key: HIDDEN } },
    /^there is no option transport.option; did you mean transport.options\?$/,
  ],
])("%# is refused", (transport, words) => {
  expect(refusalOf({ transport })).toMatch(words)
  expect(refusalOf({ transport })).not.toContain(HIDDEN)
})

it.each([
  { smtpUrl: "smtp://localhost" },
  { smtp: { host: "localhost" } },
  { api: { service: "resend", key: HIDDEN } },
])("%# and it are two ways out, and one is wanted", (other) => {
  expect(refusalOf({ ...other, transport: { resolve: "./src/mail/sends" } })).toBe(
    "transport: stands in the place of smtp, smtpUrl and api: give one of them"
  )
})
