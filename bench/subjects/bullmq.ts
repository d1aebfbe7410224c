import { Queue, Worker } from "bullmq"

import type { Variables } from "../../src/modules/mail/words"
import { variablesOf } from "../mail"
import { createMailer } from "./mailer"
import { lanesFor, type Subject } from "./subject"

interface Job {
  n: number
  variables: Variables
}

/** How many jobs are added at a time. */
const CHUNK = 1_000

/** One job per mail, as a queue is used for mail; done jobs are removed, or Redis would keep all of them. */
export const bullmq: Subject = {
  name: "BullMQ + nodemailer",
  program: "redis-server",
  open: async ({ sinkPort, redisPort }, connections) => {
    const connection = { host: "127.0.0.1", port: redisPort!, maxRetriesPerRequest: null }
    const mailer = createMailer(sinkPort, connections)
    const queue = new Queue<Job>("mail", { connection })
    let worker: Worker<Job> | null = null
    const work = (mails: number) =>
      new Promise<void>((resolve, reject) => {
        let left = mails
        const options = { connection, concurrency: lanesFor(connections) }
        worker = new Worker<Job>(
          "mail",
          ({ data }) => mailer.send(data.n, data.variables).then(() => 1),
          options
        )
        worker.on("completed", () => void (--left || resolve()))
        worker.on("failed", (_, error) => reject(error)).on("error", reject)
      })
    return {
      prepare: async (mails) => {
        await worker?.close()
        for (let from = 0; from < mails; from += CHUNK) {
          const jobs = Array.from({ length: Math.min(CHUNK, mails - from) }, (_, i) => from + i)
          await queue.addBulk(
            jobs.map((n) => ({
              name: "mail",
              data: { n, variables: variablesOf(n) },
              opts: { removeOnComplete: true },
            }))
          )
        }
        return () => work(mails)
      },
      close: async () => {
        await worker?.close()
        await queue.close()
        mailer.close()
      },
    }
  },
}
