import { openDatabase } from "../../integration-tests/support/database"
import { startEngine } from "../engine"
import { nothingPending, seedBench, startMailing } from "../mailing"
import type { Subject } from "./subject"

/** The engine as a store runs it: claim, mark and outcome of every mail in Postgres. */
export const withRecords: Subject = {
  name: "ours with all records",
  open: async ({ sinkPort, databaseUrl }, connections) => {
    const { db, end } = openDatabase(databaseUrl)
    const engine = startEngine(db, { databaseUrl, smtpUrl: `smtp://127.0.0.1:${sinkPort}`, connections })
    return {
      prepare: async (mails) => {
        const mailing = await seedBench(db, mails)
        return async () => {
          await startMailing(db, mailing)
          engine.wake()
          await nothingPending(db, mailing)
        }
      },
      close: async () => {
        await engine.stop()
        await end()
      },
    }
  },
}
