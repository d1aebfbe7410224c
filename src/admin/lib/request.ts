/**
 * Requests to the store. The client of Medusa keeps an error's sentence and its status alone; what is refused comes with
 * codes besides, from which a sentence in the reader's language is made.
 */
import { RefusedError } from "./error-words"
import { AUTH_TYPE, BACKEND_URL, sdk } from "./sdk"
import type { ContentIssue } from "./types"

/** What the server says when it refuses. */
interface Refused {
  message?: string
  issues?: ContentIssue[]
}

interface RequestOptions {
  query?: object
  body?: object
  accept?: string
  signal?: AbortSignal
}

/** As Medusa's own client writes a query: `state[0]=sent&created_at[$gte]=2026-11-01`. */
function pairsOf(value: unknown, name: string): [name: string, value: string][] {
  if (value === undefined || value === null) {
    return []
  }
  return typeof value === "object"
    ? Object.entries(value).flatMap(([key, inner]) => pairsOf(inner, name ? `${name}[${key}]` : key))
    : [[name, String(value)]]
}

/** @returns what comes after the path. */
export function queryText(query: object): string {
  const text = new URLSearchParams(pairsOf(query, "")).toString()
  return text && `?${text}`
}

/** @throws RefusedError */
export async function ask(
  method: "GET" | "POST" | "DELETE",
  path: string,
  { query = {}, body, accept = "application/json", signal }: RequestOptions = {}
): Promise<Response> {
  const token = AUTH_TYPE === "session" ? null : await sdk.client.getToken()
  const response = await fetch(`${BACKEND_URL.replace(/\/$/, "")}${path}${queryText(query)}`, {
    method,
    headers: {
      accept,
      ...(body && { "content-type": "application/json" }),
      ...(token && { authorization: `Bearer ${token}` }),
    },
    credentials: AUTH_TYPE === "session" ? "include" : "omit",
    body: body && JSON.stringify(body),
    signal,
  })
  if (response.ok) {
    return response
  }
  const { message = response.statusText, issues = [] } = (await response.json().catch(() => ({}))) as Refused
  throw new RefusedError(message, response.statusText, response.status, issues)
}

/** @throws RefusedError */
export async function askJson<Result>(...request: Parameters<typeof ask>): Promise<Result> {
  return (await (await ask(...request)).json()) as Result
}
