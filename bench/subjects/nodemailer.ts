import { variablesOf } from "../mail"
import { createMailer } from "./mailer"
import { inParallel, lanesFor, type Subject } from "./subject"

/** A script with a loop: nothing on record, and nothing known after a crash. */
export const nodemailerPool: Subject = {
  name: "nodemailer pool",
  open: async ({ sinkPort }, connections) => {
    const mailer = createMailer(sinkPort, connections)
    return {
      prepare: async (mails) => () =>
        inParallel(mails, lanesFor(connections), (n) => mailer.send(n, variablesOf(n))),
      close: async () => mailer.close(),
    }
  },
}
