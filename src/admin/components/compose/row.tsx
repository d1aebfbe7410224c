/** One line of what a mailing comes to, in a `dl`. */
import { type ReactNode } from "react"

export function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)] gap-x-4 py-3">
      <dt className="txt-compact-small-plus text-ui-fg-subtle">{label}</dt>
      <dd className="txt-compact-small break-words">{children}</dd>
    </div>
  )
}
