import { Logger, run, type Runner } from "graphile-worker"
import { Pool } from "pg"

import type { Variables } from "../../src/modules/mail/words"
import { createMailer } from "./mailer"
import { lanesFor, type Subject } from "./subject"

interface Job {
  n: number
  variables: Variables
}

/** The same variables as {@link variablesOf} makes, inserted by one statement. */
const ADD_JOBS = `
  SELECT count(*) FROM graphile_worker.add_jobs(ARRAY(
    SELECT json_populate_record(NULL::graphile_worker.job_spec, json_build_object(
      'identifier', 'mail', 'payload', json_build_object('n', n, 'variables', json_build_object('member',
        json_build_object('name', 'Hanako Yamada ' || n, 'first_name', 'Hanako', 'last_name', 'Yamada ' || n,
          'company_name', 'Example Trading & Co', 'email', 'member-' || n || '@example.jp')))))
      FROM generate_series(0, $1::int - 1) AS n))`

const EMPTY = "SELECT NOT EXISTS (SELECT FROM graphile_worker._private_jobs) AS empty"

/** One job per mail in the same Postgres as ours. Release 0.16 has no local queue yet: one query per job. */
export const graphileWorker: Subject = {
  name: "graphile-worker + nodemailer",
  open: async ({ sinkPort, databaseUrl }, connections) => {
    const mailer = createMailer(sinkPort, connections)
    const pgPool = new Pool({ connectionString: databaseUrl, max: connections + 2 })
    let done = () => undefined as void
    const task = async (payload: unknown) => {
      const { n, variables } = payload as Job
      await mailer.send(n, variables)
      done()
    }
    const quiet = () => () => undefined
    const start = (): Promise<Runner> =>
      run({
        pgPool,
        concurrency: lanesFor(connections),
        noHandleSignals: true,
        taskList: { mail: task },
        logger: new Logger(quiet),
      })
    let runner = await start()
    return {
      prepare: async (mails) => {
        await runner.stop()
        await pgPool.query(ADD_JOBS, [mails])
        await pgPool.query("VACUUM ANALYZE graphile_worker._private_jobs")
        return async () => {
          let left = mails
          const sent = new Promise<void>((resolve) => {
            done = () => void (--left || resolve())
          })
          runner = await start()
          await sent
          // The last one is sent, but not yet taken off the books.
          while (!(await pgPool.query<{ empty: boolean }>(EMPTY)).rows[0]!.empty);
        }
      },
      close: async () => {
        await runner.stop()
        await pgPool.end()
        mailer.close()
      },
    }
  },
}
