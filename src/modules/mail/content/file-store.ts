/** Files that go with mails, in Postgres: each once, by its digest, however many mails have it. */
import { createHash } from "node:crypto"

import { MedusaError } from "../refusals/medusa-error"
import type { Database } from "../sql/database"
import { type AttachedFile, FILE_SLICE } from "./mime/file-part"

/** A file as it was given. */
export interface GivenFile extends Omit<AttachedFile, "digest" | "size"> {
  bytes: Buffer
}

/**
 * Keeps files. One that is there already is only noted as used, and not sent to Postgres again.
 *
 * In the transaction in which the mail is recorded: without it they would be nobody's.
 */
export async function storeFiles(tx: Database, files: readonly GivenFile[]): Promise<AttachedFile[]> {
  const attached: AttachedFile[] = []
  for (const { bytes, ...file } of files) {
    const digest = createHash("sha256").update(bytes).digest("hex")
    const known = await tx.query("UPDATE mpmd_file SET used_at = now() WHERE digest = $1 RETURNING digest", [
      digest,
    ])
    if (!known.length) {
      await tx.query(
        "INSERT INTO mpmd_file (digest, size, bytes) VALUES ($1, $2, $3) ON CONFLICT (digest) DO UPDATE SET used_at = now()",
        [digest, bytes.length, bytes]
      )
    }
    attached.push({ digest, size: bytes.length, ...file })
  }
  return attached
}

/** Notes files that are there already as used. @returns the size of each, by its digest; none of those that are not there. */
export async function useFiles(tx: Database, digests: readonly string[]): Promise<Map<string, number>> {
  const rows = await tx.query<{ digest: string; size: number }>(
    "WITH kept AS (SELECT digest FROM mpmd_file WHERE digest = ANY($1) ORDER BY digest FOR NO KEY UPDATE) " +
      "UPDATE mpmd_file f SET used_at = now() FROM kept WHERE f.digest = kept.digest RETURNING f.digest, f.size",
    [digests]
  )
  return new Map(rows.map(({ digest, size }) => [digest, size]))
}

/** Part of a file. Storage is uncompressed, so Postgres reads no more than that. @throws MedusaError if the file is not there. */
export async function readFile(db: Database, digest: string, start: number, length: number): Promise<Buffer> {
  const [row] = await db.query<{ piece: Buffer }>(
    "SELECT substring(bytes FROM $2 FOR $3) AS piece FROM mpmd_file WHERE digest = $1",
    [digest, start + 1, length]
  )
  if (!row) {
    throw new MedusaError(
      MedusaError.Types.UNEXPECTED_STATE,
      `The attached file ${digest} is not in the database any more`
    )
  }
  return row.piece
}

/** A whole file, a slice at a time. */
export async function* fileSlices(
  db: Database,
  { digest, size }: Pick<AttachedFile, "digest" | "size">
): AsyncGenerator<Buffer> {
  for (let start = 0; start < size; start += FILE_SLICE) {
    yield readFile(db, digest, start, FILE_SLICE)
  }
}
