/** The shape of segments. Their filters are those of every audience. */
import { z } from "@medusajs/framework/zod"

import { line, text } from "./atoms"
import { audienceFilter } from "./audience"
import { MOST } from "./limits"

/** Without the blanks around it: nobody sees them, and two names that look alike would be two. */
const name = line(MOST.segmentName).trim().pipe(text(MOST.segmentName))

export const segment = z.strictObject({ name, filter: audienceFilter })

/** What is left out stays. */
export const segmentChanges = z.strictObject({ name: name.optional(), filter: audienceFilter.optional() })
