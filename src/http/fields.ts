/**
 * Which fields of an answer are wanted, by Medusa's convention: `fields=name,email` are these, `fields=-name` all but that,
 * `fields=+name` that too, which changes nothing here, since an answer has every field that it may have. `id` always stays.
 * Fields are only left out of what the module answers: nobody sees by them what their rights hide.
 */
import { z } from "@medusajs/framework/zod"

import { invalid } from "../modules/mail/refusals/refusal"
import { check } from "../modules/mail/shapes/check"
import type { QueryReader } from "./query"

/** Every field of an answer: the compiler tells which one is missing here, and which one there is no more. */
export type FieldsOf<Answer> = Record<keyof Answer, true>

export type Choice<Answer> = ReadonlySet<keyof Answer> | null

const text = z.string().min(1)

/** Express reads a plus as a space. */
const WANTED = /^([+ -]?)(.*)$/s

/** @throws MedusaError `invalid_data` naming `fields` and the one that is unknown. */
function choiceOf<Answer>(given: unknown, known: FieldsOf<Answer>): Choice<Answer> {
  const asked = check(text, given, "fields")
    .split(",")
    .map((part) => WANTED.exec(part)!.slice(1) as [sign: string, name: string])
  const all = Object.keys(known)
  const unknown = asked.find(([, name]) => !all.includes(name))
  if (unknown) {
    const [, name] = unknown
    const message = `'${name}' is none of the fields here: ${all.join(", ")}`
    throw invalid("fields", "unknown_field", message, { name })
  }
  const signOf = new Map(asked.map(([sign, name]) => [name, sign]))
  const isWhole = asked.every(([sign]) => sign !== "")
  const isChosen = (name: string) =>
    name === "id" || (signOf.get(name) !== "-" && (isWhole || signOf.has(name)))
  return new Set(all.filter(isChosen) as (keyof Answer)[])
}

/** The same query, with `fields` besides. */
export function withFields<Query extends object, Answer extends object>(
  reader: QueryReader<Query>,
  known: FieldsOf<Answer>
): QueryReader<Query & { chosen: Choice<Answer> }> {
  const read = (query: object) => {
    const { fields, ...others } = query as { fields?: unknown }
    const rest = reader(others)
    return { ...rest, chosen: fields === undefined ? null : choiceOf(fields, known) }
  }
  return Object.assign(read, { shape: reader.shape, fields: Object.keys(known) })
}

/** Leaves out of an answer what was not asked for, and may have been left out before. */
export function only<Answer extends object>(
  chosen: Choice<Answer>
): (answer: Partial<Answer>) => Partial<Answer> {
  return (answer) =>
    chosen
      ? (Object.fromEntries(
          Object.entries(answer).filter(([name]) => chosen.has(name as keyof Answer))
        ) as Partial<Answer>)
      : answer
}
