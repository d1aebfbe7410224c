import { openDatabase } from "../../integration-tests/support/database"
import { startEngine } from "../../integration-tests/support/engine"
import { AS_IN_A_STORE, nothingPending, seedBench, startMailing } from "../mailing"
import type { Subject } from "./subject"

/** The engine as a store runs it: claim, mark and outcome of every mail in Postgres. */
export const withRecords: Subject = {
  name: "ours with all records",
  open: async ({ sinkPort, databaseUrl }, connections) => {
    const { db, end } = openDatabase(databaseUrl)
    const { engine, errors } = startEngine(db, `smtp://127.0.0.1:${sinkPort}`, {
      ...AS_IN_A_STORE,
      connections,
    })
    return {
      prepare: async (mails) => {
        const mailing = await seedBench(db, mails)
        return async () => {
          await startMailing(db, mailing)
          engine.wake()
          await nothingPending(db, mailing)
          if (errors.length) {
            throw new Error(`The engine met an error: ${String(errors[0])}`)
          }
        }
      },
      close: async () => {
        await engine.stop()
        await end()
      },
    }
  },
}
