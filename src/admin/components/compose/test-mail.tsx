/** Rendered samples to oneself and a few others, outside quota and counts: each address gets a test mail of its own. */
import { toast } from "@medusajs/ui"
import { useState } from "react"

import { useAttempt } from "../../hooks/use-confirm"
import { useMailTranslation } from "../../hooks/use-mail-translation"
import { useMay } from "../../hooks/use-may"
import { useTestAddresses } from "../../hooks/use-test-addresses"
import { mailApi, type SampleOf } from "../../lib/api"
import { issueText } from "../../lib/issue-words"
import type { ContentIssue } from "../../lib/types"
import { TestAddressField } from "../test-address-field"

interface TestMailProps {
  /** Stores the draft and gives its id: what is sent is what is stored. */
  save: () => Promise<string | undefined>
  sample: SampleOf
  disabled: boolean
}

/** An address that got none, and what is wrong with it; without, something else was in the way. */
interface Unsent {
  address: string
  fault?: ContentIssue
}

export function TestMail({ save, sample, disabled }: TestMailProps) {
  const { t } = useMailTranslation()
  const attempt = useAttempt()
  const to = useTestAddresses()
  const [unsent, setUnsent] = useState<Unsent[]>([])
  const [busy, setBusy] = useState(false)
  const maySend = useMay("mail_delivery:send")

  /** One after the other. What is in the way of one for no fault of its address is in the way of all that follow. */
  const sendEach = async (id: string) => {
    const sent: string[] = []
    const left: Unsent[] = []
    let isStopped = false
    for (const address of to.addresses) {
      let fault: ContentIssue | undefined
      const atField = { to: (issue: ContentIssue) => void (fault = issue) }
      const isSent = !isStopped && (await attempt(mailApi.sendTest(id, address, sample), undefined, atField))
      if (isSent) {
        sent.push(address)
      } else {
        isStopped ||= !fault
        left.push({ address, fault })
      }
    }
    return { sent, left }
  }
  const send = async () => {
    setBusy(true)
    setUnsent([])
    const id = await save()
    if (id) {
      const { sent, left } = await sendEach(id)
      setUnsent(left)
      if (sent.length) {
        toast.success(t("compose.testSent", { to: sent.join(", ") }))
        to.keep()
        // Pressed again it goes to those alone who have not had it.
        to.setText((left.length ? left.map(({ address }) => address) : to.addresses).join(", "))
      }
    }
    setBusy(false)
  }

  if (!maySend) {
    return null
  }
  return (
    <TestAddressField
      id="test-to"
      label={t("compose.testTo")}
      hint={t("compose.testHint")}
      error={unsent.length ? <UnsentWords unsent={unsent} /> : undefined}
      to={to}
      send={t("compose.testSend")}
      disabled={disabled}
      busy={busy}
      onChange={() => setUnsent([])}
      onSend={() => void send()}
    />
  )
}

function UnsentWords({ unsent }: { unsent: Unsent[] }) {
  const { t } = useMailTranslation()
  return unsent.map(({ address, fault }) => (
    <span key={address} className="block break-words">
      {t("compose.testUnsent", { to: address })} {fault && issueText(fault, t)}
    </span>
  ))
}
