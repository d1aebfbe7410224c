/** A mail as its reader sees it, HTML and text. What is in it runs nothing and loads nothing but pictures. */
import { clx, Tabs, Text } from "@medusajs/ui"

import { useMailTranslation } from "../hooks/use-mail-translation"

/** The sandbox already forbids scripts; the policy also stops everything else that a mail might fetch. */
const POLICY = "default-src 'none'; img-src https: data:; style-src 'unsafe-inline'"

/** @returns the document for `srcdoc`; the policy stands first, so that nothing of the mail comes before it. */
export function framed(html: string): string {
  return `<meta http-equiv="Content-Security-Policy" content="${POLICY}"><meta charset="utf-8"><body style="margin:16px;font-family:sans-serif">${html}`
}

interface MailViewProps {
  mail: { subject: string; html: string | null; text: string }
}

export function MailView({ mail }: MailViewProps) {
  const { t } = useMailTranslation()
  return (
    <div className="flex flex-col gap-y-3">
      <div className="flex flex-col">
        <Text size="xsmall" className="text-ui-fg-muted">
          {t("common.subject")}
        </Text>
        <Text size="small" weight="plus" className="break-words" data-testid="mail-subject">
          {mail.subject || "–"}
        </Text>
      </div>
      {mail.html === null ? (
        <PlainText text={mail.text} />
      ) : (
        <Tabs defaultValue="html">
          <Tabs.List>
            <Tabs.Trigger value="html">{t("common.html")}</Tabs.Trigger>
            <Tabs.Trigger value="phone">{t("common.phone")}</Tabs.Trigger>
            <Tabs.Trigger value="text">{t("common.text")}</Tabs.Trigger>
          </Tabs.List>
          <Tabs.Content value="html" className="pt-3">
            <HtmlFrame html={mail.html} />
          </Tabs.Content>
          <Tabs.Content value="phone" className="pt-3">
            <HtmlFrame html={mail.html} className="mx-auto max-w-[375px]" />
          </Tabs.Content>
          <Tabs.Content value="text" className="pt-3">
            <PlainText text={mail.text} />
          </Tabs.Content>
        </Tabs>
      )}
    </div>
  )
}

function HtmlFrame({ html, className }: { html: string; className?: string }) {
  const { t } = useMailTranslation()
  return (
    <iframe
      title={t("common.preview")}
      sandbox=""
      srcDoc={framed(html)}
      className={clx("border-ui-border-base block h-[480px] w-full rounded-lg border bg-white", className)}
    />
  )
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
