/** What came back about a mail after it was sent: who said what and when, and whether that is proven. */
import { Badge, Heading, Text } from "@medusajs/ui"

import { useMailTranslation } from "../../hooks/use-mail-translation"
import { SERVICES } from "../../lib/services"
import type { DeliveryDetail, DeliveryReturn } from "../../lib/types"

/** What proves nothing is shown, and nothing follows from it. */
const UNPROVEN: ReadonlySet<string> = new Set(["named", "guessed"])

export function Returns({ delivery: { returns, email } }: { delivery: DeliveryDetail }) {
  const { t } = useMailTranslation()
  if (!returns.length) {
    return null
  }
  return (
    <div className="flex flex-col gap-y-3 px-6 py-4" data-testid="returns">
      <Heading level="h3">{t("returns.title")}</Heading>
      <ol className="flex flex-col gap-y-4">
        {returns.map((one, index) => (
          <ReturnRow key={index} told={one} email={email} />
        ))}
      </ol>
    </div>
  )
}

function ReturnRow({ told, email }: { told: DeliveryReturn; email: string }) {
  const { t, dateTime } = useMailTranslation()
  const { kind, matched_by, source, recipient, diagnostic, status, remote, evidence, created_at } = told
  const unproven = UNPROVEN.has(matched_by)
  const other = recipient && recipient.toLowerCase() !== email.toLowerCase() ? recipient : null
  const plain = { interpolation: { escapeValue: false } }
  const toldBy = SERVICES[source] ?? t(source === "message" ? "returns.byMessage" : "returns.byServer")
  return (
    <li className="border-ui-border-base flex flex-col gap-y-1 border-l-2 pl-3">
      <div className="flex flex-wrap items-center gap-2">
        <Badge size="2xsmall" color={unproven || kind === "progress" ? "grey" : "red"}>
          {t(`returns.kind_${kind}`)}
        </Badge>
        <Text size="xsmall" className="text-ui-fg-subtle">
          {[dateTime(created_at), toldBy].join(" · ")}
        </Text>
      </div>
      <Text size="small" className={unproven ? "text-ui-fg-base" : "text-ui-fg-subtle"}>
        {t(`returns.by_${matched_by}`)}
      </Text>
      {other && (
        <Text size="small" className="text-ui-fg-subtle break-all">
          {t("returns.recipient", { email: other, ...plain })}
        </Text>
      )}
      {(diagnostic || status) && (
        <Text size="xsmall" className="text-ui-fg-subtle break-words font-mono">
          {diagnostic ?? status}
        </Text>
      )}
      {remote && (
        <Text size="xsmall" className="text-ui-fg-subtle break-words">
          {t("returns.remote", { remote, ...plain })}
        </Text>
      )}
      {evidence && (
        <details>
          <summary className="txt-compact-xsmall text-ui-fg-subtle cursor-pointer">
            {t("returns.head")}
          </summary>
          <pre className="text-ui-fg-subtle bg-ui-bg-subtle mt-1 max-h-60 overflow-auto whitespace-pre-wrap break-all rounded-md p-2 text-[11px]">
            {evidence}
          </pre>
        </details>
      )}
    </li>
  )
}
