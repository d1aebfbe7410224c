/** One delivery: what became of it step by step, in the server's own words, and the mail as it was sent. */
import { ArrowDownTray } from "@medusajs/icons"
import { Alert, Button, Copy, Drawer, Heading, Text, toast } from "@medusajs/ui"

import { useAttempt, useConfirm } from "../../hooks/use-confirm"
import { useDelivery, useResendMail, useResendPreview } from "../../hooks/use-deliveries"
import { type MailTranslation, useMailTranslation } from "../../hooks/use-mail-translation"
import { useMay } from "../../hooks/use-may"
import { useTransportName } from "../../hooks/use-transport-name"
import { mailApi } from "../../lib/api"
import { download } from "../../lib/download"
import { errorWords } from "../../lib/error-words"
import { sizeWords } from "../../lib/files"
import { issueText } from "../../lib/issue-words"
import type { DeliveryDetail, DeliveryEvent, ResendPreview } from "../../lib/types"
import { DeliveryStateBadge } from "../badges"
import { Issues } from "../editor/issues"
import { MailView } from "../mail-view"
import { Loading, Problem } from "../states"
import { Returns } from "./returns"

interface DeliveryDrawerProps {
  /** Null: closed. */
  id: string | null
  onClose: () => void
}

export function DeliveryDrawer({ id, onClose }: DeliveryDrawerProps) {
  const { t } = useMailTranslation()
  const { data, isError, error, refetch } = useDelivery(id)
  const maySend = useMay("mail_delivery:send")
  return (
    <Drawer open={id !== null} onOpenChange={(open) => !open && onClose()}>
      <Drawer.Content className="sm:max-w-[640px]" aria-describedby={undefined}>
        <Drawer.Header>
          <Drawer.Title>{t("delivery.title")}</Drawer.Title>
        </Drawer.Header>
        <Drawer.Body className="overflow-y-auto p-0">
          {isError ? (
            <Problem error={error} retry={refetch} />
          ) : data ? (
            <DeliveryContent delivery={data} />
          ) : (
            <Loading lines={6} />
          )}
        </Drawer.Body>
        {data?.resendable && maySend && (
          <Drawer.Footer>
            <Resend delivery={data} onDone={onClose} />
          </Drawer.Footer>
        )}
      </Drawer.Content>
    </Drawer>
  )
}

/** The mail as it was, once more; asks first, and says where it goes and if that address is known to be bad. */
function Resend({ delivery, onDone }: { delivery: DeliveryDetail; onDone: () => void }) {
  const translation = useMailTranslation()
  const { t } = translation
  const confirm = useConfirm()
  const attempt = useAttempt()
  const outlook = useResendPreview()
  const resend = useResendMail()
  const run = async () => {
    let to: ResendPreview
    try {
      to = (await outlook.mutateAsync(delivery.id)).resend
    } catch (error) {
      toast.error(t("common.failed"), { description: errorWords(error, t) })
      return
    }
    const agreed = await confirm({
      title: t("delivery.resendTitle"),
      description: resendQuestion(to, translation),
      confirm: t("delivery.resend"),
    })
    if (agreed && (await attempt(resend.mutateAsync(delivery.id), t("delivery.resendDone")))) {
      onDone()
    }
  }
  return (
    <Button
      size="small"
      variant="secondary"
      isLoading={outlook.isPending || resend.isPending}
      onClick={() => void run()}
    >
      {t("delivery.resend")}
    </Button>
  )
}

function resendQuestion(
  { to, former, readdressed, warning }: ResendPreview,
  { t, sentences }: MailTranslation
): string {
  const values = { email: to, former, interpolation: { escapeValue: false } }
  const question = t(readdressed ? "delivery.resendMoved" : "delivery.resendText", values)
  const doubts = { invalid: "delivery.resendInvalid", complained: "delivery.resendComplained" }
  return sentences(question, warning && t(doubts[warning]))
}

function DeliveryContent({ delivery }: { delivery: DeliveryDetail }) {
  const { t, dateTime } = useMailTranslation()
  const { mail, mail_fault, content_cleared_at } = delivery
  return (
    <div className="flex flex-col divide-y">
      <div className="flex flex-col gap-y-3 px-6 py-4">
        <div className="flex flex-wrap items-start justify-between gap-2">
          <div className="min-w-0">
            {delivery.recipient_name && <Text weight="plus">{delivery.recipient_name}</Text>}
            <Text size="small" className="text-ui-fg-subtle break-all">
              {delivery.email}
            </Text>
          </div>
          <DeliveryStateBadge state={delivery.state} />
        </div>
        <Outcome delivery={delivery} />
        <div className="text-ui-fg-subtle flex items-center gap-x-1">
          <Text size="xsmall" className="font-mono">
            {delivery.id}
          </Text>
          <Copy content={delivery.id} />
        </div>
      </div>
      {delivery.events.length > 0 && (
        <div className="flex flex-col gap-y-3 px-6 py-4">
          <Heading level="h3">{t("delivery.events")}</Heading>
          <ol className="flex flex-col gap-y-3">
            {delivery.events.map((event) => (
              <EventRow key={event.id} event={event} />
            ))}
          </ol>
        </div>
      )}
      <Returns delivery={delivery} />
      <div className="flex flex-col gap-y-3 px-6 py-4">
        <Heading level="h3">{t("delivery.mail")}</Heading>
        {mail && <MailView mail={mail} />}
        <Attachments delivery={delivery} />
        {mail_fault?.code === "secret" && (
          <Text size="small" className="text-ui-fg-subtle">
            {issueText(mail_fault, t)}
          </Text>
        )}
        {mail_fault && mail_fault.code !== "secret" && (
          <>
            <Text size="small" className="text-ui-fg-subtle">
              {t("delivery.notMade")}
            </Text>
            <Issues issues={[mail_fault]} variant="error" />
          </>
        )}
        {content_cleared_at && (
          <Text size="small" className="text-ui-fg-subtle">
            {t("delivery.cleared", { when: dateTime(content_cleared_at) })}
          </Text>
        )}
      </div>
    </div>
  )
}

const BAD: ReadonlySet<string> = new Set(["failed", "bounced", "complained"])

/** The files that went with it, to be saved. */
function Attachments({ delivery: { id, attachments } }: { delivery: DeliveryDetail }) {
  const { t, number } = useMailTranslation()
  const attempt = useAttempt()
  if (!attachments.length) {
    return null
  }
  const save = (index: number, filename: string) =>
    attempt(download(mailApi.attachment(id, index), filename), t("deliveries.downloading"))
  return (
    <div className="flex flex-col gap-y-2">
      <Text id="attachments" size="small" weight="plus">
        {t("delivery.attachments")}
      </Text>
      <ul aria-labelledby="attachments" className="flex flex-col gap-y-1">
        {attachments.map(({ filename, size }, index) => (
          <li key={index} className="flex items-center justify-between gap-x-3">
            <Text size="small" className="min-w-0 break-all">
              {filename}{" "}
              <span className="text-ui-fg-subtle whitespace-nowrap">{sizeWords(size, number)}</span>
            </Text>
            <Button
              size="small"
              variant="transparent"
              aria-label={t("delivery.saveFile", { name: filename, interpolation: { escapeValue: false } })}
              onClick={() => void save(index, filename)}
            >
              <ArrowDownTray />
            </Button>
          </li>
        ))}
      </ul>
    </div>
  )
}

function Outcome({ delivery }: { delivery: DeliveryDetail }) {
  const { t, dateTime } = useMailTranslation()
  const transport = useTransportName()(delivery.transport)
  const { sent_at, next_attempt_at, reason, response, state } = delivery
  return (
    <>
      {transport && (
        <Text size="small" className="text-ui-fg-subtle">
          {t("transport.of", { name: transport })}
        </Text>
      )}
      {sent_at && (
        <Text size="small" className="text-ui-fg-subtle">
          {t("delivery.sentAt", { when: dateTime(sent_at) })}
        </Text>
      )}
      {reason && (
        <Alert variant={BAD.has(state) ? "error" : "warning"}>
          {t(`reason.${reason}`, { defaultValue: reason })}
        </Alert>
      )}
      {next_attempt_at && (
        <Text size="small" className="text-ui-fg-subtle">
          {t("delivery.nextAttempt", { when: dateTime(next_attempt_at) })}
        </Text>
      )}
      {response && <ServerWords words={response} ofServer={isOfServer(delivery)} />}
    </>
  )
}

/** @param ofServer - Else they are about the connection, or of this program: not made for the shop's staff. */
function ServerWords({ words, ofServer }: { words: string; ofServer: boolean }) {
  const { t } = useMailTranslation()
  return (
    <div>
      <Text size="xsmall" className="text-ui-fg-subtle">
        {t(ofServer ? "delivery.serverSaid" : "delivery.details")}
      </Text>
      <Text size="small" className="text-ui-fg-subtle break-words font-mono">
        {words}
      </Text>
    </div>
  )
}

/** A server answers with a code; a refusal that this program makes itself in its place says so. */
function isOfServer({ smtp_code, response }: DeliveryDetail): boolean {
  return smtp_code !== null && !/^\d{3} \d\.\d\.\d Not sent: /.test(response ?? "")
}

function EventRow({ event }: { event: DeliveryEvent }) {
  const { t, dateTime } = useMailTranslation()
  return (
    <li className="border-ui-border-base flex flex-col gap-y-1 border-l-2 pl-3">
      <div className="flex flex-wrap items-center gap-2">
        <DeliveryStateBadge state={event.to_state} />
        <Text size="xsmall" className="text-ui-fg-subtle">
          {dateTime(event.created_at)}
          {event.attempt > 0 && ` · ${t("delivery.attempt", { n: event.attempt })}`}
        </Text>
      </div>
      {event.reason && (
        <Text size="small" className="text-ui-fg-subtle">
          {t(`reason.${event.reason}`, { defaultValue: event.reason })}
        </Text>
      )}
      {event.email && (
        <Text size="small" className="text-ui-fg-subtle break-all">
          {t("delivery.formerAddress", { email: event.email, interpolation: { escapeValue: false } })}
        </Text>
      )}
      {event.response && (
        <Text size="xsmall" className="text-ui-fg-subtle break-words font-mono">
          {event.response}
        </Text>
      )}
    </li>
  )
}
