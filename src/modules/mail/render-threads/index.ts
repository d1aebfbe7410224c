/**
 * Where contents are built and mails are drawn for somebody to look at: off the store's main thread, since templates
 * are written by people and their data by customers. The sending thread is not the store's, and does its own.
 */
import { isMainThread } from "node:worker_threads"

import { type BuildContext, type BuiltContent, SLOW } from "../content/build"
import { RenderError } from "../content/render"
import type { ContentSnapshot, MemberContent, OrderContent, RenderedMail, Variables } from "../words"
import { BuiltContents } from "./built"
import { RenderPool } from "./render-pool"
import { type BuildWork, type Built, doWork, type Drawn, type DrawnAll, type Result, type Work } from "./work"

export { RenderThreadsBusy } from "./render-pool"

const pool = new RenderPool()
const contents = new BuiltContents()
/** What is being built just now: an order and its shipment may come at the same moment. */
const underWay = new Map<string, Promise<BuiltContent>>()

async function done(queue: string, work: Work): Promise<Result> {
  return isMainThread ? pool.do(queue, work) : doWork(work)
}

/**
 * Builds a content, or finds it built; faults are in it.
 *
 * @param queue - Whose turn it is: works of one queue are done one after the other.
 * @param basis - Plain data that the context is made of.
 * @param contextOf - Makes it, of nothing else: it is not asked where the content is found built.
 * @throws RenderThreadsBusy if too many wait already.
 */
export async function build<Input extends MemberContent | OrderContent, Basis extends object>(
  queue: string,
  input: Input,
  basis: Basis,
  contextOf: (basis: Basis, input: Input) => BuildContext
): Promise<BuiltContent> {
  const key = contents.keyOf(input, basis)
  for (let other = underWay.get(key); other; other = underWay.get(key)) {
    // If that one fails, this one asks for a turn of its own.
    const built = await other.catch(() => undefined)
    if (built) {
      return built
    }
  }
  const known = contents.get(key)
  if (known) {
    return known
  }
  const building = buildAnew(queue, { kind: "build", input, context: contextOf(basis, input) }, key)
  underWay.set(key, building)
  return building.finally(() => underWay.delete(key))
}

async function buildAnew(queue: string, work: BuildWork, key: string): Promise<BuiltContent> {
  const { built } = (await done(queue, work)) as Built
  // On a busy machine it may have been bad luck.
  if (!built.errors.some(({ code }) => code === SLOW)) {
    contents.set(key, built)
  }
  return built
}

/** Draws one mail. @throws RenderError; RenderThreadsBusy if too many wait already. */
export async function render(
  queue: string,
  { subject, html, text }: Pick<ContentSnapshot, "subject" | "html" | "text">,
  variables: Variables
): Promise<RenderedMail> {
  const drawn = (await done(queue, { kind: "render", content: { subject, html, text }, variables })) as Drawn
  const mail = mailOf(drawn)
  if (mail instanceof RenderError) {
    throw mail
  }
  return mail
}

/**
 * Draws the mails of one content. For mail that is sent from the store's own thread.
 *
 * @returns for each of the variables its mail or why there is none, as far as it came in time.
 * @throws RenderThreadsBusy if too many wait already.
 */
export async function renderAll(
  queue: string,
  { subject, html, text }: Pick<ContentSnapshot, "subject" | "html" | "text">,
  variables: readonly Variables[]
): Promise<(RenderedMail | RenderError)[]> {
  const work: Work = { kind: "render-all", content: { subject, html, text }, variables }
  const { all } = (await done(queue, work)) as DrawnAll
  return all.map(mailOf)
}

/** An error class does not survive the way between threads. */
function mailOf(drawn: Drawn): RenderedMail | RenderError {
  if ("mail" in drawn) {
    return drawn.mail
  }
  const { field, message, failure, reason } = drawn.failed
  return new RenderError(field, message, failure, reason)
}

/** Ends its threads; the next work starts new ones. */
export function closeRenderThreads(): Promise<void> {
  return pool.close()
}
