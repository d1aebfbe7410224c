/** Where returned mail and news of mail services come in, what they said last, and a try at the mailbox. */
import { Alert, Button, Text } from "@medusajs/ui"

import { useMailTranslation } from "../../hooks/use-mail-translation"
import { useMay } from "../../hooks/use-may"
import { useCheckIntake, useIntake } from "../../hooks/use-settings"
import { errorWords } from "../../lib/error-words"
import { SERVICES } from "../../lib/services"
import type { HeardService, Intake as IntakeDoors, MailboxCheck, MailboxState } from "../../lib/types"
import { Section } from "./section"

export function Intake() {
  const { t } = useMailTranslation()
  const { data } = useIntake()
  if (!data) {
    return null
  }
  const { mailbox, services } = data
  return (
    <Section title={t("intake.title")} hint={t("intake.hint")}>
      <div data-testid="intake" className="flex flex-col gap-y-4">
        <ReturnAddress intake={data} />
        {mailbox && <Mailbox mailbox={mailbox} />}
        {services.map((service) => (
          <Service key={service.service} heard={service} />
        ))}
      </div>
    </Section>
  )
}

function ReturnAddress({ intake: { address, mailbox, services } }: { intake: IntakeDoors }) {
  const { t, sentences } = useMailTranslation()
  return (
    <Text size="small" className="text-ui-fg-subtle">
      {sentences(
        address ? t("intake.address", { address }) : t("intake.noAddress"),
        !mailbox && !services.length && t("intake.nothing")
      )}
    </Text>
  )
}

function Mailbox({ mailbox }: { mailbox: MailboxState }) {
  const { t, dateTime } = useMailTranslation()
  const check = useCheckIntake()
  const mayCheck = useMay("mail_delivery_settings:update")
  const { user, host, folder, looked_at, heard_at, fault, message, fault_since } = mailbox
  return (
    <div className="flex flex-col items-start gap-y-2">
      <Lines
        name={t("intake.mailbox", { user, host, folder })}
        lines={[
          looked_at ? t("intake.looked", { when: dateTime(looked_at) }) : t("intake.neverLooked"),
          heard_at && t("intake.heard", { when: dateTime(heard_at) }),
        ]}
      />
      {fault && fault_since && (
        <Fault
          title={t("intake.faultSince", { when: dateTime(fault_since) })}
          advice={t(`intakeAdvice.${fault}`)}
          words={message ?? ""}
        />
      )}
      {mayCheck && (
        <Button
          type="button"
          size="small"
          variant="secondary"
          isLoading={check.isPending}
          onClick={() => check.mutate()}
        >
          {t("intake.check")}
        </Button>
      )}
      <div role="status" data-testid="intake-check" className="w-full empty:hidden">
        {check.data && <Checked check={check.data} />}
        {check.error && <Alert variant="error">{errorWords(check.error, t)}</Alert>}
      </div>
    </div>
  )
}

function Checked({ check: { ok, stage, message, host, port, folder, messages } }: { check: MailboxCheck }) {
  const { t, tn } = useMailTranslation()
  return ok ? (
    <Alert variant="success">{tn("intake.open", messages ?? 0, { folder })}</Alert>
  ) : (
    <Fault
      title={t(`intakeStage.${stage}`, { host: `${host}:${port}`, folder })}
      advice={t(`intakeAdvice.${stage}`)}
      words={message}
    />
  )
}

function Service({ heard: { service, taken_at, tally, refused_at } }: { heard: HeardService }) {
  const { t, dateTime, number } = useMailTranslation()
  const figures = tally && {
    recorded: number(tally.recorded),
    noted: number(tally.noted),
    known: number(tally.known),
    unmatched: number(tally.unmatched),
  }
  return (
    <Lines
      name={`${SERVICES[service] ?? t(`intake.service_${service}`)} · /mail/events/${service}`}
      lines={[
        taken_at ? t("intake.taken", { when: dateTime(taken_at), ...figures }) : t("intake.neverTaken"),
        refused_at && t("intake.refused", { when: dateTime(refused_at) }),
      ]}
    />
  )
}

function Lines({ name, lines }: { name: string; lines: (string | null)[] }) {
  return (
    <div className="min-w-0">
      <Text size="small" weight="plus" className="break-words">
        {name}
      </Text>
      {lines.map(
        (line) =>
          line && (
            <Text key={line} size="small" className="text-ui-fg-subtle">
              {line}
            </Text>
          )
      )}
    </div>
  )
}

function Fault({ title, advice, words }: { title: string; advice: string; words: string }) {
  return (
    <Alert variant="error">
      <div className="flex flex-col gap-y-1">
        <Text size="small" weight="plus">
          {title}
        </Text>
        <Text size="small" className="text-ui-fg-subtle">
          {advice}
        </Text>
        <Text size="xsmall" className="text-ui-fg-subtle break-words font-mono">
          {words}
        </Text>
      </div>
    </Alert>
  )
}
