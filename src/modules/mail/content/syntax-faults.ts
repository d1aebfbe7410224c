/** What is wrong with a template as Liquid: what its parser threw, and names that it does not know. */
import { type Liquid, LiquidError, type Token } from "liquidjs"

import { nearest } from "../formats/nearest"
import { FORBIDDEN_FILTERS, FORBIDDEN_TAGS } from "./liquid/dialects"
import { type Fault, fault, type FaultValues } from "./liquid/fault"
import { syntaxReason } from "./liquid/liquid-words"
import { tooDeep } from "./size-check"

/** What the parser threw, as a fault. */
export function syntaxFault(error: unknown, engine: Liquid): Fault {
  if (LiquidError.is(error)) {
    const [line, column] = error.token.getPosition()
    const before = error.token.input.slice(0, error.token.begin)
    const message = error.originalError?.message ?? error.message
    return {
      ...(isEmptyOutput(message, before)
        ? fault("empty_variable")
        : explain(message, tagAround(error.token), engine)),
      line,
      column,
    }
  }
  if (error instanceof RangeError) {
    return tooDeep("tags")
  }
  throw error
}

/** From its opening brace to its closing one, or to the end. */
function tagAround({ input, begin }: Token): string {
  const start = Math.max(input.lastIndexOf("{%", begin), input.lastIndexOf("{{", begin), 0)
  return /^[^]*?[%}]}|[^]*/.exec(input.slice(start))![0]
}

function explain(message: string, text: string, engine: Liquid): Fault {
  const reason = message.replace(/, line:\d+, col:\d+$/, "")
  const filter = /^undefined filter: (.*)$/.exec(reason)?.[1]
  if (filter !== undefined) {
    return unknownFilter(filter, engine)
  }
  const tag = /^tag "(.*)" not found$/.exec(reason)?.[1]
  if (tag !== undefined) {
    return unknownTag(tag, engine)
  }
  const open = /^(?:tag|output|raw) ([^]*) not closed$/.exec(reason)?.[1]
  if (open !== undefined) {
    return fault("syntax", { reason: "not_closed", name: open.replace(/^"|"$/g, "") })
  }
  return fault("syntax", { ...syntaxReason(reason, text), detail: reason })
}

function isEmptyOutput(message: string, before: string): boolean {
  return message.startsWith('invalid value expression: ""') && /\{\{-?\s*$/.test(before)
}

function unknownTag(name: string, engine: Liquid): Fault {
  if (FORBIDDEN_TAGS.some((forbidden) => forbidden === name)) {
    return fault("forbidden_tag", { name })
  }
  return /^(?:end.+|else|elsif|when)$/.test(name)
    ? fault("syntax", { reason: "misplaced", name })
    : fault("unknown_tag", misnamed(name, Object.keys(engine.tags)))
}

export function unknownFilter(name: string, engine: Liquid): Fault {
  return FORBIDDEN_FILTERS.some((forbidden) => forbidden === name)
    ? fault("forbidden_filter", { name })
    : fault("unknown_filter", misnamed(name, Object.keys(engine.filters)))
}

/** A name that is unknown here, with the one that was meant. */
export function misnamed(name: string, known: readonly string[]): FaultValues {
  const suggestion = nearest(
    name,
    known.filter((other) => other !== name)
  )
  return suggestion ? { name, suggestion } : { name }
}
