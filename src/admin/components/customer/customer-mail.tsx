/** A customer as mail sees them: consent, whether the address works, and the last mails. */
import { Alert, Button, Container, Heading, Label, Switch, Text } from "@medusajs/ui"
import { useState } from "react"
import { Link } from "react-router-dom"

import { titleOf } from "../../../notices/title"
import { useAttempt, useConfirm } from "../../hooks/use-confirm"
import { useMailTranslation } from "../../hooks/use-mail-translation"
import { useMay } from "../../hooks/use-may"
import { useMembers, useSetFlags } from "../../hooks/use-members"
import { useOpenComposer } from "../../hooks/use-open-composer"
import { MAX_PAGE } from "../../lib/api"
import type { Member } from "../../lib/types"
import { ConsentBadge, InvalidBadge } from "../badges"
import { AddressDrawer } from "../members/address-drawer"
import { ConsentDialog } from "../members/consent-dialog"
import { Loading, Problem } from "../states"
import { ConsentRecord } from "./consent-record"
import { FlagRecord } from "./flag-record"
import { LastMails } from "./last-mails"

interface CustomerMailProps {
  customer: { id: string; email: string | null; has_account: boolean }
}

export function CustomerMail({ customer }: CustomerMailProps) {
  const { t } = useMailTranslation()
  const composer = useOpenComposer()
  const mayWrite = useMay("mail_delivery:update")
  // The list has no filter by id; an address is as good as unique in it.
  const { data, isError, error, refetch } = useMembers(
    { q: customer.email ?? "", limit: MAX_PAGE },
    Boolean(customer.email)
  )
  const member = data?.members.find((one) => one.customer_id === customer.id)
  return (
    <Container className="divide-y p-0" data-testid="customer-mail">
      <div className="flex items-center justify-between px-6 py-4">
        <Heading level="h2">{t("menu.mail")}</Heading>
        {mayWrite && customer.email && (
          <Button
            size="small"
            variant="secondary"
            onClick={() => composer.open({ customer_ids: [customer.id] })}
          >
            {t("customer.send")}
          </Button>
        )}
      </div>
      {!customer.email ? (
        <Text size="small" className="text-ui-fg-subtle px-6 py-4">
          {t("exclusion.no_address")}
        </Text>
      ) : isError ? (
        <Problem error={error} retry={refetch} />
      ) : member ? (
        <>
          <Consent member={member} />
          <ConsentRecord customerId={customer.id} />
          <Address member={member} />
          <FlagRecord customerId={customer.id} />
        </>
      ) : (
        <Loading lines={2} />
      )}
      <LastMails of={{ customer_id: customer.id }} none={t("customer.noMails")} />
    </Container>
  )
}

/** Whatever they said: nothing is sent to their address. Who wants no mail needs no other reason. */
function isLeftOut({ consent, invalid, complained_at }: Member): boolean {
  return consent !== "opted_out" && (invalid || complained_at !== null)
}

function Consent({ member }: { member: Member }) {
  const { t } = useMailTranslation()
  const mayWrite = useMay("mail_delivery:update")
  const [asked, setAsked] = useState<"opted_in" | "opted_out" | null>(null)
  return (
    <div className="flex items-start justify-between gap-x-4 px-6 py-4">
      <div className="flex min-w-0 flex-col gap-y-1">
        <div className="flex items-center gap-x-2">
          <Label htmlFor="mail-consent" size="small" weight="plus">
            {t("filter.consent")}
          </Label>
          <ConsentBadge consent={member.consent} />
        </div>
        <Text size="small" className="text-ui-fg-subtle">
          {t(`customer.consent_${isLeftOut(member) ? "leftOut" : member.consent}`)}
        </Text>
      </div>
      <Switch
        id="mail-consent"
        className="shrink-0"
        disabled={!mayWrite}
        checked={member.consent === "opted_in"}
        onCheckedChange={(on) => setAsked(on ? "opted_in" : "opted_out")}
      />
      {asked && (
        <ConsentDialog
          whom={{ customer_ids: [member.customer_id] }}
          count={1}
          consent={asked}
          onClose={() => setAsked(null)}
        />
      )}
    </div>
  )
}

function Address({ member }: { member: Member }) {
  const { t, dateTime } = useMailTranslation()
  const mayCorrect = useMay("customer:update")
  const mayWrite = useMay("mail_delivery:update")
  const [editing, setEditing] = useState(false)
  const confirm = useConfirm()
  const attempt = useAttempt()
  const setFlags = useSetFlags()

  const flag = async (invalid: boolean) => {
    const key = invalid ? "flag" : "unflag"
    const agreed = await confirm({
      title: t(`members.${key}Title`, { count: 1, n: 1 }),
      description: t(`members.${key}Text`),
      confirm: t(`members.${key}`),
    })
    if (agreed) {
      const reason = invalid ? { reason: t("members.flaggedByHand") } : {}
      const change = { customer_ids: [member.customer_id], invalid, ...reason }
      await attempt(setFlags.mutateAsync(change), t(`members.${key}Done`))
    }
  }

  return (
    <div className="flex flex-col gap-y-3 px-6 py-4">
      <div className="flex flex-wrap items-center gap-2">
        <Text size="small" weight="plus" className="break-all">
          {member.email}
        </Text>
        {member.invalid && <InvalidBadge />}
      </div>
      {member.invalid && <Flag member={member} />}
      {member.complained_at && (
        <Alert variant="warning" data-testid="complaint">
          <Text size="small">{t("customer.complained", { when: dateTime(member.complained_at) })}</Text>
        </Alert>
      )}
      <div className="flex flex-wrap gap-2">
        {mayCorrect && (
          <Button size="small" variant="secondary" onClick={() => setEditing(true)}>
            {t("customer.correct")}
          </Button>
        )}
        {mayWrite && (
          <Button size="small" variant="transparent" onClick={() => flag(!member.invalid)}>
            {t(member.invalid ? "members.unflag" : "members.flag")}
          </Button>
        )}
      </div>
      {editing && <AddressDrawer member={member} onClose={() => setEditing(false)} />}
    </div>
  )
}

/** Why mail does not arrive there, since when, and at which mail that was seen. */
function Flag({ member }: { member: Member }) {
  const { t, dateTime, language } = useMailTranslation()
  const { invalid_class, invalid_reason, invalid_since, invalid_mailing_id, invalid_mailing_subject } = member
  const when = invalid_since && dateTime(invalid_since)
  return (
    <Alert variant="warning" data-testid="flag">
      <Text size="small">
        {invalid_class
          ? t(`reason.${invalid_class}`, { defaultValue: invalid_class })
          : t("customer.flagged")}
      </Text>
      {when && (
        <Text size="xsmall" className="text-ui-fg-subtle break-words">
          {t(invalid_mailing_id ? "customer.flaggedFor" : "customer.flaggedSince", { when })}
          {language === "en" && " "}
          {invalid_mailing_id && (
            <Link to={`/mail-delivery/mailings/${invalid_mailing_id}`} className="underline">
              {titleOf(invalid_mailing_subject ?? "", language) || t("common.noSubject")}
            </Link>
          )}
        </Text>
      )}
      {invalid_reason && (
        <Text size="xsmall" className="text-ui-fg-subtle break-words">
          {invalid_reason}
        </Text>
      )}
    </Alert>
  )
}
