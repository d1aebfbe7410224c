/** Automatic mail, driven by events and made up for by the sweep. */
import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"

import { SOURCE_OF } from "../../modules/mail/orders/automatic"
import type { AutomaticEvent } from "../../modules/mail/orders/automatic-rules"
import { mailModule } from "../mail-module"
import { gatherDocuments } from "./gather-documents"

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
    await mail.sendAutomatic(event, id, document, options)
  }
}

/**
 * Sends what happened without its event having been heard. One fault does not keep the others waiting.
 *
 * @param options - `thorough`: sees what happened to old documents too, at the price of reading whole tables.
 */
export async function sendMissedMails(
  container: MedusaContainer,
  event: AutomaticEvent,
  { thorough = false }: { thorough?: boolean } = {}
): Promise<void> {
  const mail = mailModule(container)
  const missed = await mail.missedOccurrences(event, thorough)
  const documents = await gatherDocuments(
    container,
    SOURCE_OF[event],
    missed.map(({ document_id }) => document_id)
  )
  const byId = new Map(documents.map((document) => [document.id, document]))
  for (const { id, document_id } of missed) {
    const document = byId.get(document_id)
    if (document) {
      await mail.sendAutomatic(event, id, document).catch((error: unknown) => report(container, id, error))
    }
  }
}

function report(container: MedusaContainer, id: string, error: unknown): void {
  container
    .resolve(ContainerRegistrationKeys.LOGGER)
    .error(
      `mail: the automatic mail about ${id} could not be made and is tried again`,
      error instanceof Error ? error : undefined
    )
}
