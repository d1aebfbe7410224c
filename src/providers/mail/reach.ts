/** How the provider reaches our module, which the container of the Notification Module holds only if it is told to. */
import type { LoaderOptions } from "@medusajs/framework/types"
import { MedusaError } from "@medusajs/framework/utils"

import { MAIL_MODULE } from "../../modules/mail/words"

/** What to do, for the reader of the error. */
const HOW =
  "medusa-plugin-mail-delivery/providers/mail reaches no mail module: in medusa-config.ts the entry of " +
  `@medusajs/medusa/notification needs dependencies: ["${MAIL_MODULE}"] beside its options, and the plugin itself must ` +
  "stand in plugins"

export function unreachable(): MedusaError {
  return new MedusaError(MedusaError.Types.INVALID_ARGUMENT, HOW)
}

/** Stops the store at boot: at its first password reset it would be too late. */
export async function assertReachable({ container }: LoaderOptions): Promise<void> {
  if (!container.hasRegistration(MAIL_MODULE)) {
    throw unreachable()
  }
}
