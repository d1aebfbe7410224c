/**
 * Mails that did not arrive: each with the reason in words and what the server said. Addresses can be flagged
 * invalid from here; only real address faults are ticked beforehand, because most refusals are nobody's fault.
 */
import { Button, Checkbox, clx, Label, Text } from "@medusajs/ui"
import { type ReactNode, useState } from "react"
import { Link } from "react-router-dom"

import { useAttempt } from "../../hooks/use-confirm"
import { useMailTranslation } from "../../hooks/use-mail-translation"
import { useMay } from "../../hooks/use-may"
import { useSetFlags } from "../../hooks/use-members"
import type { Delivery } from "../../lib/types"
import { DeliveryStateBadge } from "../badges"

/** What a person has changed, by address; everything else is as proposed. */
type Choices = ReadonlyMap<string, boolean>

function isTicked({ email, flag_offered }: Delivery, choices: Choices): boolean {
  return choices.get(email) ?? flag_offered
}

/** A reader who called it spam has the mail, and gets none any more: there is nothing to decide about the address. */
function isFlaggable({ state }: Delivery): boolean {
  return state !== "complained"
}

/** One address may have failed in several mailings: the first of its rows stands for it. */
function onePerAddress(rows: Delivery[]): Delivery[] {
  return [...new Map(rows.toReversed().map((row) => [row.email, row])).values()]
}

/** Proposed and unticked: a person says that mail arrives there, and it is not proposed to them again. */
function isSpared({ email, flag_offered }: Delivery, choices: Choices): boolean {
  return flag_offered && choices.get(email) === false
}

interface FailureListProps<Row extends Delivery> {
  failures: Row[]
  /** Stands at the right of each row: where and when it failed. */
  about?: (failure: Row) => ReactNode
  className?: string
}

export function FailureList<Row extends Delivery>({ failures, about, className }: FailureListProps<Row>) {
  const { t, tn } = useMailTranslation()
  const mayFlag = useMay("mail_delivery:update")
  const attempt = useAttempt()
  const setFlags = useSetFlags()
  const [choices, setChoices] = useState<Choices>(new Map())
  const someFlaggable = mayFlag === true && failures.some(isFlaggable)
  const open = failures.filter((failure) => !failure.invalid && isFlaggable(failure))
  const ticked = onePerAddress(open.filter((failure) => isTicked(failure, choices)))
  const spared = onePerAddress(open.filter((failure) => isSpared(failure, choices)))

  const choose = (rows: Delivery[], value: boolean) =>
    setChoices(new Map([...choices, ...rows.map(({ email }) => [email, value] as const)]))

  const update = async () => {
    const decide = async () => {
      for (const [rows, invalid] of [[ticked, true] as const, [spared, false] as const]) {
        if (rows.length) {
          await setFlags.mutateAsync({ delivery_ids: rows.map(({ id }) => id), invalid })
        }
      }
    }
    const done = ticked.length ? tn("failures.updated", ticked.length) : t("common.saved")
    await attempt(decide(), done)
  }

  return (
    <>
      <ul className={clx("divide-y", className)}>
        {failures.map((failure) => (
          <FailureRow
            key={failure.id}
            failure={failure}
            about={about?.(failure)}
            ticked={isTicked(failure, choices)}
            indented={someFlaggable}
            onChange={someFlaggable && isFlaggable(failure) ? (value) => choose([failure], value) : undefined}
          />
        ))}
      </ul>
      {someFlaggable && (
        <div className="bg-ui-bg-base sticky bottom-0 z-10 flex flex-col gap-y-3 rounded-b-lg px-6 py-4">
          <div className="flex flex-wrap items-center justify-between gap-3">
            <div className="flex gap-x-2">
              <Button size="small" variant="transparent" onClick={() => choose(open, true)}>
                {t("failures.tickAll")}
              </Button>
              <Button size="small" variant="transparent" onClick={() => choose(open, false)}>
                {t("failures.tickNone")}
              </Button>
            </div>
            <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
              <Text size="small" className="text-ui-fg-subtle" aria-live="polite">
                {tn("failures.ticked", ticked.length)}
              </Text>
              <Button
                size="small"
                onClick={update}
                disabled={!ticked.length && !spared.length}
                isLoading={setFlags.isPending}
              >
                {t("failures.update")}
              </Button>
            </div>
          </div>
        </div>
      )}
    </>
  )
}

interface FailureRowProps {
  failure: Delivery
  about: ReactNode
  ticked: boolean
  /** Others of the list have a box to tick. */
  indented: boolean
  /** Left out: this person may not flag addresses, or there is nothing to decide about this one. */
  onChange: ((ticked: boolean) => void) | undefined
}

function FailureRow({ failure, about, ticked, indented, onChange }: FailureRowProps) {
  const { t } = useMailTranslation()
  const { reason, response, invalid } = failure
  const id = `flag-${failure.id}`
  const words = (
    <>
      <Recipient failure={failure} labelFor={onChange && id} />
      <DeliveryStateBadge state={failure.state} />
      <span className="txt-compact-small text-ui-fg-subtle">
        {t(`reason.${reason}`, { defaultValue: reason ?? "" })}
        {invalid && ` · ${t("failures.nowFlagged")}`}
      </span>
      {/* Of a mail that could not be made the reason is all: what is wrong with it, the mail itself says in words. */}
      {response && reason !== "render" && (
        <span className="text-ui-fg-subtle break-words font-mono text-[12px]">{response}</span>
      )}
    </>
  )
  return (
    <li className="flex items-start gap-x-3 px-6 py-3">
      {onChange ? (
        <Checkbox
          id={id}
          className="mt-0.5"
          checked={invalid || ticked}
          disabled={invalid}
          onCheckedChange={(value) => onChange(value === true)}
        />
      ) : (
        indented && <span className="w-5 shrink-0" />
      )}
      <div className="flex min-w-0 flex-1 flex-wrap justify-between gap-x-6 gap-y-1">
        <div className="flex min-w-0 flex-1 basis-72 flex-col gap-y-0.5">{words}</div>
        {about}
      </div>
    </li>
  )
}

/** Whose address it is, with the way to the page where it is corrected; the address belongs to the tick. */
function Recipient({ failure, labelFor }: { failure: Delivery; labelFor: string | undefined }) {
  const { t } = useMailTranslation()
  const { email, recipient_name, customer_id, order_id } = failure
  const page = customer_id ? `/customers/${customer_id}` : order_id && `/orders/${order_id}`
  const name = recipient_name || t(customer_id ? "failures.customer" : "failures.order")
  return (
    <>
      {page ? (
        <Link to={page} className="txt-compact-small-plus w-fit break-words underline">
          {name}
        </Link>
      ) : (
        recipient_name && <span className="txt-compact-small-plus break-words">{recipient_name}</span>
      )}
      {labelFor ? (
        <Label htmlFor={labelFor} size="small" className="break-all">
          {email}
        </Label>
      ) : (
        <span className="txt-compact-small break-all">{email}</span>
      )}
    </>
  )
}
