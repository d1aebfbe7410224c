/** Files for spreadsheets, streamed: a million rows need no more memory than ten. */
import { Readable } from "node:stream"
import { pipeline } from "node:stream/promises"

import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"

/** A reader who takes nothing for so long is gone, and would hold up the end of the process. Milliseconds. */
const STALLED = 120_000

const GONE: unknown[] = ["ERR_STREAM_PREMATURE_CLOSE", "ECONNRESET", "EPIPE"]

/** @param name - Of the file, without its ending. */
export async function sendCsv(
  req: MedusaRequest,
  res: MedusaResponse,
  name: string,
  pieces: AsyncGenerator<string>
): Promise<void> {
  res.attachment(`${name}.csv`)
  res.set({ "content-type": "text/csv; charset=utf-8", "cache-control": "no-store" })
  res.setTimeout(STALLED, () => res.destroy())
  try {
    // One piece at a time: what the reader has not taken is not read from Postgres.
    await pipeline(Readable.from(pieces, { highWaterMark: 1 }), res)
  } catch (error) {
    // Half of it is out: all that can be done is to break off, which `pipeline` has, so that it is not taken for whole.
    if (!isGone(error)) {
      req.scope
        .resolve(ContainerRegistrationKeys.LOGGER)
        .error("mail: an export broke off", error instanceof Error ? error : undefined)
    }
  }
}

/** The reader has closed the connection: their decision, and no error of ours. */
function isGone(error: unknown): boolean {
  return GONE.includes((error as NodeJS.ErrnoException).code)
}
