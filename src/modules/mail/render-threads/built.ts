/**
 * Contents that were built before. A single or automatic mail is made of the same template again and again; what comes
 * out depends on what goes in alone, so its digest finds it.
 */
import { createHash } from "node:crypto"

import type { BuiltContent } from "../content/build"

/** How many, and characters of all. */
const COUNT = 100
const SIZE = 20_000_000

interface Entry {
  built: BuiltContent
  size: number
}

export class BuiltContents {
  private readonly entries = new Map<string, Entry>()
  private size = 0

  keyOf(...parts: unknown[]): string {
    return createHash("sha256").update(JSON.stringify(parts)).digest("base64")
  }

  get(key: string): BuiltContent | undefined {
    const entry = this.entries.get(key)
    if (entry) {
      // The one that was used last is the last to go.
      this.entries.delete(key)
      this.entries.set(key, entry)
    }
    return entry?.built
  }

  set(key: string, built: BuiltContent): void {
    this.drop(key)
    const { subject, html, text } = built.snapshot
    const size = subject.length + (html?.length ?? 0) + text.length
    this.entries.set(key, { built, size })
    this.size += size
    while (this.entries.size > COUNT || this.size > SIZE) {
      this.drop(this.entries.keys().next().value!)
    }
  }

  private drop(key: string): void {
    this.size -= this.entries.get(key)?.size ?? 0
    this.entries.delete(key)
  }
}
