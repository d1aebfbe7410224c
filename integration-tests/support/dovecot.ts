/** Dovecot as a mailbox of a story's own: in the foreground, unprivileged, on a free port, with a Maildir that is ours. */
import { execFileSync, spawn } from "node:child_process"
import { once } from "node:events"
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import path from "node:path"
import { createInterface } from "node:readline"

import { findBinaries } from "../../tools/postgres/binaries"
import { freePort } from "../../tools/postgres/port"
import { stopWithUs } from "../../tools/processes"
import { findProgram } from "./program"
import { json } from "./token-endpoint"

const USER = "bounce"
export const PASSWORD = "only for these stories"

/** The path of the machine's `dovecot`, or undefined if there is none. */
export const findDovecot = (): string | undefined => findProgram("dovecot")

export interface Dovecot {
  port: number
  /** For the option `bounces.mailbox`. */
  settings: { host: string; port: number; user: string; password: string; pollSeconds: number }
  /** Puts messages into the mailbox, as a delivering server does. */
  deliver(...messages: Buffer[]): void
  /** What lies in a folder. */
  messages(folder?: string): { read: boolean; text: string }[]
  setPassword(password: string): void
  /** Ends it at once. */
  kill(): Promise<void>
  /** Starts it again on the same port, with what it holds. */
  start(): Promise<void>
  stop(): Promise<void>
}

/** @throws Error if it ends before it listens. */
export async function startDovecot(program: string, settings = ""): Promise<Dovecot> {
  const { account } = findBinaries()
  // Its sockets lie in there, whose paths may have about a hundred letters.
  const folder = mkdtempSync(path.join(tmpdir(), "dovecot-"))
  chmodSync(folder, 0o755)
  const own = (file: string) => account && chownSync(file, account.uid, account.gid)
  const box = path.join(folder, "mail", USER)
  for (const name of [
    "run",
    "state",
    "mail",
    `mail/${USER}`,
    ...["new", "cur", "tmp"].map((part) => `mail/${USER}/${part}`),
  ]) {
    mkdirSync(path.join(folder, name))
    own(path.join(folder, name))
  }
  own(folder)
  const port = await freePort()
  const setPassword = (password: string) =>
    writeFileSync(path.join(folder, "users"), `${USER}:{PLAIN}${password}\n`)
  setPassword(PASSWORD)
  writeFileSync(path.join(folder, "dovecot.conf"), configuration(folder, port, account?.uid) + settings)

  let kill = async () => undefined as void
  const start = async () => {
    const child = spawn(program, ["-F", "-c", path.join(folder, "dovecot.conf")], {
      cwd: folder,
      ...account,
      stdio: ["ignore", "ignore", "pipe"],
    })
    const exited = once(child, "exit")
    const end = stopWithUs(child.pid!, "SIGTERM")
    const words: string[] = []
    const listens = new Promise<void>((resolve) => {
      createInterface(child.stderr).on("line", (line) => {
        words.push(line)
        if (line.includes("starting up")) resolve()
      })
    })
    const died = exited.then(() => Promise.reject(new Error(`Dovecot did not start:\n${words.join("\n")}`)))
    await Promise.race([listens, died])
    died.catch(() => undefined)
    kill = async () => {
      child.kill("SIGTERM")
      await exited
      await end()
    }
  }
  await start()

  let delivered = 0
  return {
    port,
    settings: { host: "127.0.0.1", port, user: USER, password: PASSWORD, pollSeconds: 60 },
    deliver: (...messages) => {
      for (const message of messages) {
        delivered += 1
        const name = `${Math.floor(Date.now() / 1_000)}.M${String(delivered).padStart(7, "0")}.story`
        writeFileSync(path.join(box, "tmp", name), message)
        own(path.join(box, "tmp", name))
        renameSync(path.join(box, "tmp", name), path.join(box, "new", name))
      }
    },
    messages: (name) => {
      const place = name ? path.join(box, `.${name}`) : box
      return ["new", "cur"].flatMap((part) => listOf(path.join(place, part)))
    },
    setPassword,
    kill: () => kill(),
    start,
    stop: async () => {
      await kill()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Where Dovecot asks whether a token is good (RFC 7662), and the settings by which it does. */
export async function startIntrospection(
  good: ReadonlySet<string>,
  user: string
): Promise<{ settings: string; stop(): Promise<void> }> {
  const server = createServer((request, response) => {
    const token = /^Bearer (.*)$/.exec(request.headers.authorization ?? "")?.[1] ?? ""
    json(
      response,
      good.has(token) ? 200 : 401,
      good.has(token) ? { active: true, username: user } : { active: false }
    )
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  const folder = mkdtempSync(path.join(tmpdir(), "dovecot-oauth2-"))
  chmodSync(folder, 0o755)
  const file = path.join(folder, "oauth2.conf")
  const { port } = server.address() as AddressInfo
  writeFileSync(
    file,
    `introspection_url = http://127.0.0.1:${port}/introspect
introspection_mode = auth
username_attribute = username
active_attribute = active
active_value = true
`
  )
  return {
    settings: `auth_mechanisms = plain xoauth2 oauthbearer
passdb {
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = ${file}
}
`,
    stop: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function listOf(folder: string): { read: boolean; text: string }[] {
  try {
    return readdirSync(folder)
      .sort()
      .map((name) => ({ read: /:2,\w*S/.test(name), text: readFileSync(path.join(folder, name), "latin1") }))
  } catch (error) {
    // No such folder, or the message is being moved.
    if ((error as NodeJS.ErrnoException).code === "ENOENT") {
      return []
    }
    throw error
  }
}

function configuration(folder: string, port: number, uid: number | undefined): string {
  const whose = uid === undefined ? [] : [String(uid)]
  const name = (of: "-un" | "-gn") => execFileSync("id", [of, ...whose], { encoding: "utf8" }).trim()
  const [user, group] = [name("-un"), name("-gn")]
  return `protocols = imap
listen = 127.0.0.1
base_dir = ${folder}/run
state_dir = ${folder}/state
default_internal_user = ${user}
default_internal_group = ${group}
default_login_user = ${user}
log_path = /dev/stderr
ssl = no
disable_plaintext_auth = no
auth_failure_delay = 0
first_valid_uid = 1
first_valid_gid = 0
mail_location = maildir:${folder}/mail/%u
passdb {
  driver = passwd-file
  args = scheme=PLAIN ${folder}/users
}
userdb {
  driver = static
  args = uid=${user} gid=${group} home=${folder}/mail/%u
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
}
`
}
