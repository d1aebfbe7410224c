/** One mail through the mail server as it is set up, and in words how far it came. */
import { Alert, Button, Input, Text } from "@medusajs/ui"
import { type KeyboardEvent, useState } from "react"

import { useMailTranslation } from "../../hooks/use-mail-translation"
import { useMay } from "../../hooks/use-may"
import { useSendSettingsTest } from "../../hooks/use-settings"
import { useMe } from "../../hooks/use-users"
import { errorWords, issuesOf } from "../../lib/error-words"
import { issueText } from "../../lib/issue-words"
import type { Probe } from "../../lib/types"
import { Field, hintIdOf } from "../field"
import { Section } from "./section"

/** Classes that only repeat what the stage and its advice say. */
const SAYS_NOTHING_MORE: Probe["class"][] = ["our_fault", "unknown", "transport"]

/** @param unsaved - What is sent is what is stored: a test of anything else would say nothing. */
export function SendTest({ unsaved }: { unsaved: boolean }) {
  const { t } = useMailTranslation()
  const { data: me } = useMe()
  const [typed, setTyped] = useState<string>()
  const test = useSendSettingsTest()
  const maySend = useMay("mail_delivery:send")
  const to = (typed ?? me?.email ?? "").trim()
  const fault = issuesOf(test.error).find(({ field }) => field === "to")
  const ready = to !== "" && !unsaved && !test.isPending

  /** The field stands within the form of the settings, which Enter would store. */
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter") {
      event.preventDefault()
      if (ready) test.mutate(to)
    }
  }

  if (!maySend) {
    return null
  }
  return (
    <Section title={t("settings.test")} hint={t("settings.testHint")}>
      <Field
        id="settings-test-to"
        label={t("settings.testTo")}
        hint={unsaved ? t("settings.testSaveFirst") : undefined}
        error={fault && issueText(fault, t)}
      >
        <div className="flex flex-col gap-2 sm:flex-row">
          <div className="flex-1">
            <Input
              id="settings-test-to"
              type="email"
              value={typed ?? me?.email ?? ""}
              aria-invalid={fault !== undefined || undefined}
              aria-describedby={hintIdOf("settings-test-to")}
              onChange={(event) => setTyped(event.target.value)}
              onKeyDown={onKeyDown}
            />
          </div>
          <Button
            type="button"
            variant="secondary"
            disabled={!ready}
            isLoading={test.isPending}
            onClick={() => test.mutate(to)}
          >
            {t("settings.testSend")}
          </Button>
        </div>
      </Field>
      <div role="status" data-testid="settings-test-outcome" className="empty:hidden">
        {fault ? null : test.isError ? (
          <Alert variant="error">{errorWords(test.error, t)}</Alert>
        ) : (
          test.data && <Outcome outcome={test.data.outcome} to={test.variables} />
        )}
      </div>
    </Section>
  )
}

function Outcome({ outcome, to }: { outcome: Probe; to: string }) {
  const { t } = useMailTranslation()
  const { ok, stage, reply } = outcome
  const words = { host: `${outcome.host}:${outcome.port}`, to }
  return (
    <Alert variant={ok ? "success" : "error"}>
      <div className="flex flex-col gap-y-1">
        <Text size="small" weight={ok ? "regular" : "plus"}>
          {t(`testStage.${stage}`, words)}
        </Text>
        {!ok && (
          <Text size="small" className="text-ui-fg-subtle">
            {t(`testAdvice.${stage}`)}
          </Text>
        )}
        {outcome.class && !SAYS_NOTHING_MORE.includes(outcome.class) && (
          <Text size="small" className="text-ui-fg-subtle">
            {t(`reason.${outcome.class}`)}
          </Text>
        )}
        <Text size="xsmall" className="text-ui-fg-subtle break-words font-mono">
          {reply}
        </Text>
      </div>
    </Alert>
  )
}
