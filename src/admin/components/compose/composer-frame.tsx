/** The frame of every composer: steps on top, what they hold, and below whether it is saved, what is missing, and send. */
import { RouteFocusModal } from "@medusajs/dashboard/components"
import { Button, clx, ProgressTabs, Text } from "@medusajs/ui"
import { type MouseEvent, type MutableRefObject, type ReactNode, useEffect, useRef, useState } from "react"

import type { SaveStatus } from "../../hooks/use-draft"
import { useMailTranslation } from "../../hooks/use-mail-translation"
import { useMay } from "../../hooks/use-may"
import { useStill } from "../../hooks/use-storing"
import { LeaveGuard } from "../leave-guard"

interface Step {
  name: string
  label: string
  content: ReactNode
}

interface ComposerFrameProps {
  title: string
  description: string
  /** In their order; the last one sends. */
  steps: [Step, ...Step[]]
  /** The name of the step that it opens on, if that is not the first: what comes before it is there already. */
  opensOn?: string
  status: SaveStatus
  /** It was opened with ticks: to leave it before anything is stored loses them. */
  chosen: boolean
  save: () => void
  /** A word beside the buttons of every step but the last. */
  hint?: string
  /** What Send does, beside it: nothing asks once more. */
  consequence: string
  /** Why it cannot be sent yet. */
  blocker: string | undefined
  sendLabel: string
  sending: boolean
  onSend: () => void
}

/** A step begins at its top. */
function useTop(current: string) {
  const body = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // Its answer is no clean-up: newer browsers give a promise.
    body.current?.scrollTo(0, 0)
  }, [current])
  return body
}

/**
 * Says which step it is. A person who went on by a button stands there when it is drawn, which may be after the step before it
 * has gone; who chose a tab stays on the tab, as tabs have it.
 */
function StepHeading({ led, children }: { led: MutableRefObject<boolean>; children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (led.current) {
      led.current = false
      heading.current?.focus({ preventScroll: true })
    }
  }, [led])
  return (
    <h1 ref={heading} tabIndex={-1} className="sr-only">
      {children}
    </h1>
  )
}

export function ComposerFrame(props: ComposerFrameProps) {
  const { title, description, steps, opensOn, status, chosen, save, hint } = props
  const { consequence, blocker, sendLabel, sending, onSend } = props
  const { t } = useMailTranslation()
  const maySend = useMay("mail_delivery:send")
  const [current, setCurrent] = useState(opensOn ?? steps[0].name)
  const body = useTop(current)
  useStill(body, sending)
  const led = useRef(false)
  const position = steps.findIndex(({ name }) => name === current)
  const [before, after] = [steps[position - 1], steps[position + 1]]
  const unsaved = status === "new" ? chosen : status !== "saved"
  const goTo = (step: Step) => {
    led.current = true
    setCurrent(step.name)
  }
  /** Send stands where Review stood: the second half of a double click sends nothing. */
  const pressSend = ({ detail }: MouseEvent) => {
    if (detail < 2) {
      onSend()
    }
  }
  return (
    <ProgressTabs value={current} onValueChange={setCurrent} className="flex h-full flex-col overflow-hidden">
      <LeaveGuard unsaved={unsaved && !sending} />
      <RouteFocusModal.Header>
        <RouteFocusModal.Title asChild>
          <span className="sr-only">{title}</span>
        </RouteFocusModal.Title>
        <RouteFocusModal.Description className="sr-only">{description}</RouteFocusModal.Description>
        <div className="-my-2 w-full border-l">
          <ProgressTabs.List className="flex w-full items-center justify-start overflow-x-auto">
            {steps.map(({ name, label }, index) => (
              <ProgressTabs.Trigger
                key={name}
                value={name}
                status={index < position ? "completed" : index === position ? "in-progress" : "not-started"}
                className="max-w-[220px] whitespace-nowrap"
              >
                {label}
              </ProgressTabs.Trigger>
            ))}
          </ProgressTabs.List>
        </div>
      </RouteFocusModal.Header>
      <RouteFocusModal.Body ref={body} className="size-full overflow-y-auto">
        {steps.map(({ name, label, content }, index) => (
          <ProgressTabs.Content key={name} value={name} className="relative">
            <StepHeading led={led}>
              {t("compose.step", { label, n: index + 1, total: steps.length })}
            </StepHeading>
            {content}
          </ProgressTabs.Content>
        ))}
      </RouteFocusModal.Body>
      <RouteFocusModal.Footer className="flex-wrap">
        <Saved status={status} save={save} />
        {after && hint && (
          <Text size="small" className="text-ui-fg-subtle">
            {hint}
          </Text>
        )}
        {!after && maySend && (
          <Text
            size="small"
            className={clx("text-right", blocker ? "text-ui-fg-error" : "text-ui-fg-subtle")}
            data-testid={blocker ? "blockers" : "consequence"}
            role="status"
          >
            {blocker ?? consequence}
          </Text>
        )}
        {before && (
          <Button size="small" variant="secondary" onClick={() => goTo(before)}>
            {t("common.back")}
          </Button>
        )}
        {after ? (
          <Button size="small" onClick={() => goTo(after)}>
            {t(after === steps.at(-1) ? "common.toConfirm" : "common.continue")}
          </Button>
        ) : maySend ? (
          <Button
            size="small"
            disabled={blocker !== undefined || sending}
            isLoading={sending}
            onClick={pressSend}
          >
            {sendLabel}
          </Button>
        ) : (
          <Text size="small" className="text-ui-fg-subtle">
            {t("compose.mayNotSend")}
          </Text>
        )}
      </RouteFocusModal.Footer>
    </ProgressTabs>
  )
}

function Saved({ status, save }: { status: SaveStatus; save: () => void }) {
  const { t } = useMailTranslation()
  return (
    <div className="mr-auto flex items-center gap-x-2">
      <Text size="small" className="text-ui-fg-subtle" role="status">
        {status !== "new" && t(`compose.status_${status}`)}
      </Text>
      {status === "failed" && (
        <Button size="small" variant="transparent" onClick={save}>
          {t("common.tryAgain")}
        </Button>
      )}
    </div>
  )
}
