/** The seconds after Send, with the way back. The page goes over to the progress by itself when they are over. */
import { Alert, Button, Text } from "@medusajs/ui"
import { useEffect, useState } from "react"

import { useCountdown } from "../../hooks/use-countdown"
import { useMailTranslation } from "../../hooks/use-mail-translation"
import { useMay } from "../../hooks/use-may"
import type { Mailing } from "../../lib/types"
import { useMailingCommands } from "./use-mailing-commands"

/** The second and last time that screen readers hear of it. */
const LAST_CALL = 10

interface GraceNoticeProps {
  mailing: Mailing
  /** When this was asked, ms. */
  updatedAt: number
}

export function GraceNotice({ mailing, updatedAt }: GraceNoticeProps) {
  const { t, tn } = useMailTranslation()
  const maySend = useMay("mail_delivery:send")
  const commands = useMailingCommands(mailing)
  const left = useCountdown(mailing.grace_left ?? 0, updatedAt)
  const words = (seconds: number) => (seconds > 0 ? tn("mailing.startsIn", seconds) : t("mailing.startsNow"))
  return (
    <Alert variant="info" data-testid="grace">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <Text size="small" className="tabular-nums" aria-hidden>
          {words(left)}
        </Text>
        <Spoken left={left} words={words} />
        {maySend && (
          <Button size="small" variant="secondary" onClick={commands.undo} disabled={commands.busy}>
            {t("mailing.undo.action")}
          </Button>
        )}
      </div>
    </Alert>
  )
}

/** The same for screen readers: at first, shortly before the end, and at it, not once a second. */
function Spoken({ left, words }: { left: number; words: (seconds: number) => string }) {
  const [first] = useState(left)
  const spoken = words(left > LAST_CALL ? first : left > 0 ? Math.min(first, LAST_CALL) : 0)
  const [said, setSaid] = useState("")
  // What is there from the beginning is not read out: it has to come into a region that is there.
  useEffect(() => setSaid(spoken), [spoken])
  return (
    <span role="status" className="sr-only">
      {said}
    </span>
  )
}
