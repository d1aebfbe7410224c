/**
 * People who ask a store at the same time, each one thing after the other, from a thread of their own: they do not sit in
 * the store's process, and what asking and reading answers takes is not to be counted as the store's.
 */
import { once } from "node:events"
import { Worker } from "node:worker_threads"

export interface Call {
  method: "GET" | "POST"
  url: string
  headers: Record<string, string>
  /** Sent as JSON. */
  body?: unknown
}

/** What came back: of an answer that is no success, the code in its body. */
export interface Outcome {
  status: number
  code?: string
}

const THREAD = `
const { parentPort, workerData } = require("node:worker_threads")
const ask = async ({ method, url, headers, body }) => {
  const response = await fetch(url, {
    method,
    headers: { ...headers, "content-type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  const text = await response.text()
  return { status: response.status, code: text.startsWith("{") ? JSON.parse(text).code : undefined }
}
const askAll = async (calls) => {
  const outcomes = []
  for (const call of calls) {
    outcomes.push(await ask(call))
  }
  return outcomes
}
parentPort.once("message", async () => parentPort.postMessage((await Promise.all(workerData.map(askAll))).flat()))
parentPort.postMessage("ready")
`

/**
 * @param callers - What each of them asks.
 * @returns what lets them ask and waits for every answer.
 */
export async function callersOf(callers: readonly Call[][]): Promise<() => Promise<Outcome[]>> {
  const thread = new Worker(THREAD, { eval: true, workerData: callers })
  await once(thread, "message")
  return async () => {
    thread.postMessage("go")
    const [outcomes] = (await once(thread, "message")) as [Outcome[]]
    await thread.terminate()
    return outcomes
  }
}
