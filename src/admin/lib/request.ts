/**
 * Requests that change something. The client of Medusa keeps an error's sentence and its status alone; what is refused
 * comes with codes besides, from which a sentence in the reader's language is made.
 */
import { RefusedError } from "./error-words"
import { AUTH_TYPE, BACKEND_URL, sdk } from "./sdk"
import type { ContentIssue } from "./types"

/** What the server says when it refuses. */
interface Refused {
  message?: string
  issues?: ContentIssue[]
}

/** @throws RefusedError */
export async function postJson<Result>(path: string, body: object, signal?: AbortSignal): Promise<Result> {
  const token = AUTH_TYPE === "session" ? null : await sdk.client.getToken()
  const response = await fetch(`${BACKEND_URL.replace(/\/$/, "")}${path}`, {
    method: "POST",
    headers: {
      accept: "application/json",
      "content-type": "application/json",
      ...(token && { authorization: `Bearer ${token}` }),
    },
    credentials: AUTH_TYPE === "session" ? "include" : "omit",
    body: JSON.stringify(body),
    signal,
  })
  if (response.ok) {
    return (await response.json()) as Result
  }
  const { message = response.statusText, issues = [] } = (await response.json().catch(() => ({}))) as Refused
  throw new RefusedError(message, response.statusText, response.status, issues)
}
