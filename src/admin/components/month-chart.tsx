/** The month's mails day by day, as bars to look at and as a table to be read out. */
import { Skeleton, Text } from "@medusajs/ui"

import { useMailTranslation } from "../hooks/use-mail-translation"
import { useActivity } from "../hooks/use-quota"
import type { Activity } from "../lib/types"

/** From the foot of a bar upwards. The colours are Medusa's, in light and dark with enough contrast for a figure. */
const SERIES = [
  { name: "member", colour: "var(--fg-interactive)" },
  { name: "order", colour: "var(--tag-purple-text)" },
] as const

type SeriesName = (typeof SERIES)[number]["name"]
type Day = { day: string } & Record<SeriesName, number>

/** The height of the picture, in its own units; the width is one unit per day. */
const HEIGHT = 100
/** Every fifth day is named below the bars, and the first. */
const NAMED_EVERY = 5

/** Single mail is nearly always about an order: two colours are enough. */
function daysOf({ days }: Activity): Day[] {
  return days.map(({ day, member, order, single }) => ({ day, member, order: order + single }))
}

function sumOf(days: Day[], name: SeriesName): number {
  return days.reduce((sum, day) => sum + day[name], 0)
}

export function MonthChart() {
  const { t, month } = useMailTranslation()
  const { data, isError } = useActivity()
  if (!data) {
    return isError ? (
      <Text size="small" className="text-ui-fg-subtle">
        {t("activity.unknown")}
      </Text>
    ) : (
      <Skeleton className="h-40 w-full" />
    )
  }
  const days = daysOf(data)
  const title = t("activity.title", { month: month(data.month) })
  return (
    <figure className="flex flex-col gap-y-3" data-testid="month-chart">
      <figcaption className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <Text size="small" leading="compact" weight="plus">
          {title}
        </Text>
        <Legend days={days} />
      </figcaption>
      {days.some(({ member, order }) => member + order > 0) ? (
        <>
          <Bars days={days} title={title} />
          <Text size="xsmall" className="text-ui-fg-subtle">
            {t("activity.hint")}
          </Text>
          <FiguresToRead days={days} title={title} />
        </>
      ) : (
        <Text size="small" className="text-ui-fg-subtle">
          {t("activity.none")}
        </Text>
      )}
    </figure>
  )
}

function Legend({ days }: { days: Day[] }) {
  const { t, number } = useMailTranslation()
  return (
    <ul className="flex flex-wrap gap-x-4">
      {SERIES.map(({ name, colour }) => (
        <li key={name} className="txt-compact-small text-ui-fg-subtle flex items-center gap-x-1.5">
          <span aria-hidden className="size-2 rounded-sm" style={{ background: colour }} />
          {t(`activity.${name}`, { n: number(sumOf(days, name)) })}
        </li>
      ))}
    </ul>
  )
}

function Bars({ days, title }: { days: Day[]; title: string }) {
  const { number } = useMailTranslation()
  const most = Math.max(...days.map(({ member, order }) => member + order))
  return (
    <div className="flex flex-col">
      <Text
        size="xsmall"
        className="text-ui-fg-subtle border-ui-border-base border-b border-dashed"
        aria-hidden
      >
        {number(most)}
      </Text>
      <svg
        role="img"
        aria-label={title}
        viewBox={`0 0 ${days.length} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="border-ui-border-strong h-24 w-full border-b"
      >
        {days.map((day, index) => (
          <Bar key={day.day} day={day} x={index} scale={HEIGHT / most} />
        ))}
      </svg>
      <div
        aria-hidden
        className="text-ui-fg-subtle txt-compact-xsmall grid pt-1 text-center tabular-nums"
        style={{ gridTemplateColumns: `repeat(${days.length}, minmax(0, 1fr))` }}
      >
        {days.map(({ day }, index) => (
          <span key={day}>{index === 0 || (index + 1) % NAMED_EVERY === 0 ? index + 1 : ""}</span>
        ))}
      </div>
    </div>
  )
}

/** A day's mails on top of each other; the figures appear under the pointer, wherever in the column it is. */
function Bar({ day, x, scale }: { day: Day; x: number; scale: number }) {
  const { t, number, day: words } = useMailTranslation()
  const tops = SERIES.map((_, index) =>
    SERIES.slice(0, index + 1).reduce((sum, { name }) => sum + day[name] * scale, 0)
  )
  const figures = SERIES.map(({ name }) => t(`activity.${name}`, { n: number(day[name]) }))
  return (
    <g>
      <title>{[words(day.day), ...figures].join("\n")}</title>
      <rect x={x} y={0} width={1} height={HEIGHT} fill="transparent" />
      {SERIES.map(({ name, colour }, index) => (
        <rect
          key={name}
          x={x + 0.15}
          y={HEIGHT - tops[index]!}
          width={0.7}
          height={day[name] * scale}
          style={{ fill: colour }}
        />
      ))}
    </g>
  )
}

/** What the bars show, for readers who cannot see them. */
function FiguresToRead({ days, title }: { days: Day[]; title: string }) {
  const { t, number, day: words } = useMailTranslation()
  return (
    <table className="sr-only">
      <caption>{title}</caption>
      <thead>
        <tr>
          <th scope="col">{t("common.when")}</th>
          {SERIES.map(({ name }) => (
            <th key={name} scope="col">
              {t(`kind.${name}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {days
          .filter(({ member, order }) => member + order > 0)
          .map((day) => (
            <tr key={day.day}>
              <th scope="row">{words(day.day)}</th>
              {SERIES.map(({ name }) => (
                <td key={name}>{number(day[name])}</td>
              ))}
            </tr>
          ))}
      </tbody>
    </table>
  )
}
