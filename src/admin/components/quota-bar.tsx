/** The month's quota as a bar: used, reserved by mailings on their way, and what one mailing would take. */
import { clx, Skeleton, Text } from "@medusajs/ui"

import { useMailTranslation } from "../hooks/use-mail-translation"
import { useQuota } from "../hooks/use-quota"
import type { Quota } from "../lib/types"
import { Bar } from "./bar"

interface QuotaBarProps {
  quota: Quota
  /** Mails that a mailing would take. */
  wanted?: number
  className?: string
}

export function QuotaBar({ quota, wanted = 0, className }: QuotaBarProps) {
  const { t, number, month } = useMailTranslation()
  const { limit, used, reserved, remaining } = quota
  const over = remaining !== null && wanted > remaining
  const figures = { used: number(used), reserved: number(reserved), limit: number(limit ?? 0) }
  return (
    <div className={clx("flex flex-col gap-y-2", className)}>
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <Text size="small" leading="compact" weight="plus">
          {t("quota.title", { month: month(quota.month) })}
        </Text>
        <Text
          size="small"
          leading="compact"
          className={over ? "text-ui-fg-error" : "text-ui-fg-subtle"}
          data-testid="quota-left"
        >
          {remaining === null ? t("quota.unlimited", figures) : t("quota.left", { n: number(remaining) })}
        </Text>
      </div>
      {limit !== null && (
        <>
          <Bar
            label={t("quota.title", { month: month(quota.month) })}
            total={Math.max(limit, 1)}
            parts={[
              { value: used, className: "bg-ui-fg-interactive" },
              { value: reserved, className: "bg-ui-tag-blue-border" },
              {
                value: Math.min(wanted, remaining ?? wanted),
                className: over ? "bg-ui-tag-red-icon" : "bg-ui-tag-green-icon",
              },
            ]}
          />
          <Text size="xsmall" className="text-ui-fg-subtle">
            {reserved > 0 ? t("quota.usedAndReserved", figures) : t("quota.used", figures)}
          </Text>
        </>
      )}
    </div>
  )
}

/** The same, asking for itself. An unreachable quota hides nothing else on the page. */
export function CurrentQuota({ className }: { className?: string }) {
  const { t } = useMailTranslation()
  const { data, isError } = useQuota()
  if (data) {
    return <QuotaBar quota={data} className={className} />
  }
  return isError ? (
    <Text size="small" className={clx("text-ui-fg-subtle", className)}>
      {t("quota.unknown")}
    </Text>
  ) : (
    <div className={className}>
      <Skeleton className="h-12 w-full" />
    </div>
  )
}
