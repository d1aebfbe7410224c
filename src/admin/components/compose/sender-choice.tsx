/** Who a mailing comes from and where answers go, as the settings say, or for this mailing alone. */
import { Button, Heading, Input, Text } from "@medusajs/ui"
import { useState } from "react"
import { Link } from "react-router-dom"

import { useMailTranslation } from "../../hooks/use-mail-translation"
import { useSettings } from "../../hooks/use-settings"
import { issueText } from "../../lib/issue-words"
import type { ContentIssue, Settings } from "../../lib/types"
import { Field, hintIdOf } from "../field"
import { Row } from "./row"

interface OwnSender {
  sender_name: string | null
  reply_to: string | null
}

const NAMES = ["sender_name", "reply_to"]

interface SenderChoiceProps {
  value: OwnSender
  onChange: (changes: Partial<OwnSender>) => void
  /** What the draft was not stored for. */
  refused: ContentIssue[]
}

export function SenderChoice({ value, onChange, refused }: SenderChoiceProps) {
  const { t } = useMailTranslation()
  const { data: settings } = useSettings()
  const [asked, setOpen] = useState(false)
  const open = asked || refused.some(({ field }) => NAMES.includes(field))
  if (!settings) {
    return null
  }
  const { sender_address } = settings
  const name = value.sender_name ?? settings.sender_name ?? ""
  return (
    <section className="flex flex-col gap-y-3">
      <div className="flex items-center justify-between gap-x-4">
        <Heading level="h2">{t("compose.sender")}</Heading>
        {!open && sender_address && (
          <Button size="small" variant="secondary" onClick={() => setOpen(true)}>
            {t("compose.changeSender")}
          </Button>
        )}
      </div>
      <dl className="flex flex-col divide-y" data-testid="sender">
        <Row label={t("compose.from")}>
          {sender_address ? `${name} <${sender_address}>`.trim() : <NoSender />}
        </Row>
        <Row label={t("settings.reply_to")}>
          {value.reply_to ?? settings.reply_to ?? sender_address ?? "–"}
        </Row>
      </dl>
      {open && <OwnFields {...{ value, onChange, refused, settings }} />}
    </section>
  )
}

function NoSender() {
  const { t } = useMailTranslation()
  return (
    <Link to="/settings/mail-delivery" className="text-ui-fg-base underline">
      {t("compose.noSender")}
    </Link>
  )
}

function OwnFields({ value, onChange, refused, settings }: SenderChoiceProps & { settings: Settings }) {
  const { t } = useMailTranslation()
  return (
    <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
      <OwnField
        name="sender_name"
        type="text"
        instead={settings.sender_name ?? ""}
        {...{ value, onChange, refused }}
      />
      <OwnField
        name="reply_to"
        type="email"
        instead={settings.reply_to ?? settings.sender_address ?? ""}
        {...{ value, onChange, refused }}
      />
      <Text size="small" className="text-ui-fg-subtle sm:col-span-2">
        {t("compose.ownSenderHint")}
      </Text>
    </div>
  )
}

interface OwnFieldProps extends SenderChoiceProps {
  name: keyof OwnSender
  type: "text" | "email"
  /** What stands there if it is left empty. */
  instead: string
}

/** Taken when it is left: half an address would be refused. */
function OwnField({ name, type, instead, value, onChange, refused }: OwnFieldProps) {
  const { t } = useMailTranslation()
  const [typed, setTyped] = useState(value[name] ?? "")
  const fault = refused.find(({ field }) => field === name)
  const take = () => {
    const taken = typed.trim() || null
    if (taken !== value[name]) {
      onChange({ [name]: taken })
    }
  }
  return (
    <Field id={`own-${name}`} label={t(`settings.${name}`)} error={fault && issueText(fault, t)}>
      <Input
        id={`own-${name}`}
        type={type}
        autoComplete="off"
        placeholder={instead}
        value={typed}
        aria-invalid={fault !== undefined || undefined}
        aria-describedby={fault && hintIdOf(`own-${name}`)}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={take}
        onKeyDown={(event) => {
          if (event.key === "Enter") {
            event.preventDefault()
            take()
          }
        }}
      />
    </Field>
  )
}
