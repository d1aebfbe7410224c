/** Files that a person chooses, as the API takes them. */
import type { GivenMailingFile } from "../../modules/mail/shapes/attachments"
import type { Mailing } from "./types"

export type MailingFile = Mailing["attachments"][number]

const MEGABYTE = 1024 * 1024

/** What one request to the store holds of a file, besides everything else in it. */
const ONE_REQUEST = 25

/** As a browser says it; a few say more than a type. */
const MIME = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/

/**
 * Why a file cannot be added, before it is read and sent.
 *
 * @param megabytes - All files of one mail together.
 */
export function faultOfFile(
  file: Pick<File, "size">,
  others: readonly MailingFile[],
  megabytes: number
): { code: "empty" } | { code: "tooLarge"; limit: number } | null {
  if (file.size === 0) {
    return { code: "empty" }
  }
  if (file.size > Math.min(ONE_REQUEST, megabytes) * MEGABYTE) {
    return { code: "tooLarge", limit: Math.min(ONE_REQUEST, megabytes) }
  }
  const common = others.filter(({ document_id }) => document_id === null)
  const total = common.reduce((sum, { size }) => sum + size, file.size)
  return total > megabytes * MEGABYTE ? { code: "tooLarge", limit: megabytes } : null
}

/** @throws if it is no file that can be read: a folder, or one that is gone. */
export async function readFile(file: File): Promise<GivenMailingFile> {
  const address = await new Promise<string>((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result))
    reader.onerror = () => reject(reader.error ?? new Error(file.name))
    reader.readAsDataURL(file)
  })
  return {
    filename: file.name,
    content: address.slice(address.indexOf(",") + 1),
    ...(MIME.test(file.type) && { content_type: file.type }),
  }
}

/** As the file managers of most people count. */
export function sizeWords(bytes: number, number: (value: number) => string): string {
  const [value, unit] = bytes < MEGABYTE ? [bytes / 1024, "KB"] : [bytes / MEGABYTE, "MB"]
  return `${number(Math.max(0.1, Math.round(value * 10) / 10))} ${unit}`
}
