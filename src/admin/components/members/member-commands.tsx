/** What can be done with the ticked members. The ticks may be spread over many pages. */
import { toast } from "@medusajs/ui"
import { useState } from "react"

import { useAttempt, useConfirm } from "../../hooks/use-confirm"
import { useMailTranslation } from "../../hooks/use-mail-translation"
import { useMay } from "../../hooks/use-may"
import { useSetFlags } from "../../hooks/use-members"
import { useOpenComposer } from "../../hooks/use-open-composer"
import { errorWords } from "../../lib/error-words"
import { sdk } from "../../lib/sdk"
import { TickedBar } from "../ticked-bar"
import { AddressDrawer, type Addressee } from "./address-drawer"
import { ConsentDialog } from "./consent-dialog"

interface MemberCommandsProps {
  ids: string[]
  /** The command has been carried out: the ticks can go. */
  onDone: () => void
}

export function MemberCommands({ ids, onDone }: MemberCommandsProps) {
  const { t, tn } = useMailTranslation()
  const [consent, setConsent] = useState<"opted_in" | "opted_out" | null>(null)
  const [correcting, setCorrecting] = useState<Addressee | null>(null)
  const confirm = useConfirm()
  const attempt = useAttempt()
  const setFlags = useSetFlags()
  const composer = useOpenComposer()
  const mayCorrect = useMay("customer:update")

  const [only] = ids.length === 1 && mayCorrect ? ids : []
  const close = (done: boolean) => {
    setConsent(null)
    setCorrecting(null)
    if (done) {
      onDone()
    }
  }

  /** The ticked member may stand on another page of the list. */
  const correct = async (id: string) => {
    try {
      const { customer } = await sdk.admin.customer.retrieve(id, { fields: "id,email,has_account" })
      setCorrecting({ ...customer, customer_id: id })
    } catch (error) {
      toast.error(t("common.failed"), { description: errorWords(error, t) })
    }
  }

  const flag = async (invalid: boolean) => {
    const key = invalid ? "flag" : "unflag"
    const agreed = await confirm({
      title: tn(`members.${key}Title`, ids.length),
      description: t(`members.${key}Text`),
      confirm: t(`members.${key}`),
    })
    if (agreed) {
      const change = { customer_ids: ids, invalid, ...(invalid && { reason: t("members.flaggedByHand") }) }
      if (await attempt(setFlags.mutateAsync(change), t(`members.${key}Done`))) {
        onDone()
      }
    }
  }

  return (
    <>
      <TickedBar
        open={ids.length > 0 && consent === null && correcting === null}
        words={tn("members.ticked", ids.length)}
        commands={[
          { label: t("members.send"), shortcut: "s", action: () => composer.open({ customer_ids: ids }) },
          { label: t("members.flag"), shortcut: "f", action: () => void flag(true) },
          { label: t("members.unflag"), shortcut: "c", action: () => void flag(false) },
          { label: t("members.optIn"), shortcut: "i", action: () => setConsent("opted_in") },
          { label: t("members.optOut"), shortcut: "o", action: () => setConsent("opted_out") },
          ...(only === undefined
            ? []
            : [{ label: t("customer.correct"), shortcut: "e", action: () => void correct(only) }]),
        ]}
      />
      {consent && (
        <ConsentDialog whom={{ customer_ids: ids }} count={ids.length} consent={consent} onClose={close} />
      )}
      {correcting && <AddressDrawer member={correcting} onClose={close} />}
    </>
  )
}
