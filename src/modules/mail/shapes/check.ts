/** The one way in which an input is checked, whoever brings it: a route, a workflow or other code. */
import type { z } from "@medusajs/framework/zod"

import { Refusal } from "../refusals/refusal"
import type { ContentIssue } from "../words"
import { faultOfPlain } from "./plain"
import { faultsOf, fieldOf } from "./words"

/** Of a field's name in an answer. */
const LONGEST_FIELD = 200

/**
 * Checks an input against its shape.
 *
 * @param given - A field of it that is `undefined` is as good as left out, as in all code: a strict shape would refuse
 *   `customer_id: undefined` where there is no such field.
 * @param name - Of the field, if the input is the value of one: `id`.
 * @returns the input as the shape makes it: instants in UTC, defaults filled in.
 * @throws MedusaError `invalid_data` naming each field and what is wrong with it.
 */
export function check<Shape extends z.ZodType>(shape: Shape, given: unknown, name?: string): z.output<Shape> {
  const fault = faultOfPlain(given)
  if (fault) {
    const path = name === undefined ? fault.path : [name, ...fault.path]
    const message = `${fieldOf(path)} ${fault.sentence}`
    throw refusal([{ field: path.join(".").slice(0, LONGEST_FIELD), code: fault.code, message }])
  }
  const input = withoutAbsent(given)
  const parsed = shape.safeParse(input)
  if (parsed.success) {
    return parsed.data
  }
  const { issues } = parsed.error
  throw refusal(
    name === undefined
      ? faultsOf(issues, input)
      : faultsOf(
          issues.map((issue) => ({ ...issue, path: [name, ...issue.path] })),
          { [name]: input }
        )
  )
}

function withoutAbsent(input: unknown): unknown {
  const isObject = typeof input === "object" && input !== null && !Array.isArray(input)
  if (!isObject || !Object.values(input).includes(undefined)) {
    return input
  }
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined))
}

function refusal(issues: ContentIssue[]): Refusal {
  return new Refusal(issues, undefined, issues.map(({ message }) => message).join("; "))
}
