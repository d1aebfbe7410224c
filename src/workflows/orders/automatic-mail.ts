/** Automatic mail: at once when its event comes, and made up for by the sweep when it was lost. */
import { createHash } from "node:crypto"

import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, MedusaError } from "@medusajs/framework/utils"

import { mailModule } from "../../container/mail-module"
import { gatherDocuments } from "../../documents/gather"
import { SOURCE_OF } from "../../modules/mail/automatic/automatic"
import type { Occurrence } from "../../modules/mail/automatic/occurrences"
import { issuesOfRefusal } from "../../modules/mail/refusals/refusal"
import { RenderThreadsBusy } from "../../modules/mail/render-threads"
import type { AutomaticEvent } from "../../modules/mail/words/automatic-rules"
import { notifyStaff } from "../../notices/notify-staff"
import { TEXTS } from "../../notices/texts"

interface Failures {
  count: number
  first: { id: string; error: unknown } | null
}

/** Sends the mail about one document, if the event's rule is on. The same id never sends twice. */
export async function sendAutomaticMail(
  container: MedusaContainer,
  event: AutomaticEvent,
  id: string,
  options: { silent?: boolean } = {}
): Promise<void> {
  const mail = mailModule(container)
  if (!(await mail.automaticEvents()).includes(event)) {
    return
  }
  const [document] = await gatherDocuments(container, SOURCE_OF[event], [id])
  if (document) {
    await mail
      .sendAutomatic(event, id, document, options)
      .catch((error: unknown) => notifyOfFault(container, event, error))
  }
}

/**
 * Tells staff why a mail cannot be made, once for each rule and reason: what stands in the log alone, nobody sees.
 *
 * @throws what it was given
 */
async function notifyOfFault(
  container: MedusaContainer,
  event: AutomaticEvent,
  error: unknown
): Promise<never> {
  if (MedusaError.isMedusaError(error) && !(error instanceof RenderThreadsBusy)) {
    const { language, automatic } = await mailModule(container).getSettings()
    // Without the numbers of documents; switched off and on again it is a new rule.
    const reason = `${automatic?.[event]?.since} ${error.message.replaceAll(/\d+/g, "#")}`
    const digest = createHash("sha256").update(reason).digest("hex").slice(0, 16)
    const refused = { message: error.message, issues: issuesOfRefusal(error) }
    const notice = TEXTS[language].automaticFailed(event, refused)
    await notifyStaff(container, notice, { once: `automatic:${event}:${digest}` })
  }
  throw error
}

/** Sends the mail of each of these that can be made. @returns why the first of the others cannot. */
async function sendEach(
  container: MedusaContainer,
  event: AutomaticEvent,
  occurrences: readonly Occurrence[]
): Promise<Failures> {
  const mail = mailModule(container)
  const ids = occurrences.map(({ document_id }) => document_id)
  const documents = await gatherDocuments(container, SOURCE_OF[event], [...new Set(ids)])
  const byId = new Map(documents.map((document) => [document.id, document]))
  const failures: Failures = { count: 0, first: null }
  for (const { id, document_id } of occurrences) {
    const document = byId.get(document_id)
    if (document) {
      await mail.sendAutomatic(event, id, document).catch((error: unknown) => {
        failures.count += 1
        failures.first ??= { id, error }
      })
    }
  }
  return failures
}

/** Sends the mails about the refunds of a payment: the event names the payment, which can be refunded in parts. */
export async function sendRefundMails(container: MedusaContainer, paymentId: string): Promise<void> {
  const refunds = await mailModule(container).refundsToTell(paymentId)
  await report(container, "payment_refunded", await sendEach(container, "payment_refunded", refunds))
}

/**
 * Makes up for lost events. What cannot be made keeps nothing else waiting: it is passed over until the next time.
 *
 * @param options - `thorough`: sees what happened to old documents too, at the price of reading whole tables.
 */
export async function sendMissedMails(
  container: MedusaContainer,
  event: AutomaticEvent,
  { thorough = false }: { thorough?: boolean } = {}
): Promise<void> {
  const mail = mailModule(container)
  const all: Failures = { count: 0, first: null }
  let missed = await mail.missedOccurrences(event, { thorough })
  if (missed.length) {
    // Not one of them can be made without template and sender: then nothing is gathered in vain.
    await mail.assertAutomatic(event).catch((error: unknown) => notifyOfFault(container, event, error))
  }
  while (missed.length) {
    const { count, first } = await sendEach(container, event, missed)
    all.count += count
    all.first ??= first
    missed = await mail.missedOccurrences(event, { thorough, after: missed.at(-1)!.id })
  }
  await report(container, event, all)
}

async function report(
  container: MedusaContainer,
  event: AutomaticEvent,
  { count, first }: Failures
): Promise<void> {
  if (first) {
    await notifyOfFault(container, event, first.error).catch(() => undefined)
    container
      .resolve(ContainerRegistrationKeys.LOGGER)
      .error(
        `mail: ${count} automatic mails (${event}) could not be made and are tried again, the first about ${first.id}`,
        first.error instanceof Error ? first.error : undefined
      )
  }
}
