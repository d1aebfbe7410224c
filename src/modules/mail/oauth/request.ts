/** One question to a token endpoint, as a form (RFC 6749, appendix B), and what is made of its answer. */
import { sign } from "node:crypto"

import { readable } from "../formats/readable"
import { withoutSecrets } from "../formats/without-secrets"
import type { OAuthClient } from "./client"
import type { Grant } from "./grant"

/** Milliseconds. An SMTP connection waits meanwhile. */
const PATIENCE = 15_000
/** Bytes. A token of Microsoft's has some 3 kB. */
const LONGEST_ANSWER = 64 * 1024
/** How long a service account's own word is good for. Seconds; RFC 7523 asks for a short time, Google allows an hour. */
const ASSERTION_LIFE = 600
/** Clocks differ. Seconds. */
const CLOCK_DIFFERENCE = 30
/** Where none is said, which RFC 6749 5.1 allows. Seconds. */
const UNKNOWN_LIFE = 600

/** Of the form; an assertion is as good as a password until it ends. */
const SECRET_FIELDS = ["client_secret", "refresh_token", "assertion"]

export interface Token {
  value: string
  /** Seconds. */
  life: number
  /** The one to be used from now on, where the endpoint changes it each time. */
  refreshToken: string | null
}

/** The endpoint gave none; the message is for people and holds no secret. */
export class NoTokenError extends Error {
  /** As the client library marks its own. */
  readonly code = "EOAUTH2"
}

/**
 * @param user - The mailbox that the token is for; a service account speaks for it.
 * @throws NoTokenError
 */
export async function requestToken({ tokenUrl, grant }: OAuthClient, user: string): Promise<Token> {
  const { host } = new URL(tokenUrl)
  const words = (text: string) => new NoTokenError(readable(`No token from ${host}: ${text}`))
  const form = formOf(grant, tokenUrl, user)
  const { status, body } = await ask(tokenUrl, form).catch((error: unknown) => {
    throw words(networkWords(error))
  })
  const answer = readAnswer(body)
  if (answer && typeof answer.error === "string") {
    const description = typeof answer.error_description === "string" ? `: ${answer.error_description}` : ""
    const secrets = SECRET_FIELDS.map((name) => form.get(name))
    throw words(withoutSecrets(answer.error + description, secrets).slice(0, 500))
  }
  if (status !== 200 || !answer) {
    throw words(`it answered ${status} and nothing that can be read as a token`)
  }
  return tokenIn(answer) ?? fail(words("its answer holds none that a login can be made of"))
}

function fail(error: Error): never {
  throw error
}

function formOf(grant: Grant, tokenUrl: string, user: string): URLSearchParams {
  const form = new URLSearchParams()
  const fields =
    grant.type === "service_account"
      ? {
          grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
          assertion: assertion(grant, tokenUrl, user),
        }
      : {
          grant_type: grant.type,
          client_id: grant.clientId,
          client_secret: grant.clientSecret,
          refresh_token: grant.type === "refresh_token" ? grant.refreshToken : null,
          scope: grant.scope,
        }
  for (const [name, value] of Object.entries(fields)) {
    if (value !== null) {
      form.set(name, value)
    }
  }
  return form
}

/** What a service account says of itself, signed (RFC 7523, 3). */
function assertion(
  { clientEmail, privateKey, scope }: Extract<Grant, { type: "service_account" }>,
  tokenUrl: string,
  user: string
): string {
  const now = Math.floor(Date.now() / 1000) - CLOCK_DIFFERENCE
  const claims = { iss: clientEmail, sub: user, scope, aud: tokenUrl, iat: now, exp: now + ASSERTION_LIFE }
  const said = [{ alg: "RS256", typ: "JWT" }, claims].map((part) => base64url(JSON.stringify(part))).join(".")
  return `${said}.${sign("sha256", Buffer.from(said), privateKey).toString("base64url")}`
}

function base64url(text: string): string {
  return Buffer.from(text).toString("base64url")
}

/** Follows nobody elsewhere: the form holds the secret. */
async function ask(url: string, form: URLSearchParams): Promise<{ status: number; body: string }> {
  const response = await fetch(url, {
    method: "POST",
    body: form,
    headers: { accept: "application/json" },
    redirect: "manual",
    signal: AbortSignal.timeout(PATIENCE),
  })
  const parts: Uint8Array[] = []
  let size = 0
  for await (const bytes of bodyOf(response)) {
    size += bytes.length
    if (size > LONGEST_ANSWER) {
      throw new Error("it says more than any token can be")
    }
    parts.push(bytes)
  }
  return { status: response.status, body: Buffer.concat(parts).toString("utf8") }
}

/** Node's streams can be walked through; the browser's types, which are here for the admin, do not say so. */
function bodyOf({ body }: Response): AsyncIterable<Uint8Array> {
  return (body ?? []) as unknown as AsyncIterable<Uint8Array>
}

/** `fetch failed` says nothing; its cause does. */
function networkWords(error: unknown): string {
  const { name, message, cause } = error as Error & { cause?: Partial<Error> }
  if (name === "TimeoutError") {
    return `it did not answer within ${PATIENCE / 1000} seconds`
  }
  return cause?.message || message
}

function readAnswer(body: string): Record<string, unknown> | null {
  try {
    const answer: unknown = JSON.parse(body)
    return typeof answer === "object" && answer !== null ? (answer as Record<string, unknown>) : null
  } catch {
    return null
  }
}

/** RFC 6750, 2.1: what a token may be made of; anything else could end the command that it stands in. */
function tokenIn({ access_token, expires_in, refresh_token }: Record<string, unknown>): Token | null {
  if (typeof access_token !== "string" || !/^[\w.~+/=-]+$/.test(access_token)) {
    return null
  }
  const life = Number(expires_in)
  return {
    value: access_token,
    life: Number.isFinite(life) && life > 0 ? life : UNKNOWN_LIFE,
    refreshToken: typeof refresh_token === "string" && refresh_token !== "" ? refresh_token : null,
  }
}
