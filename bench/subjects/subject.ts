/** What the throughput benchmark measures: one way to send the same mails, in a process of its own. */

export interface Surroundings {
  sinkPort: number
  /** A database of its own: empty tables of this module, or of a whole store. */
  databaseUrl: string
  /** Undefined without Redis. */
  redisPort?: number
}

export interface Sender {
  /** The process that sends, if it is a program of its own. */
  pid?(): number | undefined
  /**
   * Puts everything in place up to the moment when sending begins (queues filled, rows inserted): that is not
   * measured. @returns sends all of it, and resolves when the last one was accepted.
   */
  prepare(mails: number): Promise<() => Promise<void>>
  close(): Promise<void>
}

export interface Subject {
  name: string
  /** Measured with a tenth of the mails: the figure is mails per second all the same. */
  slow?: boolean
  /** Measured only where this program is on the PATH. */
  program?: string
  /** Needs all tables of a store. */
  needsStore?: boolean
  open(surroundings: Surroundings, connections: number): Promise<Sender>
}

/** Calls `send` for each number up to `mails`, so many at a time. */
export async function inParallel(
  mails: number,
  lanes: number,
  send: (n: number) => Promise<unknown>
): Promise<void> {
  let next = 0
  const lane = async () => {
    for (let n = next++; n < mails; n = next++) {
      await send(n)
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
}

/** Enough on the way that no connection waits for the next mail. */
export const lanesFor = (connections: number) => connections * 2
