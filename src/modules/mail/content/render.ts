/** Rendering of one recipient's mail: templates are parsed once and rendered many times. */
import { type Liquid, LiquidError } from "liquidjs"

import type { ContentIssue, ContentSnapshot, RenderedMail, Variables } from "../words"
import { LimitExceeded, type LimitReason } from "./liquid/allowance"
import { htmlEngine, textEngine } from "./liquid/dialects"
import { fault } from "./liquid/fault"
import { type RenderReason, renderReason } from "./liquid/liquid-words"
import { withPresented } from "./liquid/presented"
import { type CompiledTemplate, compileTemplate } from "./liquid/template"
import { trimmedStart, type WireText } from "./mime/wire-text"
import { SUBJECT_LENGTH } from "./size-check"

/**
 * Why a mail cannot be made. `fault`: the template does not suit the data. `limit`: the two together are too much,
 * however often it is tried. `time`: it was ended by the clock; limits make that next to impossible on a machine that
 * does its work, so it may be tried again a few times.
 */
export type RenderFailure = "fault" | "limit" | "time"

/** This mail cannot be made. */
export class RenderError extends Error {
  constructor(
    /** `subject`, `html`, `text`, or `to` if the recipient's address is at fault. */
    readonly field: string,
    message: string,
    readonly failure: RenderFailure = "fault",
    /** Of a limit, which one; of a fault, what is wrong. */
    readonly reason: LimitReason | RenderReason = "data"
  ) {
    super(message)
    this.name = "RenderError"
  }

  /** The same mail might be made at another time; otherwise never. */
  get transient(): boolean {
    return this.failure === "time"
  }
}

/** A mail that cannot be made, as the fault of a field. */
export function issueOf({ field, message, failure, reason }: RenderError): ContentIssue {
  const detail = message.replace(/, line:\d+, col:\d+$/, "")
  if (failure === "time") {
    return { field, ...fault("too_slow") }
  }
  return { field, ...fault(failure === "fault" ? "render" : "limit", { detail, reason }) }
}

/** For a delivery whose variables were not loaded, see `data-size.ts`. */
export function tooMuchData(): RenderError {
  return new RenderError("text", "There are too much data about this recipient for a mail", "limit", "data")
}

/** No mail can be made for this address: the fault is the address's. */
export class AddressError extends RenderError {
  constructor(field: string, message: string) {
    super(field, message, "fault", "address")
  }
}

export interface CompiledContent {
  /** Nothing but plain outputs: it takes no longer than its result is long. */
  isPlain: boolean
  /**
   * @param variables plain JSON; it is not changed
   * @throws RenderError
   */
  render(variables: Variables): RenderedMail
  /** The same for `createComposer`, which then has less to look through. */
  renderForWire(variables: Variables): WireMail
}

export interface WireMail {
  subject: string
  html: WireText | null
  text: WireText
}

type Field = "subject" | "html" | "text"

/**
 * Parses the templates of a content.
 *
 * @throws RenderError if one cannot be parsed, which `buildContent` would have found
 */
export function compileContent(snapshot: Pick<ContentSnapshot, Field>): CompiledContent {
  const subject = compileField("subject", snapshot.subject, textEngine)
  const html = snapshot.html === null ? null : compileField("html", snapshot.html, htmlEngine)
  const text = compileField("text", snapshot.text, textEngine)
  const renderForWire = (given: Variables): WireMail => {
    const variables = withPresented(given)
    return {
      subject: oneLine(subject.render(variables).text),
      html: html && html.render(variables),
      // A loop or an empty value at the top of what was made from HTML leaves blank lines there.
      text: html ? trimmedStart(text.render(variables)) : text.render(variables),
    }
  }
  return {
    isPlain: [subject, html, text].every((part) => part?.isPlain ?? true),
    renderForWire,
    render: (given) => {
      const { subject, html, text } = renderForWire(given)
      return { subject, html: html && html.text, text: text.text }
    },
  }
}

function compileField(field: Field, source: string, engine: Liquid): CompiledTemplate {
  const { isPlain, render } = translateErrors(field, () => compileTemplate(engine, source))
  return { isPlain, render: (variables) => translateErrors(field, () => render(variables)) }
}

function translateErrors<Result>(field: Field, act: () => Result): Result {
  try {
    return act()
  } catch (error) {
    throw renderErrorOf(field, error)
  }
}

function renderErrorOf(field: Field, error: unknown): RenderError {
  const cause = LiquidError.is(error) ? (error.originalError ?? error) : error
  if (cause instanceof LimitExceeded) {
    return new RenderError(field, cause.message, "limit", cause.reason)
  }
  const message = error instanceof Error ? error.message : String(error)
  return /limit exceeded/.test(message)
    ? new RenderError(field, message, "limit", "memory")
    : new RenderError(field, message, "fault", renderReason(message))
}

/** A subject from a customer's data must not become a second header, nor a header of its own length. */
function oneLine(subject: string): string {
  if (subject.length > SUBJECT_LENGTH) {
    const message = `The subject comes to ${subject.length} characters, and ${SUBJECT_LENGTH} is the most`
    throw new RenderError("subject", message, "limit", "subject")
  }
  return /[\r\n]/.test(subject) ? subject.replace(/[\r\n]+/g, " ") : subject
}
