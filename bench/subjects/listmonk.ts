import { setTimeout as pause } from "node:timers/promises"

import { openDatabase } from "../../integration-tests/support/database"
import type { Database } from "../../src/modules/mail/sql/database"
import { type Listmonk, PROGRAM, startListmonk } from "../listmonk"
import { FROM, HTML, SUBJECT, TEXT, variablesOf } from "../mail"
import type { Subject } from "./subject"

/** The list that its installation makes; nobody needs to confirm. */
const LIST = 1
/** Milliseconds between two looks at a campaign. */
const LOOK_EVERY = 10

const SUBSCRIBE = `
  WITH added AS (
    INSERT INTO subscribers (uuid, email, name, attribs)
    SELECT gen_random_uuid(), member ->> 'email', member ->> 'name', member
      FROM jsonb_array_elements($1::jsonb) AS member
    RETURNING id)
  INSERT INTO subscriber_lists (subscriber_id, list_id) SELECT id, ${LIST} FROM added`

/** The same outputs in Go's templates, from the subscriber's attributes. */
const inGo = (liquid: string) => liquid.replaceAll("{{ member.", "{{ .Subscriber.Attribs.")

async function subscribe(db: Database, mails: number): Promise<void> {
  const members = Array.from({ length: mails }, (_, n) => variablesOf(n).member)
  await db.query("TRUNCATE subscribers CASCADE")
  await db.query(SUBSCRIBE, [JSON.stringify(members)])
  await db.query("VACUUM ANALYZE subscribers, subscriber_lists")
  await db.query("CHECKPOINT")
}

/** A campaign of the mail without a template around it. @returns its id. */
async function draft(db: Database, program: Listmonk): Promise<number> {
  await db.query(`UPDATE templates SET body = '{{ template "content" . }}' WHERE is_default`)
  const { id } = await program.call("POST", "campaigns", {
    name: "News",
    type: "regular",
    messenger: "email",
    lists: [LIST],
    content_type: "html",
    from_email: `${FROM.name} <${FROM.address}>`,
    subject: inGo(SUBJECT),
    body: inGo(HTML),
    altbody: inGo(TEXT),
  })
  return id
}

interface Campaign {
  status: string
  begun: boolean
  sent: number
}

const CAMPAIGN = "SELECT status, started_at IS NOT NULL AS begun, sent FROM campaigns WHERE id = $1"
/** It adds up what its workers sent without a lock: a few are lost now and then. A mail that failed pauses it. */
const COUNTED = 0.9

/** Waits for what a campaign shall be. */
async function until(db: Database, id: number, reached: (campaign: Campaign) => boolean): Promise<Campaign> {
  for (;;) {
    const [campaign] = await db.query<Campaign>(CAMPAIGN, [id])
    if (reached(campaign!)) {
      return campaign!
    }
    await pause(LOOK_EVERY)
  }
}

/** A newsletter program as its own users run it: written in Go, its progress in Postgres once a batch. */
export const listmonk: Subject = {
  name: "listmonk",
  program: PROGRAM,
  open: async ({ sinkPort, databaseUrl }, connections) => {
    const { db, end } = openDatabase(databaseUrl)
    let program: Listmonk | null = null
    return {
      pid: () => program?.pid,
      prepare: async (mails) => {
        await program?.stop()
        program = await startListmonk({ db, databaseUrl, sinkPort, connections, mails })
        await subscribe(db, mails)
        const id = await draft(db, program)
        await program.call("PUT", `campaigns/${id}/status`, { status: "running" })
        // It looks for work every five seconds: that wait is not counted.
        await until(db, id, ({ begun }) => begun)
        return async () => {
          const { status, sent } = await until(db, id, (campaign) => campaign.status !== "running")
          if (status !== "finished" || sent < mails * COUNTED) {
            throw new Error(`listmonk's campaign is ${status} with ${sent} of ${mails} sent`)
          }
        }
      },
      close: async () => {
        await program?.stop()
        await end()
      },
    }
  },
}
