/** A key as it stands in an option: itself, or the path of its file. */
import { readFileSync } from "node:fs"

import { MedusaError } from "../refusals/medusa-error"

/**
 * Many `.env` files can hold line breaks only as `\n`.
 *
 * @throws MedusaError `invalid_argument` whose message continues after the name of the option.
 */
export function pemOf(value: string): string {
  return value.includes("-----BEGIN") ? value.replaceAll("\\n", "\n") : fileOf(value)
}

function fileOf(path: string): string {
  try {
    return readFileSync(path, "utf8")
  } catch {
    throw new MedusaError(MedusaError.Types.INVALID_ARGUMENT, "is neither a PEM nor a file that can be read")
  }
}
