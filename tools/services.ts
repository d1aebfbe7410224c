/** Writes the table of mail services in docs/deploy.md from what the code knows of them: `npm run services`. */
import { execFileSync } from "node:child_process"
import fs from "node:fs"
import path from "node:path"

import { SERVICES, type SmtpService } from "../src/modules/mail/smtp/services"
import { ROOT } from "./medusa"

export const FILE = path.join(ROOT, "docs", "deploy.md")

const BEGIN = "<!-- services: npm run services -->\n"
const END = "<!-- end of services -->"

function userOf({ user }: SmtpService): string {
  return user === undefined ? "yours" : user === "password" ? "as the password" : `\`${user.always}\``
}

function rowOf([name, service]: [string, SmtpService]): string {
  const { label, host, port, connections = "–", provider, source } = service
  const login = provider ? "password, `oauth2`" : "password"
  const { envelope, spf, source: page } = service.domain
  const include = envelope === "theirs" ? `its own ([how](${page}))` : `[\`include:${spf}\`](${page})`
  return `| \`${name}\` | [${label}](${source}) | \`${host}\` | ${port} | ${userOf(service)} | ${login} | ${connections} | ${include} |`
}

/** The page with the table as it should be; its columns are not aligned yet. */
export function withTable(page: string): string {
  const rows = Object.entries<SmtpService>(SERVICES).map(rowOf)
  const table = [
    "| `service` | is | host | port | user | login | connections | SPF |",
    "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ...rows,
  ]
  const [before, rest] = page.split(BEGIN)
  const after = rest!.slice(rest!.indexOf(END))
  return `${before}${BEGIN}\n${table.join("\n")}\n\n${after}`
}

if (require.main === module || process.argv[1] === __filename) {
  fs.writeFileSync(FILE, withTable(fs.readFileSync(FILE, "utf8")))
  execFileSync("npx", ["prettier", "--write", "--log-level", "warn", FILE])
}
