/**
 * MedusaService generates writers for every table. They would let any caller go around the rules: a sent state
 * without a mail, a quota without a mailing. They are closed; the readers stay, for Query and links.
 */
import { MedusaError, pluralize } from "@medusajs/framework/utils"

const WRITERS = ["create", "update", "delete", "softDelete", "restore"]

/** Replaces the generated writers of these models by one sentence that says what to call instead. */
export function closeGeneratedWriters(service: { prototype: object }, modelNames: readonly string[]): void {
  for (const model of modelNames) {
    for (const writer of WRITERS) {
      Object.defineProperty(service.prototype, `${writer}${pluralize(model)}`, {
        value: async () => {
          throw new MedusaError(
            MedusaError.Types.NOT_ALLOWED,
            `${writer}${pluralize(model)} is closed: use the mail module's own methods, which keep its rules.`
          )
        },
      })
    }
  }
}
