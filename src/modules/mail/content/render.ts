/** Rendering of one recipient's mail: templates are parsed once and rendered many times. */
import { type Liquid, LiquidError } from "liquidjs"

import type { ContentSnapshot, RenderedMail, Variables } from "../types"
import { htmlEngine, textEngine } from "./engine"
import { type CompiledTemplate, compileTemplate } from "./template"

/** This mail cannot be made. */
export class RenderError extends Error {
  constructor(
    /** `subject`, `html`, `text`, or `to` if the recipient's address is at fault. */
    readonly field: string,
    message: string,
    /** The wall-clock limit struck: as likely a busy machine as a bad template, so sending tries again. */
    readonly limit = false
  ) {
    super(message)
    this.name = "RenderError"
  }
}

export interface CompiledContent {
  /**
   * @param variables plain JSON; it is not changed
   * @throws RenderError
   */
  render(variables: Variables): RenderedMail
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
  return {
    render: (variables) => ({
      subject: oneLine(subject(variables)),
      html: html && html(variables),
      text: text(variables),
    }),
  }
}

function compileField(field: Field, source: string, engine: Liquid): CompiledTemplate {
  const render = translateErrors(field, () => compileTemplate(engine, source))
  return (variables) => translateErrors(field, () => render(variables))
}

function translateErrors<Result>(field: Field, act: () => Result): Result {
  try {
    return act()
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const limit = LiquidError.is(error) && error.originalError?.message === "template render limit exceeded"
    throw new RenderError(field, message, limit)
  }
}

/** A subject from a customer's data must not become a second header. */
function oneLine(subject: string): string {
  return /[\r\n]/.test(subject) ? subject.replace(/[\r\n]+/g, " ") : subject
}
