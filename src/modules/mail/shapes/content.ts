/** What a merchant writes. Templates in it are not judged here: a draft may have errors. */
import { z } from "@medusajs/framework/zod"

import { type Language, LANGUAGES, type MemberContent, ORDER_SOURCES, type OrderContent } from "../words"
import { format, language, line, words } from "./atoms"
import { MOST } from "./limits"

export const subject = line(MOST.subject)

/** An inbox shows it on one line. */
export const preheader = line(MOST.preheader).nullish()

export const body = words(MOST.body)

const common = { include_signature: z.boolean(), locale: language.nullish() }

export const memberContent = z.strictObject({ subject, preheader, body, format, ...common })

const orderWords = { subject, preheader, header: body, footer: body, format }

const translation = z.strictObject(orderWords).optional()

export const orderContent = z.strictObject({
  source: z.enum(ORDER_SOURCES),
  ...orderWords,
  ...common,
  translations: z
    .strictObject(
      Object.fromEntries(LANGUAGES.map((name) => [name, translation])) as Record<Language, typeof translation>
    )
    .nullish(),
})

/** Content of either kind: its source tells which of the two is meant. */
export const anyContent = z.custom<MemberContent | OrderContent>().superRefine((content, context) => {
  const { error } = (isOfOrders(content) ? orderContent : memberContent).safeParse(content)
  error?.issues.forEach((issue) => context.addIssue({ ...issue }))
})

function isOfOrders(content: unknown): boolean {
  return typeof content === "object" && content !== null && Object.hasOwn(content, "source")
}
