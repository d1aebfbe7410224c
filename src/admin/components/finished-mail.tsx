/** A preview's mail, faint while a newer one is on its way. With faults in the template there is none to show. */
import { clx, Text } from "@medusajs/ui"

import { useMailTranslation } from "../hooks/use-mail-translation"
import type { usePreview } from "../hooks/use-preview"
import { InboxLine } from "./inbox-line"
import { MailView } from "./mail-view"
import { Loading, Problem } from "./states"

/** @param preview - Nothing written yet is no error: it says what is missing. */
export function FinishedMail({ preview }: { preview: ReturnType<typeof usePreview> }) {
  const { t } = useMailTranslation()
  const { data, isError, error, refetch, isFetching } = preview
  return (
    <div className={clx("transition-opacity", isFetching && data?.errors.length === 0 && "opacity-60")}>
      {isError ? (
        <Problem error={error} retry={refetch} />
      ) : !data ? (
        <Loading />
      ) : data.errors.length > 0 ? (
        <Text size="small" className="text-ui-fg-subtle">
          {t(data.errors.every(({ code }) => code === "required") ? "editor.writeFirst" : "editor.fixFirst")}
        </Text>
      ) : (
        <div className="flex flex-col gap-y-4">
          <InboxLine preview={data} />
          <MailView mail={data} />
        </div>
      )}
    </div>
  )
}
