/**
 * One parsed template as a function of its variables.
 *
 * Most outputs of a mail are plain: `{{ member.name }}`, perhaps with a default. Those are read directly, and
 * liquidjs is asked for everything else: 40 outputs in 3 kB HTML take 7 µs instead of 200 (`bench/content.ts`).
 * A plain output is only taken while its value is a string, number, boolean, presented value or nothing, reached through
 * plain objects; then the two are equal, and a test compares them on thousands of generated scopes.
 */
import { Context, type Liquid, type Template, TypeGuards } from "liquidjs"

import type { Variables } from "../../words"
import { type WireText, wireText } from "../mime/wire-text"
import { Allowance, assertLength } from "./allowance"
import { htmlEngine } from "./dialects"
import { NOT_PLAIN, type PlainOutput, plainOutput, readPlain } from "./plain-output"

export interface CompiledTemplate {
  /** Nothing but text and plain outputs. */
  isPlain: boolean
  render(variables: Variables): WireText
}

interface OutputStep {
  output: PlainOutput
  /** The same for all that show the same: each is worked out once for a mail. */
  number: number
}

type Step = WireText | OutputStep | Template[]

/**
 * @throws LiquidError of the parser; `render` throws those of rendering, with a LimitExceeded inside or instead if the
 *   mail would take too much.
 */
export function compileTemplate(engine: Liquid, source: string): CompiledTemplate {
  const steps = planSteps(engine, engine.parse(source))
  return {
    isPlain: !steps.some((step) => Array.isArray(step)),
    render: (variables) => joined(steps, new Rendering(engine, variables)),
  }
}

function joined(steps: readonly Step[], rendering: Rendering): WireText {
  let text = ""
  let crlf: string | null = ""
  let isPrintable = true
  for (const step of steps) {
    const piece = rendering.show(step)
    text += piece.text
    crlf = crlf === null || piece.crlf === null ? null : crlf + piece.crlf
    isPrintable &&= piece.isPrintable
    // `break` outside of a loop ends the template.
    if (Array.isArray(step) && rendering.isEnded) {
      break
    }
    assertLength(text)
  }
  return { text, crlf, isPrintable }
}

/** Of one mail. */
class Rendering {
  private context: Context | undefined
  private readonly escape: (value: string) => string
  /** By their numbers. */
  private readonly shown: WireText[] = []

  constructor(
    private readonly engine: Liquid,
    private readonly variables: Variables
  ) {
    this.escape = engine === htmlEngine ? escapeHtml : (value) => value
  }

  get isEnded(): boolean {
    return Boolean(this.context?.breakCalled || this.context?.continueCalled)
  }

  show(step: Step): WireText {
    if (Array.isArray(step)) {
      return this.ask(step)
    }
    return "output" in step ? (this.shown[step.number] ?? this.read(step)) : step
  }

  private read({ output, number }: OutputStep): WireText {
    const value = readPlain(this.variables, output)
    // What liquidjs shows may be another thing after the next tag.
    return value === NOT_PLAIN
      ? this.ask([output.template])
      : (this.shown[number] = wireText(this.escape(value)))
  }

  private ask(templates: Template[]): WireText {
    this.context ??= contextOf(this.engine, this.variables)
    return wireText(this.engine.renderSync(templates, this.context) as string)
  }
}

/**
 * One for all steps: assignments of one are seen by the next, and they share the limits. It gets a copy, because
 * `increment` writes into the scope.
 */
function contextOf(engine: Liquid, variables: Variables): Context {
  // It stands where liquidjs expects its clock, whose class is not public.
  const renderLimit = new Allowance() as unknown as Context["renderLimit"]
  return new Context({ ...variables }, engine.options, { sync: true }, { liquid: engine, renderLimit })
}

function planSteps(engine: Liquid, templates: Template[]): Step[] {
  const locals = new Set(Object.keys(engine.analyzeSync(templates).locals))
  const steps: Step[] = []
  const numbers = new Map<string, number>()
  for (const template of templates) {
    const last = steps.at(-1)
    if (TypeGuards.isHTMLToken(template.token)) {
      steps.push(wireText(template.token.getContent()))
      continue
    }
    const plain = plainOutput(template)
    if (plain && !locals.has(plain.path[0]!)) {
      steps.push({ output: plain, number: numberOf(plain, numbers) })
    } else if (Array.isArray(last)) {
      last.push(template)
    } else {
      steps.push([template])
    }
  }
  return steps
}

function numberOf({ path, fallback }: PlainOutput, numbers: Map<string, number>): number {
  const key = JSON.stringify([path, fallback])
  const number = numbers.get(key) ?? numbers.size
  numbers.set(key, number)
  return number
}

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&#34;",
  "'": "&#39;",
}

/** Exactly what liquidjs's `escape` does. */
function escapeHtml(value: string): string {
  return /[&<>"']/.test(value) ? value.replace(/[&<>"']/g, (character) => ENTITIES[character]!) : value
}
