/** Files to download, streamed: a million rows, or 25 MB, need no more memory than ten rows. */
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
  res.set("content-type", "text/csv; charset=utf-8")
  await stream(req, res, pieces)
}

/**
 * A file of anybody's making. No browser shows it in a page of the store, whatever it says that it is: it is saved, under
 * its own name.
 */
export async function sendFile(
  req: MedusaRequest,
  res: MedusaResponse,
  { filename, size, pieces }: { filename: string; size: number; pieces: AsyncGenerator<Buffer> }
): Promise<void> {
  res.attachment(filename)
  res.set({
    "content-type": "application/octet-stream",
    "content-length": String(size),
    "content-security-policy": "default-src 'none'; sandbox",
    "x-content-type-options": "nosniff",
  })
  await stream(req, res, pieces)
}

async function stream(
  req: MedusaRequest,
  res: MedusaResponse,
  pieces: AsyncGenerator<string | Buffer>
): Promise<void> {
  res.set("cache-control", "no-store")
  res.setTimeout(STALLED, () => res.destroy())
  try {
    // One piece at a time: what the reader has not taken is not read from Postgres.
    await pipeline(Readable.from(pieces, { highWaterMark: 1 }), res)
  } catch (error) {
    // Half of it is out: all that can be done is to break off, which `pipeline` has, so that it is not taken for whole.
    if (!isGone(error)) {
      req.scope
        .resolve(ContainerRegistrationKeys.LOGGER)
        .error("mail: a download broke off", error instanceof Error ? error : undefined)
    }
  }
}

/** The reader has closed the connection: their decision, and no error of ours. */
function isGone(error: unknown): boolean {
  return GONE.includes((error as NodeJS.ErrnoException).code)
}
