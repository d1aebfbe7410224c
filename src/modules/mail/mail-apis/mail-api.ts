/**
 * What each mail service's API is, told to `api-transport.ts`: one request per mail, and what its answer means. A file per
 * service holds nothing else.
 */
import { readable } from "../formats/readable"
import type { OutgoingMessage, SmtpReply } from "../smtp/transport"

export interface ApiRequest {
  /** Below the service's address. */
  path: string
  headers: Record<string, string>
  body: string
}

export interface ApiResponse {
  status: number
  headers: Record<string, string | string[] | undefined>
  body: string
}

/** What the service said of one mail. */
export type ApiAnswer =
  | { kind: "accepted"; id: string }
  /** This mail, for now or for good. */
  | { kind: "refused"; forGood: boolean; words: string }
  /** Everything that comes with this key. */
  | { kind: "locked_out"; words: string }
  /** Something else than the service answers, and it took nothing: a wrong address, or a proxy on the way. */
  | { kind: "elsewhere"; status: number }
  /** It does not say whether it was done: a proxy's answer, or none that can be read. */
  | { kind: "unknown"; words: string }

export interface MailApi {
  request(message: OutgoingMessage): Promise<ApiRequest>
  /** What no service would take for a mail, to see whether it is there and lets us in. */
  emptyRequest(): Promise<ApiRequest>
  read(response: ApiResponse): ApiAnswer
  /** A request that is sent twice is done once (an idempotency key): what was lost may be repeated. */
  readonly repeatable: boolean
}

/** An error in JSON; null if it is none of the service's own. */
export function jsonOf(body: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}

export function textOf(value: unknown): string {
  return typeof value === "string" ? value : ""
}

/**
 * What every HTTP status means where the service says nothing more of its own.
 *
 * A refusal is the service's only if it is in its own words. Any other that is certain to have taken nothing (3xx, 4xx) came
 * from elsewhere, and says nothing of the mail.
 *
 * @param words - The service's own; empty if the answer is none of its own.
 */
export function answerByStatus(status: number, words: string): ApiAnswer {
  if (status === 413) {
    return { kind: "refused", forGood: true, words: ["413 The message is too large", words].join(" ").trim() }
  }
  if (status === 408 || status === 429) {
    const usual = status === 408 ? "The request took too long" : "Too many requests"
    return { kind: "refused", forGood: false, words: `${status} ${words || usual}` }
  }
  if (status >= 300 && status < 500 && !words) {
    return { kind: "elsewhere", status }
  }
  const said = `${status} ${words}`.trim()
  if (status === 401 || status === 403) {
    return { kind: "locked_out", words: said }
  }
  return status >= 400 && words
    ? { kind: "refused", forGood: status < 500, words: said }
    : { kind: "unknown", words: said }
}

/** An answer in the form in which a mail server's is kept: what it means is decided by its words, as everywhere. */
export function replyOf(answer: Exclude<ApiAnswer, { kind: "unknown" | "elsewhere" }>): SmtpReply {
  const code =
    answer.kind === "accepted" ? 250 : answer.kind === "locked_out" ? 535 : answer.forGood ? 554 : 451
  const text = readable(answer.kind === "accepted" ? `Accepted as ${answer.id}` : answer.words)
  return { code, enhanced: null, text, phase: answer.kind === "locked_out" ? "auth" : "final" }
}
