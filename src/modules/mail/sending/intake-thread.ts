/** The thread that reads returned mail: `openIntake` behind a message port. Started and watched by `hosted-thread.ts`. */
import { type IntakeOptions, openIntake } from "./intake"
import { runInThread } from "./thread-port"

runInThread<IntakeOptions>(openIntake)
