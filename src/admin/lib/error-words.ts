/** What a person is told when a request did not succeed. */
import { FetchError } from "@medusajs/js-sdk"

/**
 * The server's own words where it knows what was wrong: they name the field or the numbers. A fault of its own, or of
 * the way to it, comes with no word that helps, and in English only.
 */
export function errorWords(error: unknown, t: (key: string) => string): string {
  if (!(error instanceof FetchError)) {
    return t("error.unreachable")
  }
  const { status = 500, message } = error
  if (status === 404) {
    return t("error.notFound")
  }
  return status >= 500 ? t("error.server") : message
}
