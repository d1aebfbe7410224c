/** A mail as its reader sees it, HTML and text. What is in it runs nothing and loads nothing but pictures. */
import { Label, Switch, Tabs, Text } from "@medusajs/ui"
import { useId, useLayoutEffect, useRef, useState } from "react"

import { useMailTranslation } from "../hooks/use-mail-translation"
import { framed } from "../lib/mail-frame"

interface MailViewProps {
  mail: { subject: string; html: string | null; text: string }
}

export function MailView({ mail }: MailViewProps) {
  const { t } = useMailTranslation()
  return (
    <div className="flex flex-col gap-y-3">
      <div className="flex flex-col">
        <Text size="xsmall" className="text-ui-fg-subtle">
          {t("common.subject")}
        </Text>
        <Text size="small" weight="plus" className="break-words" data-testid="mail-subject">
          {mail.subject || "–"}
        </Text>
      </div>
      {mail.html === null ? <PlainText text={mail.text} /> : <HtmlViews html={mail.html} text={mail.text} />}
    </div>
  )
}

function HtmlViews({ html, text }: { html: string; text: string }) {
  const { t } = useMailTranslation()
  const [view, setView] = useState("html")
  const [dark, setDark] = useState(false)
  const id = useId()
  return (
    <Tabs value={view} onValueChange={setView}>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Tabs.List>
          <Tabs.Trigger value="html">{t("common.html")}</Tabs.Trigger>
          <Tabs.Trigger value="phone">{t("common.phone")}</Tabs.Trigger>
          <Tabs.Trigger value="text">{t("common.text")}</Tabs.Trigger>
        </Tabs.List>
        {view !== "text" && (
          <div className="flex items-center gap-x-2">
            <Switch id={id} size="small" className="shrink-0" checked={dark} onCheckedChange={setDark} />
            <Label htmlFor={id} size="small">
              {t("common.dark")}
            </Label>
          </div>
        )}
      </div>
      <Tabs.Content value="html" className="pt-3">
        <HtmlFrame html={html} dark={dark} least={WIDE} />
      </Tabs.Content>
      <Tabs.Content value="phone" className="mx-auto max-w-[360px] pt-3">
        <HtmlFrame html={html} dark={dark} />
      </Tabs.Content>
      <Tabs.Content value="text" className="pt-3">
        <PlainText text={text} />
      </Tabs.Content>
    </Tabs>
  )
}

/** As high as the window has room for; a longer mail scrolls in it, as it does for its reader. */
const HEIGHT = "max(480px, calc(100vh - 260px))"
/** A mail program on a desk is no narrower, px: below that, mails show what they have for phones. */
const WIDE = 640

interface HtmlFrameProps {
  html: string
  dark: boolean
  /** So wide the mail takes itself to be, px; where there is less room it is drawn smaller, and never cut off. */
  least?: number
}

function HtmlFrame({ html, dark, least = 0 }: HtmlFrameProps) {
  const { t } = useMailTranslation()
  const { place, width } = useWidth()
  const scale = width && width < least ? width / least : 1
  return (
    <div ref={place} className="overflow-hidden" style={{ height: HEIGHT }}>
      <iframe
        title={t("common.preview")}
        sandbox=""
        srcDoc={framed(html, dark)}
        className="border-ui-border-base block origin-top-left rounded-lg border bg-white"
        style={{
          width: `${100 / scale}%`,
          height: `calc(${HEIGHT} / ${scale})`,
          transform: `scale(${scale})`,
        }}
      />
    </div>
  )
}

/** How wide a place is, px, also when the window changes; 0 before it is drawn. */
function useWidth() {
  const place = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  useLayoutEffect(() => {
    const observer = new ResizeObserver(([entry]) => setWidth(entry!.contentRect.width))
    observer.observe(place.current!)
    return () => observer.disconnect()
  }, [])
  return { place, width }
}

function PlainText({ text }: { text: string }) {
  return (
    <pre
      data-testid="mail-text"
      className="border-ui-border-base text-ui-fg-base bg-ui-bg-base min-h-40 whitespace-pre-wrap break-words rounded-lg border p-4 font-mono text-[13px] leading-5"
    >
      {text}
    </pre>
  )
}
