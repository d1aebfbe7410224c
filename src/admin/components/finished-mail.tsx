/** A preview's mail, faint while a newer one is on its way. With faults in the template there is none to show. */
import { clx, Text } from "@medusajs/ui"

import type { usePreview } from "../hooks/use-mail-data"
import { MailView } from "./mail-view"
import { Loading, Problem } from "./states"

interface FinishedMailProps {
  preview: ReturnType<typeof usePreview>
  /** What to say when the template has faults. */
  faultsText: string
}

export function FinishedMail({ preview, faultsText }: FinishedMailProps) {
  const { data, isError, error, refetch, isFetching } = preview
  return (
    <div className={clx("transition-opacity", isFetching && "opacity-60")}>
      {isError ? (
        <Problem error={error} retry={refetch} />
      ) : !data ? (
        <Loading />
      ) : data.errors.length > 0 ? (
        <Text size="small" className="text-ui-fg-subtle">
          {faultsText}
        </Text>
      ) : (
        <MailView mail={data} />
      )}
    </div>
  )
}
