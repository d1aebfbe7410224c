import { z } from "@medusajs/framework/zod"

import { expected, fault } from "../../../admin/mail/common-validators"

const wording = z.string().trim().max(2_000)

/** A grant is worth only what its words say: they are kept with it. */
export const StoreSetMailConsent = z.discriminatedUnion(
  "consent",
  [
    z.strictObject({
      consent: z.literal("opted_in"),
      wording: wording.refine(
        (value) => value !== "",
        fault("must hold the words that the customer agreed to")
      ),
    }),
    z.strictObject({ consent: z.literal("opted_out"), wording: wording.optional() }),
  ],
  expected("consent", ["opted_in", "opted_out"])
)
export type StoreSetMailConsentType = z.infer<typeof StoreSetMailConsent>
