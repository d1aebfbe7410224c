/** The sending thread: `Sending` behind a message port. Started and watched by `hosted-thread.ts`. */
import type { MailOptions } from "../options"
import { Sending } from "./sending"
import { runInThread } from "./thread-port"

runInThread<MailOptions>((db, options, hooks) => new Sending(db, options, hooks))
