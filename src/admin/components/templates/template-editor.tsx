/** The editor of a template, with the finished mail beside it. A template that could not be sent is not stored. */
import { RouteFocusModal } from "@medusajs/dashboard/components"
import { Button, Input, Select, Text } from "@medusajs/ui"
import { useEffect, useState } from "react"
import { useNavigate } from "react-router-dom"

import { useAttempt } from "../../hooks/use-confirm"
import { useNewestOrder } from "../../hooks/use-documents"
import { useFirstRecipient } from "../../hooks/use-first-recipient"
import { useMailTranslation } from "../../hooks/use-mail-translation"
import { useMay } from "../../hooks/use-may"
import { usePreview } from "../../hooks/use-preview"
import { useStoring } from "../../hooks/use-storing"
import { useSaveTemplate } from "../../hooks/use-templates"
import { documentId } from "../../lib/documents"
import type { Starter } from "../../lib/starter-templates"
import type { Language, Template, TemplateKind } from "../../lib/types"
import { Toggle } from "../compose/consent-choice"
import { ContentForm } from "../editor/content-form"
import { LivePreview } from "../editor/live-preview"
import { OrderContentForm } from "../editor/order-content-form"
import { Field, hintIdOf } from "../field"
import { LeaveGuard } from "../leave-guard"
import { begunWith, inputOf, previewOf, stateOf, type TemplateState } from "./template-state"

interface TemplateEditorProps {
  /** What to start from; undefined for an empty one. */
  source: Template | undefined
  /** Make a new template out of the source instead of changing it. */
  copy: boolean
  /** An example that a new one begins with. */
  starter: Starter | null
}

export function TemplateEditor({ source, copy, starter }: TemplateEditorProps) {
  const { t, language } = useMailTranslation()
  const start = starter ? begunWith(starter, language) : stateOf(source, language)
  const [state, setState] = useState(
    // A key is there once: the copy gets one of its own.
    copy ? { ...start, name: t("templates.copyOf", { name: start.name }), key: "" } : start
  )
  const [changed, setChanged] = useState(copy || starter !== null)
  const [chosen, setChosen] = useState<string | null>()
  const first = useFirstRecipient({}, "marketing")
  const customerId = chosen === undefined ? first : (chosen ?? undefined)
  const setCustomerId = (picked: string | undefined) => setChosen(picked ?? null)
  const id = source && !copy ? source.id : null
  const member = state.kind === "member"
  const order = useNewestOrder(state.kind === "order")
  const about = {
    member: { customer_id: customerId },
    order: documentId("order", order),
    single: {},
  }[state.kind]
  const preview = usePreview({ ...previewOf(state), ...about })
  const { fields, save, saved, storing } = useSaving(id, state)
  const mayWrite = useMay("mail_delivery:update")
  const errors = preview.data?.errors ?? []
  const complete = state.name.trim() !== "" && state.subject.trim() !== ""

  const change = (changes: Partial<TemplateState>) => {
    setState((previous) => ({ ...previous, ...changes }))
    setChanged(true)
  }

  const issues = { errors, warnings: preview.data?.warnings ?? [] }
  return (
    <>
      <LeaveGuard unsaved={changed && !saved} />
      <RouteFocusModal.Header>
        <RouteFocusModal.Title asChild>
          <span className="txt-compact-small-plus">{t(id ? "templates.edit" : "templates.create")}</span>
        </RouteFocusModal.Title>
        <RouteFocusModal.Description asChild>
          <span className="sr-only">{t("templates.subtitle")}</span>
        </RouteFocusModal.Description>
      </RouteFocusModal.Header>
      <RouteFocusModal.Body ref={fields} className="size-full overflow-y-auto">
        <div className="mx-auto grid w-full max-w-[1400px] grid-cols-1 gap-8 px-6 py-8 lg:grid-cols-2">
          <div className="flex min-w-0 flex-col gap-y-6">
            <Basics state={state} onChange={change} fixedKind={id !== null} />
            {state.kind !== "order" ? (
              <ContentForm
                kind={state.kind}
                content={{ ...state, include_signature: false }}
                onChange={change}
                withSignature={false}
                {...issues}
              />
            ) : (
              <OrderContentForm state={state} onChange={change} {...issues} />
            )}
          </div>
          <div className="min-w-0 lg:sticky lg:top-8 lg:h-fit">
            <LivePreview
              preview={preview}
              customerId={customerId}
              onCustomer={setCustomerId}
              withRecipient={member}
            />
          </div>
        </div>
      </RouteFocusModal.Body>
      <RouteFocusModal.Footer>
        <Text size="small" className="text-ui-fg-subtle" role="status">
          {!complete ? t("templates.incomplete") : errors.length > 0 ? t("editor.fixFirst") : ""}
        </Text>
        <RouteFocusModal.Close asChild>
          <Button size="small" variant="secondary">
            {t("common.cancel")}
          </Button>
        </RouteFocusModal.Close>
        {mayWrite && (
          <Button
            size="small"
            disabled={!changed || !complete || errors.length > 0 || preview.isFetching}
            isLoading={storing}
            onClick={() => void save()}
          >
            {t("common.save")}
          </Button>
        )}
      </RouteFocusModal.Footer>
    </>
  )
}

/** Stores and goes back to the list; only once it is stored may the page be left without a question. */
function useSaving(id: string | null, state: TemplateState) {
  const { t } = useMailTranslation()
  const attempt = useAttempt()
  const navigate = useNavigate()
  const mutation = useSaveTemplate(id)
  const { fields, storing, store } = useStoring()
  const [saved, setSaved] = useState(false)
  useEffect(() => {
    if (saved) {
      navigate("/mail-delivery/templates")
    }
  }, [saved, navigate])
  const save = () =>
    store(async () => {
      const done = await attempt(mutation.mutateAsync(inputOf(state)), t("templates.saved"))
      setSaved(done)
      return done
    })
  return { fields, save, saved, storing }
}

interface BasicsProps {
  state: TemplateState
  onChange: (changes: Partial<TemplateState>) => void
  fixedKind: boolean
}

function Basics({ state, onChange, fixedKind }: BasicsProps) {
  const { t } = useMailTranslation()
  return (
    <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
      <div className="sm:col-span-2">
        <Field id="name" label={t("common.name")} hint={t("templates.nameHint")}>
          <Input id="name" value={state.name} onChange={(event) => onChange({ name: event.target.value })} />
        </Field>
      </div>
      <Choice
        id="kind"
        label={t("common.kind")}
        value={state.kind}
        disabled={fixedKind}
        options={{ member: t("kind.member"), order: t("kind.order"), single: t("kind.single") }}
        onChange={(kind) => onChange({ kind: kind as TemplateKind })}
      />
      <Choice
        id="locale"
        label={t("settings.language")}
        value={state.locale}
        options={{ en: t("locale.en"), ja: t("locale.ja") }}
        onChange={(locale) => onChange({ locale: locale as Language })}
      />
      <div className="sm:col-span-2">
        <Field id="key" label={t("templates.key")} hint={t("templates.keyHint")} optional>
          <Input
            id="key"
            aria-describedby={hintIdOf("key")}
            className="font-mono"
            value={state.key}
            onChange={(event) => onChange({ key: event.target.value })}
          />
        </Field>
      </div>
      {state.kind === "single" && (
        <div className="sm:col-span-2">
          <Toggle
            id="enabled"
            label={t("templates.enabled")}
            hint={t("templates.enabledHint")}
            checked={state.enabled}
            onChange={(enabled) => onChange({ enabled })}
          />
        </div>
      )}
    </div>
  )
}

interface ChoiceProps {
  id: string
  label: string
  value: string
  options: Record<string, string>
  disabled?: boolean
  onChange: (value: string) => void
}

function Choice({ id, label, value, options, disabled, onChange }: ChoiceProps) {
  return (
    <Field id={id} label={label}>
      <Select value={value} onValueChange={onChange} disabled={disabled}>
        <Select.Trigger id={id}>
          <Select.Value />
        </Select.Trigger>
        <Select.Content>
          {Object.entries(options).map(([name, words]) => (
            <Select.Item key={name} value={name}>
              {words}
            </Select.Item>
          ))}
        </Select.Content>
      </Select>
    </Field>
  )
}
