/** One mail to each address through the mail server as it is set up, and in words how far it came. */
import { Alert, Text } from "@medusajs/ui"
import { useState } from "react"

import { useMailTranslation } from "../../hooks/use-mail-translation"
import { useMay } from "../../hooks/use-may"
import { useSendSettingsTest } from "../../hooks/use-settings"
import { useTestAddresses } from "../../hooks/use-test-addresses"
import { errorWords, issuesOf } from "../../lib/error-words"
import { issueText } from "../../lib/issue-words"
import type { Probe } from "../../lib/types"
import { TestAddressField } from "../test-address-field"
import { Section } from "./section"
import { TransportChoice } from "./transport-choice"

/** Classes that only repeat what the stage and its advice say. */
const SAYS_NOTHING_MORE: Probe["class"][] = ["our_fault", "unknown", "transport"]

/** @param unsaved - What is sent is what is stored: a test of anything else would say nothing. */
export function SendTest({ unsaved }: { unsaved: boolean }) {
  const { t } = useMailTranslation()
  const to = useTestAddresses()
  const test = useSendSettingsTest()
  const [transport, setTransport] = useState<string>()
  const maySend = useMay("mail_delivery:send")
  const faults = (test.data ?? []).flatMap(({ to: address, error }) => {
    const fault = issuesOf(error).find(({ field }) => field === "to")
    return fault ? [{ address, words: issueText(fault, t) }] : []
  })
  const send = async () => {
    const outcomes = await test.mutateAsync({ addresses: to.addresses, transport })
    if (outcomes.some(({ outcome }) => outcome?.ok)) to.keep()
  }

  if (!maySend) {
    return null
  }
  return (
    <Section title={t("settings.test")} hint={t("settings.testHint")}>
      <TransportChoice id="settings-test-transport" value={transport} onChange={setTransport} />
      <TestAddressField
        id="settings-test-to"
        label={t("settings.testTo")}
        hint={unsaved ? t("settings.testSaveFirst") : undefined}
        error={
          faults.length ? faults.map(({ address, words }) => `${address}: ${words}`).join(" ") : undefined
        }
        to={to}
        send={t("settings.testSend")}
        disabled={unsaved}
        busy={test.isPending}
        onSend={() => void send()}
        entered
      />
      <div role="status" data-testid="settings-test-outcome" className="flex flex-col gap-y-2 empty:hidden">
        {test.data?.map(({ to: address, outcome, error }) =>
          faults.some((fault) => fault.address === address) ? null : outcome ? (
            <Outcome key={address} outcome={outcome} to={address} />
          ) : (
            <Alert key={address} variant="error">
              {address}: {errorWords(error, t)}
            </Alert>
          )
        )}
      </div>
    </Section>
  )
}

function Outcome({ outcome, to }: { outcome: Probe; to: string }) {
  const { t } = useMailTranslation()
  const { ok, stage, reply } = outcome
  const words = { host: [outcome.host, outcome.port].filter((part) => part !== null).join(":"), to }
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
