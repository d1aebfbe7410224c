/** A bar of several parts; screen readers hear the first part's share. */
import { clx } from "@medusajs/ui"

export interface BarPart {
  value: number
  className: string
}

interface BarProps {
  label: string
  total: number
  parts: BarPart[]
}

export function Bar({ label, total, parts }: BarProps) {
  const share = (value: number) => (total > 0 ? Math.min(100, (value / total) * 100) : 0)
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(share(parts[0]?.value ?? 0))}
      className="bg-ui-bg-component-pressed flex h-2 w-full overflow-hidden rounded-full"
    >
      {parts.map((part, index) => (
        <div
          key={index}
          className={clx("h-full transition-all duration-500", part.className)}
          style={{ width: `${share(part.value)}%` }}
        />
      ))}
    </div>
  )
}
