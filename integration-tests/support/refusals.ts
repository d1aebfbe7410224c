/** Many wrong requests in one story: the store is made anew before each story, which takes most of a second. */
import type { Refusal, Requests } from "./store"

/** What must be named in the refusal, and what is asked. */
export type WrongCase = [named: string, body: object]

/**
 * Posts each wrong body and expects 400 `invalid_data` that names what is wrong. A case that is not refused
 * so shows in the difference with all that was answered.
 */
export async function expectRefusals(requests: Requests, path: string, cases: WrongCase[]): Promise<void> {
  const answers: string[] = []
  for (const [named, body] of cases) {
    answers.push(summary(named, await requests.post(path, body)))
  }
  expect(answers).toEqual(cases.map(([named]) => `400 invalid_data names ${named}`))
}

/** The same for queries. */
export async function expectQueryRefusals(
  requests: Requests,
  path: string,
  cases: [named: string, query: string][]
): Promise<void> {
  const answers: string[] = []
  for (const [named, query] of cases) {
    answers.push(summary(named, await requests.get(`${path}?${query}`)))
  }
  expect(answers).toEqual(cases.map(([named]) => `400 invalid_data names ${named}`))
}

function summary(named: string, { status, body }: { status: number; body: Refusal }): string {
  const { type, message } = body
  return `${status} ${type} ${message?.includes(named) ? `names ${named}` : JSON.stringify(message)}`
}
