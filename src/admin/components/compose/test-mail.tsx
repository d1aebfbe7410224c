/** One rendered sample to oneself, outside quota and counts. */
import { Button, Input } from "@medusajs/ui"
import { useState } from "react"

import { useAttempt } from "../../hooks/use-confirm"
import { useMailTranslation } from "../../hooks/use-mail-translation"
import { useMay } from "../../hooks/use-may"
import { useMe } from "../../hooks/use-users"
import { mailApi, type SampleOf } from "../../lib/api"
import { issueText } from "../../lib/issue-words"
import type { ContentIssue } from "../../lib/types"
import { Field, hintIdOf } from "../field"

interface TestMailProps {
  /** Stores the draft and gives its id: what is sent is what is stored. */
  save: () => Promise<string | undefined>
  sample: SampleOf
  disabled: boolean
}

export function TestMail({ save, sample, disabled }: TestMailProps) {
  const { t } = useMailTranslation()
  const attempt = useAttempt()
  const { data: me } = useMe()
  const [typed, setTyped] = useState<string>()
  const [fault, setFault] = useState<ContentIssue>()
  const [busy, setBusy] = useState(false)
  const maySend = useMay("mail_delivery:send")
  const to = typed ?? me?.email ?? ""

  const send = async () => {
    setBusy(true)
    setFault(undefined)
    const id = await save()
    if (id) {
      await attempt(mailApi.sendTest(id, to, sample), t("compose.testSent", { to }), { to: setFault })
    }
    setBusy(false)
  }

  if (!maySend) {
    return null
  }
  return (
    <Field
      id="test-to"
      label={t("compose.testTo")}
      hint={t("compose.testHint")}
      error={fault && issueText(fault, t)}
    >
      <div className="flex flex-col gap-2 sm:flex-row">
        <div className="flex-1">
          <Input
            id="test-to"
            type="email"
            value={to}
            aria-invalid={fault !== undefined || undefined}
            aria-describedby={hintIdOf("test-to")}
            onChange={(event) => {
              setTyped(event.target.value)
              setFault(undefined)
            }}
            onKeyDown={(event) => event.key === "Enter" && event.preventDefault()}
          />
        </div>
        <Button
          type="button"
          variant="secondary"
          className="whitespace-nowrap"
          disabled={disabled || !to.trim()}
          isLoading={busy}
          onClick={send}
        >
          {t("compose.testSend")}
        </Button>
      </div>
    </Field>
  )
}
