/** Why a draft cannot be sent yet, each reason as a sentence. The server checks all of it again. */
import { type useAudienceCount } from "../../hooks/use-audience"
import type { DraftHandle } from "../../hooks/use-draft"
import { useMailTranslation } from "../../hooks/use-mail-translation"
import { type usePreview } from "../../hooks/use-preview"
import { useSettings } from "../../hooks/use-settings"
import { useShopZone } from "../../hooks/use-shop-zone"
import { errorWords } from "../../lib/error-words"
import { shopMonth } from "../../lib/shop-days"
import type { Schedule } from "./schedule-choice"

interface BlockerInput {
  handle: DraftHandle
  count: ReturnType<typeof useAudienceCount>
  preview: ReturnType<typeof usePreview>
  schedule: Schedule
}

/** A mailing of another month of the shop counts there; only the server knows that month's balance. */
export function countsInMonth(month: string, { later, at }: Schedule, zone: string | undefined): boolean {
  return !later || !at || shopMonth(at, zone) === month
}

export function useBlockers({ handle, count, preview, schedule }: BlockerInput): string[] {
  const { t, number } = useMailTranslation()
  const { data: settings } = useSettings()
  const zone = useShopZone()
  const { draft, status } = handle
  const audience = count.data
  const [fault] = [count, preview].filter(({ isError }) => isError)
  const waiting = !audience || !preview.data || !settings || count.isFetching || preview.isFetching
  const over = audience && !audience.quota.fits && countsInMonth(audience.quota.month, schedule, zone)
  const reasons = [
    // Of a refusal there is nothing to wait for: the segment may have been deleted, say.
    fault ? errorWords(fault.error, t) : waiting && t("blocker.waiting"),
    audience?.sendable.count === 0 && t("blocker.nobody"),
    over &&
      t("compose.overQuota", {
        wanted: number(audience.sendable.count),
        left: number(audience.quota.remaining ?? 0),
      }),
    draft.purpose === "notice" && !draft.purpose_reason?.trim() && t("compose.noticeReasonMissing"),
    !draft.content.subject.trim() && t("blocker.noSubject"),
    !draft.content.body.trim() && t("blocker.noBody"),
    draft.content.subject.trim() && preview.data?.errors.length && t("blocker.errors"),
    settings && !settings.sender_address && t("blocker.noSender"),
    schedule.later && (!schedule.at || schedule.at <= new Date()) && t("blocker.noTime"),
    status === "failed" && t("blocker.notSaved"),
  ]
  return reasons.filter((reason): reason is string => typeof reason === "string" && reason !== "")
}
