/** What is said of options that are wrong. */
import { parseOptions } from ".."

/** @returns the sentence without where it stands; nothing if they are taken. */
export function refusalOf(options: object): string {
  try {
    parseOptions(options)
    return ""
  } catch (error) {
    return (error as Error).message.replace(/^.*medusa-config.ts: /, "")
  }
}
