/** The one way in which an input is checked, whoever brings it: a route, a workflow or other code. */
import { MedusaError } from "@medusajs/framework/utils"
import type { z } from "@medusajs/framework/zod"

import { faultOfPlain } from "./plain"
import { describeFaults, fieldOf } from "./words"

/**
 * Checks an input against its shape.
 *
 * @param name - Of the field, if the input is the value of one: `id`.
 * @returns the input as the shape makes it: instants in UTC, defaults filled in.
 * @throws MedusaError `invalid_data` naming each field and what is wrong with it.
 */
export function check<Shape extends z.ZodType>(shape: Shape, input: unknown, name?: string): z.output<Shape> {
  const fault = faultOfPlain(input)
  if (fault) {
    throw refusal(`${fieldOf(name === undefined ? fault.path : [name, ...fault.path])} ${fault.sentence}`)
  }
  const parsed = shape.safeParse(input)
  if (parsed.success) {
    return parsed.data
  }
  const { issues } = parsed.error
  throw refusal(
    name === undefined
      ? describeFaults(issues, input)
      : describeFaults(
          issues.map((issue) => ({ ...issue, path: [name, ...issue.path] })),
          { [name]: input }
        )
  )
}

function refusal(message: string): MedusaError {
  return new MedusaError(MedusaError.Types.INVALID_DATA, message)
}
