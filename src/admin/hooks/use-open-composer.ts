/** Opens the composer for an audience. It travels in a draft: a thousand ticks do not fit into a URL. */
import { useNavigate } from "react-router-dom"

import type { Audience } from "../lib/types"
import { useAttempt } from "./use-confirm"
import { EMPTY_DRAFT } from "./use-draft"
import { useMailTranslation } from "./use-mail-translation"
import { useCreateMailing } from "./use-mailings"

export function useOpenComposer() {
  const { t } = useMailTranslation()
  const navigate = useNavigate()
  const attempt = useAttempt()
  const create = useCreateMailing()
  const open = async (audience: Pick<Audience, "filter" | "customer_ids">) => {
    const created = create.mutateAsync({
      kind: "member",
      content: EMPTY_DRAFT.content,
      audience: { ...audience, include: "opted_in" },
    })
    if (await attempt(created, t("members.draftMade"))) {
      navigate(`/mail-delivery/compose?mailing=${(await created).mailing.id}`)
    }
  }
  return { open, isPending: create.isPending }
}
