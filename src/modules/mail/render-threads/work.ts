/** What is done in the render threads: pure functions of plain data, each ended when its time is over. */
import { buildContent, type BuildContext, type BuiltContent, unbuilt } from "../content/build"
import { OutOfTime, within } from "../content/liquid/deadline"
import { compileContent, RenderError } from "../content/render"
import type { ContentSnapshot, MemberContent, OrderContent, RenderedMail, Variables } from "../words"

export interface BuildWork {
  kind: "build"
  input: MemberContent | OrderContent
  context: BuildContext
}

export interface RenderWork {
  kind: "render"
  content: Pick<ContentSnapshot, "subject" | "html" | "text">
  variables: Variables
}

/** The mails of one content, one after the other; what is not reached in time is left out. */
export interface RenderAllWork {
  kind: "render-all"
  content: RenderWork["content"]
  variables: readonly Variables[]
}

export type Work = BuildWork | RenderWork | RenderAllWork

/** What a work gives. An error class does not survive the way between threads, so a RenderError goes as its parts. */
export type Built = { built: BuiltContent }
export type Drawn =
  { mail: RenderedMail } | { failed: Pick<RenderError, "field" | "message" | "failure" | "reason"> }
export type DrawnAll = { all: Drawn[] }
export type Result = Built | Drawn | DrawnAll

/** Milliseconds. A newsletter takes 50 to 300, the largest that is let in a second or two. */
export const WORK_TIME = 5_000

/** Of the mails of one content, together and each. Together less than a work has. */
const ALL_TIME = 1_500
const MAIL_TIME = 3_000

export function doWork(work: Work): Result {
  return work.kind === "render-all"
    ? { all: drawAll(work) }
    : attempt(work, WORK_TIME, () =>
        work.kind === "build"
          ? { built: buildContent(work.input, work.context) }
          : { mail: compileContent(work.content).render(work.variables) }
      )
}

function drawAll({ content, variables }: RenderAllWork): Drawn[] {
  const end = performance.now() + ALL_TIME
  const compiled = compileContent(content)
  const drawn: Drawn[] = []
  for (const one of variables) {
    const work: RenderWork = { kind: "render", content, variables: one }
    drawn.push(attempt(work, MAIL_TIME, () => ({ mail: compiled.render(one) })) as Drawn)
    if (performance.now() > end) {
      break
    }
  }
  return drawn
}

function attempt(work: BuildWork | RenderWork, time: number, act: () => Result): Result {
  try {
    return within(time, act)
  } catch (error) {
    if (error instanceof RenderError) {
      const { field, message, failure, reason } = error
      return { failed: { field, message, failure, reason } }
    }
    // Recursion that went too deep, or a text longer than there can be: libraries guard against neither.
    if (error instanceof OutOfTime || error instanceof RangeError) {
      return undone(work)
    }
    throw error
  }
}

/** For work that was ended. */
export function undone(work: Work): Result {
  if (work.kind === "render-all") {
    return { all: [] }
  }
  return work.kind === "build"
    ? { built: unbuilt(work.input, work.context) }
    : {
        failed: {
          field: "text",
          message: "The mail took too long to be made",
          failure: "time",
          reason: "data",
        },
      }
}
