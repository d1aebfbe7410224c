/** How far a mailing is: the bar, the counts, the speed and the time that is left. */
import { Text } from "@medusajs/ui"
import { Link } from "react-router-dom"

import { useMailTranslation } from "../../hooks/use-mail-translation"
import { doneOf, useSpeed } from "../../hooks/use-speed"
import { ledgerPath, statesBehind } from "../../lib/ledger-path"
import type { Mailing } from "../../lib/types"
import { Bar } from "../bar"
import { Rates } from "./rates"
import { Reasons } from "./reasons"

/** Those that are always worth a figure; the others show when there are some. */
const ALWAYS = ["total", "sent", "pending", "failed"] as const
const SOMETIMES = ["sending", "deferred", "uncertain", "skipped", "bounced", "complained"] as const

const BAD: ReadonlySet<string> = new Set(["failed", "bounced", "complained"])

interface MailingProgressProps {
  mailing: Mailing
  /** When this was asked, ms. */
  updatedAt: number
}

export function MailingProgress({ mailing, updatedAt }: MailingProgressProps) {
  const { t, percent } = useMailTranslation()
  const { counts } = mailing
  const done = doneOf(counts)
  // What was cancelled is not done, though nothing more is to come.
  const settled = mailing.state === "cancelled" ? done - counts.skipped : done
  const share = counts.total ? settled / counts.total : 0
  return (
    <div className="flex flex-col gap-y-4 px-6 py-4">
      <div className="flex flex-col gap-y-2">
        <div className="flex flex-wrap items-baseline justify-between gap-x-4">
          <Text size="small" weight="plus" aria-live="polite">
            {t("mailing.progress", { share: percent(share) })}
          </Text>
          <Pace mailing={mailing} updatedAt={updatedAt} />
        </div>
        <Bar
          label={t("mailing.progress", { share: percent(share) })}
          total={counts.total}
          parts={[
            { value: counts.sent - counts.bounced, className: "bg-ui-tag-green-icon" },
            { value: counts.failed + counts.bounced, className: "bg-ui-tag-red-icon" },
            { value: counts.uncertain, className: "bg-ui-tag-orange-icon" },
            { value: counts.skipped, className: "bg-ui-tag-neutral-icon" },
          ]}
        />
      </div>
      <Figures counts={counts} />
      <Rates rates={mailing.rates} />
      <Reasons mailing={mailing} />
    </div>
  )
}

function Pace({ mailing, updatedAt }: MailingProgressProps) {
  const { t, number, duration } = useMailTranslation()
  const speed = useSpeed(mailing, updatedAt)
  const left = mailing.counts.pending + mailing.counts.sending
  if (mailing.state !== "sending" || speed === null || !left) {
    return null
  }
  const pace = speed >= 1 ? t("mailing.perSecond", { n: number(Math.round(speed)) }) : t("mailing.slow")
  return (
    <Text size="small" className="text-ui-fg-subtle">
      {t("mailing.pace", { pace, time: duration(left / speed) })}
    </Text>
  )
}

/** Each leads to the list of what it counts. */
function Figures({ counts }: { counts: Mailing["counts"] }) {
  const { t, number } = useMailTranslation()
  const shown = [...ALWAYS, ...SOMETIMES.filter((name) => counts[name] > 0)]
  return (
    <dl className="grid grid-cols-2 gap-3 sm:grid-cols-4">
      {shown.map((name) => (
        <div
          key={name}
          className="bg-ui-bg-subtle hover:bg-ui-bg-subtle-hover has-[:focus-visible]:shadow-borders-focus relative rounded-lg px-3 py-2"
        >
          <dt className="text-ui-fg-subtle txt-compact-xsmall">
            <Link to={ledgerPath(statesBehind(name))} className="outline-none after:absolute after:inset-0">
              {t(`counts.${name}`)}
            </Link>
          </dt>
          <dd
            data-testid={`count-${name}`}
            className={
              BAD.has(name) && counts[name]
                ? "text-ui-fg-error txt-compact-large-plus tabular-nums"
                : "txt-compact-large-plus tabular-nums"
            }
          >
            {number(counts[name])}
          </dd>
        </div>
      ))}
    </dl>
  )
}
