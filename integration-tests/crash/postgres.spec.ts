/** Postgres goes away, or the network to it, in the middle of a mailing. Sending goes on by itself. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"

import { lockCursor } from "../../src/modules/mail/deliveries/locks"
import { openPool } from "../../src/modules/mail/sending/connections"
import { throwAwayFolder } from "../../tools/postgres"
import { type Cluster, startCluster } from "../../tools/postgres/cluster"
import { openDatabase } from "../support/database"
import { seedContent, startWorkerProcess, until } from "../support/engine"
import { sized } from "../support/fault-size"
import { createMailTables, type ScratchDatabase } from "../support/mail-tables"
import { seedMailing } from "../support/mailings"
import { expectNothingLostOrTwice, sentCounter, untilCompleted } from "../support/outcomes"
import { type SmtpSink, startSmtpSink } from "../support/smtp-sink"
import { standingUntil } from "../support/standing"
import { startTcpProxy } from "../support/tcp-proxy"

jest.setTimeout(600_000)

const RECIPIENTS = sized(3_000, 50_000)
const folder = mkdtempSync(path.join(tmpdir(), "mail-outage-"))
const QUICKLY = { connections: 5, leaseSeconds: 2, smtpTimeoutSeconds: 2 }

const standing = standingUntil(afterEach)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe("Postgres", () => {
  let cluster: Cluster
  let scratch: ScratchDatabase
  let sink: SmtpSink
  // Not below the temporary folder: the account that runs Postgres could not read it.
  const settings = { folder: throwAwayFolder(path.join(__dirname, "../../.test")), throwAway: true }

  beforeEach(async () => {
    cluster = standing.add(await startCluster(settings), () => cluster.stop())
    Object.assign(process.env, {
      DB_HOST: cluster.host,
      DB_PORT: String(cluster.port),
      DB_USERNAME: cluster.user,
      DB_PASSWORD: cluster.password,
    })
    scratch = standing.add(await createMailTables(), (database) => database.drop())
    const file = path.join(folder, `mails-${cluster.port}.jsonl`)
    sink = standing.add(await startSmtpSink(file, [{ at: "final", delayMs: 4 }]), (server) => server.stop())
  })

  const start = async (url = scratch.url) =>
    standing.add(await startWorkerProcess(url, sink.url, QUICKLY), (worker) => worker.kill())

  it("is killed and comes back: nothing is lost, nothing is sent twice, and nobody knocks without end", async () => {
    const mailing = await seedMailing(scratch.db, {
      recipients: RECIPIENTS,
      contentId: await seedContent(scratch.db),
    })
    const sent = sentCounter(scratch.db, mailing)
    const worker = await start()
    await until("it is in the middle", async () => (await sent()) > RECIPIENTS / 4)

    process.kill(cluster.pid, "SIGKILL")
    await until("it has noticed", () => worker.told.some((line) => "error" in line))
    cluster = await startCluster({ ...settings, port: cluster.port })
    await untilCompleted(scratch.db, mailing, 300_000)

    await expectNothingLostOrTwice(scratch.db, mailing, sink.mails())
    expect(worker.told.filter((line) => "error" in line).length).toBeLessThan(100)
  })

  it("is behind a connection that fell silent: the worker gives it up and goes on over a new one", async () => {
    const proxy = standing.add(await startTcpProxy(cluster.port), (one) => one.stop())
    const mailing = await seedMailing(scratch.db, {
      recipients: RECIPIENTS,
      contentId: await seedContent(scratch.db),
    })
    const sent = sentCounter(scratch.db, mailing)
    const worker = await start(scratch.url.replace(`:${cluster.port}/`, `:${proxy.port}/`))
    await until("it is in the middle", async () => (await sent()) > RECIPIENTS / 4)

    proxy.silence()
    await until("it has noticed", () => worker.told.some((line) => "error" in line), 60_000)
    proxy.heal()
    await untilCompleted(scratch.db, mailing, 300_000)

    await expectNothingLostOrTwice(scratch.db, mailing, sink.mails())
    expect(proxy.total()).toBeLessThan(60)
  })

  it("gives back what a worker held that fell silent in the middle of a claim", async () => {
    const proxy = standing.add(await startTcpProxy(cluster.port), (one) => one.stop())
    const mailing = await seedMailing(scratch.db, {
      recipients: 10,
      contentId: await seedContent(scratch.db),
    })
    const connectionString = scratch.url.replace(`:${cluster.port}/`, `:${proxy.port}/`)
    const silenced = openPool({ connection: { connectionString }, searchPath: undefined }, () => undefined)
    const claim = silenced.db.transaction(async (tx) => {
      await lockCursor(tx, mailing)
      await tx.query("UPDATE mpmd_mailing SET next_position = next_position WHERE id = $1", [mailing])
      proxy.silence()
    })
    const givenUp = expect(claim).rejects.toThrow()
    await start()
    await untilCompleted(scratch.db, mailing, 300_000)

    expect((await expectNothingLostOrTwice(scratch.db, mailing, sink.mails())).uncertain).toBe(0)
    await givenUp
    await silenced.close()
  })

  it("has a long snapshot open all the while: that changes nothing", async () => {
    const mailing = await seedMailing(scratch.db, {
      recipients: RECIPIENTS,
      contentId: await seedContent(scratch.db),
    })
    const reader = openDatabase(scratch.url)
    await reader.db.transaction(async (tx) => {
      await tx.query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
      await tx.query("SET LOCAL idle_in_transaction_session_timeout = 0")
      await tx.query("SELECT count(*) FROM mpmd_delivery")
      await start()
      await untilCompleted(scratch.db, mailing, 300_000)
    })
    await reader.end()

    expect((await expectNothingLostOrTwice(scratch.db, mailing, sink.mails())).uncertain).toBe(0)
  })
})
