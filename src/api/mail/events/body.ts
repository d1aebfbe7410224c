/** The body of a request byte for byte, whatever its type: it is what was signed, and it is not parsed before that is checked. */
import type { MedusaNextFunction, MedusaRequest, MedusaResponse } from "@medusajs/framework/http"

const BODIES = new WeakMap<MedusaRequest, Buffer>()

/** Empty if there is none. */
export function bodyRead(req: MedusaRequest): Buffer {
  return BODIES.get(req) ?? Buffer.alloc(0)
}

/** @param limit - In bytes; 413 beyond, without another byte being read. */
export function readBody(limit: number) {
  return async (req: MedusaRequest, res: MedusaResponse, next: MedusaNextFunction): Promise<void> => {
    const body = Number(req.headers["content-length"] ?? 0) > limit ? null : await bytesOf(req, limit)
    if (body === null) {
      res.status(413).type("text/plain").set("connection", "close").send("Request body too large")
      return
    }
    BODIES.set(req, body)
    next()
  }
}

/** @returns null if there is more; and nothing of a request that broke off. */
async function bytesOf(req: MedusaRequest, limit: number): Promise<Buffer | null> {
  const pieces: Buffer[] = []
  let size = 0
  try {
    for await (const piece of req as AsyncIterable<Buffer>) {
      size += piece.length
      if (size > limit) {
        return null
      }
      pieces.push(piece)
    }
  } catch {
    return Buffer.alloc(0)
  }
  return Buffer.concat(pieces)
}
