/**
 * Right after installation nobody has opted in, and a mailing reaches nobody. This says so, and offers to record the
 * consents that the store already has, of all who are listed and were never asked.
 */
import { Alert, Button, Text } from "@medusajs/ui"
import { useState } from "react"

import { useMailTranslation } from "../../hooks/use-mail-translation"
import { useMembers } from "../../hooks/use-members"
import type { AudienceFilter, Consent } from "../../lib/types"
import { ConsentDialog } from "./consent-dialog"

const OPTED_IN: Consent[] = ["opted_in"]
/** A withdrawal is not among what can be recorded for many at once. */
const NEVER_ASKED: Consent[] = ["not_asked"]

interface NobodyOptedInProps {
  /** What the list shows. */
  filter: AudienceFilter
  /** Some of those listed have opted in: then nobody need be counted. */
  known: boolean
  mayRecord: boolean
}

export function NobodyOptedIn({ filter, known, mayRecord }: NobodyOptedInProps) {
  const { t, tn } = useMailTranslation()
  const [recording, setRecording] = useState(false)
  const listed = { ...filter, consent: NEVER_ASKED }
  const { data: optedIn } = useMembers({ consent: OPTED_IN, limit: 1 }, !known)
  const nobody = !known && optedIn?.count === 0
  const { data: neverAsked } = useMembers({ ...listed, limit: 1 }, nobody && mayRecord)
  if (!nobody) {
    return null
  }
  const count = neverAsked?.count ?? 0
  return (
    <Alert variant="info">
      <div className="flex flex-col items-start gap-y-2">
        <Text size="small" weight="plus">
          {t("members.nobodyTitle")}
        </Text>
        <Text size="small">{t("members.nobodyText")}</Text>
        {mayRecord && count > 0 && (
          <Button size="small" variant="secondary" onClick={() => setRecording(true)}>
            {tn("members.recordAll", count)}
          </Button>
        )}
      </div>
      {recording && (
        <ConsentDialog
          whom={{ audience: { filter: listed } }}
          count={count}
          consent="opted_in"
          onClose={() => setRecording(false)}
        />
      )}
    </Alert>
  )
}
