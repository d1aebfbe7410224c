/**
 * The log of all mail with a million rows: each way to ask for a page, deep ones and such as find nothing; and what its one
 * index over all mails costs where mail is sent.
 */
import { createMailTables } from "../integration-tests/support/mail-tables"
import { transition } from "../src/modules/mail/deliveries/change-state"
import { listLog, type LogOptions } from "../src/modules/mail/deliveries/log"
import { closeRenderThreads } from "../src/modules/mail/render-threads"
import type { Database } from "../src/modules/mail/sql/database"
import { median, say } from "./report"
import type { Benchmark } from "./settings"

const MAILINGS = 200
const MAILS_OF_EACH = 4_000
const LOOSE = 200_000
const TIMES = 10

const FILL = [
  `INSERT INTO mpmd_content (id, format, subject, text, from_address, language, variables, constants, used_at)
   SELECT 'mcont_' || n, 'text', 'News ' || n || ' for {{ member.name }}', 'Hello', 'shop@shop.test', 'en', '[]', '{}', now()
     FROM generate_series(0, ${MAILINGS}) n`,
  `INSERT INTO mpmd_mailing (id, kind, state, content, content_id, started_at, total, sent, failed, bounced)
   SELECT 'mling_' || lpad(n::text, 6, '0'), CASE WHEN n % 4 = 0 THEN 'order' ELSE 'member' END, 'completed',
          jsonb_build_object('subject', 'News ' || n || ' for {{ member.name }}', 'body', repeat(md5(n::text), 300)),
          'mcont_' || n, now() - make_interval(hours => n), ${MAILS_OF_EACH}, ${MAILS_OF_EACH * 0.98}, ${MAILS_OF_EACH * 0.02},
          CASE WHEN n = ${MAILINGS} THEN 1 ELSE 0 END
     FROM generate_series(1, ${MAILINGS}) n`,
  `INSERT INTO mpmd_delivery (id, kind, mailing_id, position, dedupe_key, content_id, customer_id, email, address, variables,
                              state, reason, attempt, sent_at, created_at)
   SELECT 'mdlv_' || m.id || '_' || lpad(p::text, 9, '0'), m.kind, m.id, p, 'member' || who || '@shop.example', m.content_id,
          'cus_' || who, 'member' || who || '@shop.example', 'member' || who || '@shop.example',
          jsonb_build_object('member', jsonb_build_object('name', 'Hanako ' || p)),
          CASE WHEN m.bounced > 0 AND p = 1 THEN 'bounced' WHEN p % 50 = 0 THEN 'failed' ELSE 'sent' END,
          CASE WHEN (m.bounced > 0 AND p = 1) OR p % 50 = 0 THEN 'address_invalid' END, 1, m.started_at, m.started_at
     FROM mpmd_mailing m, generate_series(1, ${MAILS_OF_EACH}) p, LATERAL (SELECT (p * 7919 + length(m.id)) % 300000 AS who) w`,
  `INSERT INTO mpmd_delivery (id, kind, dedupe_key, content_id, email, address, variables, state, reason, attempt, sent_at,
                              lane, created_at)
   SELECT 'mdlv_' || lpad(n::text, 26, '0'), 'single',
          CASE WHEN n % 2 = 0 THEN 'auto:order_placed:order_' || n ELSE 'asked:' || n END, 'mcont_0',
          'guest' || n || '@shop.example', 'guest' || n || '@shop.example', '{"member": {"name": "Taro"}}',
          CASE WHEN n = 1 THEN 'failed' ELSE 'sent' END, CASE WHEN n = 1 THEN 'unknown' END, 1,
          now() - make_interval(secs => n), 1, now() - make_interval(secs => n)
     FROM generate_series(1, ${LOOSE}) n`,
]

const LAST = `mdlv_mling_${String(MAILINGS).padStart(6, "0")}_${String(MAILS_OF_EACH - 60).padStart(9, "0")}`

const QUESTIONS: Record<string, Partial<LogOptions>> = {
  "the first page": {},
  "the last pages": { after: LAST },
  "the middle of a mailing": { after: "mdlv_mling_000100_000002000" },
  "automatic mail": { kind: ["automatic"] },
  "test mails, of which there are none": { kind: ["test"] },
  "mail to orders": { kind: ["order"] },
  "what came back: one of all": { state: ["bounced"] },
  "what failed": { state: ["failed"] },
  "one reason that nobody has": { reason: ["policy"] },
  "single mail that failed: one of all": { kind: ["single"], state: ["failed"] },
  "what waits: nothing": { state: ["pending"] },
  "the store's own transport": { transport: ["default"] },
  "a transport that nothing left by: as far as one page looks": { transport: ["shop-b"] },
  "one recipient": { recipient: "member7931@shop.example" },
  "recipients that begin alike": { recipient: "member77" },
  nobody: { recipient: "nobody@shop.example" },
  "one subject": { subject: "news 150 " },
  "a subject that nothing has": { subject: "no such words" },
  "one hour, long ago": {
    at: {
      $gte: new Date(Date.now() - 150.5 * 3_600_000).toISOString(),
      $lte: new Date(Date.now() - 149.5 * 3_600_000).toISOString(),
    },
  },
}

export const log: Benchmark = async (_settings, report) => {
  say(`log: ${MAILINGS * MAILS_OF_EACH + LOOSE} mails, the slowest of ${TIMES}`)
  const scratch = await createMailTables()
  try {
    for (const sql of FILL) {
      await scratch.db.query(sql)
    }
    await scratch.db.query("VACUUM ANALYZE mpmd_delivery")
    await scratch.db.query("ANALYZE")
    // The threads that draw subjects start once in the life of a process.
    await listLog(scratch.db, { limit: 1 })
    for (const [name, options] of Object.entries(QUESTIONS)) {
      const { slowest, rows } = await slowestOf(scratch.db, options)
      report({ bench: "log", subject: name, value: Math.round(slowest), unit: "ms", note: `${rows} rows` })
    }
    await costOfIndex(scratch.db, report)
  } finally {
    await closeRenderThreads()
    await scratch.drop()
  }
}

async function slowestOf(
  db: Database,
  options: Partial<LogOptions>
): Promise<{ slowest: number; rows: number }> {
  let [slowest, rows] = [0, 0]
  for (let time = 0; time < TIMES; time++) {
    const start = performance.now()
    rows = (await listLog(db, { limit: 50, ...options })).deliveries.length
    slowest = Math.max(slowest, performance.now() - start)
  }
  return { slowest, rows }
}

const ADDRESS_INDEX = "IDX_mpmd_delivery_address"
const BATCHES = 30
const BATCH = 500
const ROUNDS = 3

/** Claim, mark and outcome of the same mails, over and over, with the index and without it. */
async function costOfIndex(db: Database, report: Parameters<Benchmark>[1]): Promise<void> {
  const [size] = await db.query<{ mb: number }>(
    `SELECT round(pg_relation_size('"${ADDRESS_INDEX}"') / 1048576.0)::int AS mb`
  )
  report({ bench: "log", subject: "size of the index by address", value: size!.mb, unit: "MB" })
  const [definition] = await db.query<{ sql: string }>(
    `SELECT pg_get_indexdef('"${ADDRESS_INDEX}"'::regclass) AS sql`
  )
  await perMail(db)
  const times: Record<"with" | "without", number[]> = { with: [], without: [] }
  for (let round = 0; round < ROUNDS; round++) {
    times.with.push(await perMail(db))
    await db.query(`DROP INDEX "${ADDRESS_INDEX}"`)
    times.without.push(await perMail(db))
    await db.query(definition!.sql)
  }
  for (const how of ["with", "without"] as const) {
    report({
      bench: "log",
      subject: `writing a mail's states ${how} it`,
      value: median(times[how]),
      unit: "µs",
    })
  }
}

async function perMail(db: Database): Promise<number> {
  const times: number[] = []
  for (let batch = 0; batch < BATCHES; batch++) {
    const mailing = `mling_${String(1 + (batch % MAILINGS)).padStart(6, "0")}`
    const rows = await db.query<{ id: string; attempt: number }>(
      "SELECT id, attempt FROM mpmd_delivery WHERE mailing_id = $1 AND state = 'sent' LIMIT $2",
      [mailing, BATCH]
    )
    const ids = rows.map(({ id }) => id)
    const start = performance.now()
    await db.query(
      "UPDATE mpmd_delivery SET state = 'claimed', claimed_by = 'x', lease_until = now() + interval '1 minute' WHERE id = ANY($1)",
      [ids]
    )
    await db.query("UPDATE mpmd_delivery SET state = 'sending' WHERE id = ANY($1)", [ids])
    await transition(db, "accept", rows)
    times.push(((performance.now() - start) * 1_000) / ids.length)
  }
  return Number(median(times).toFixed(1))
}
