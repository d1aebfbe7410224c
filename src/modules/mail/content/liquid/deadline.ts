/**
 * Ends work that takes too long, in the middle of whatever it does. Limits that are counted should make that needless;
 * this one holds also where they have a hole. Node watches from a thread of its own, which takes a quarter of a
 * millisecond: so a group of mails gets one deadline, not each mail.
 */
import vm from "node:vm"

/** The work was ended. It may have been the machine: what takes milliseconds on a free one had seconds. */
export class OutOfTime extends Error {
  constructor(milliseconds: number) {
    super(`It was not done after ${milliseconds / 1_000} seconds`)
    this.name = "OutOfTime"
  }
}

const place = vm.createContext({ work: undefined })
const script = new vm.Script("work()")

/**
 * Runs some synchronous work and returns what it gives.
 *
 * @throws OutOfTime when it was ended, and what it throws itself.
 */
export function within<Result>(milliseconds: number, work: () => Result): Result {
  const outer: unknown = place.work
  place.work = work
  try {
    return script.runInContext(place, { timeout: milliseconds }) as Result
  } catch (error) {
    throw isTimeout(error) ? new OutOfTime(milliseconds) : error
  } finally {
    place.work = outer
  }
}

function isTimeout(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === "ERR_SCRIPT_EXECUTION_TIMEOUT"
}
