/** Which mail service is spoken to over HTTP, and with what: completed from what a person wrote, and checked. Plain JSON. */
import { safeUrl } from "../formats/safe-url"
import { isAwsRegion } from "../smtp/amazon"

/** Where each is; an address of one's own stands in for a proxy or a test. */
const URLS = {
  ses: "https://email.{region}.amazonaws.com",
  resend: "https://api.resend.com",
  postmark: "https://api.postmarkapp.com",
  sendgrid: "https://api.sendgrid.com",
} as const

export type ApiName = keyof typeof URLS
export const API_NAMES = Object.keys(URLS) as [ApiName, ...ApiName[]]

/** What a person may say. */
export interface ApiSettings {
  service: ApiName
  /** The API key or server token; Amazon SES has two keys instead. */
  key?: string
  region?: string
  accessKeyId?: string
  secretAccessKey?: string
  sessionToken?: string
  /** Postmark's message stream. */
  stream?: string
  url?: string
}

export interface SesServer {
  service: "ses"
  url: string
  region: string
  accessKeyId: string
  secretAccessKey: string
  sessionToken: string | null
}

export interface KeyedServer<Name extends ApiName> {
  service: Name
  url: string
  key: string
}

/** The service itself: complete and checked. */
export type ApiServer =
  | SesServer
  | KeyedServer<"resend">
  | (KeyedServer<"postmark"> & { stream: string | null })
  | KeyedServer<"sendgrid">

export type ApiOf<Name extends ApiName> = Extract<ApiServer, { service: Name }>

const OF_SES = ["region", "accessKeyId", "secretAccessKey", "sessionToken"] as const

/** @throws Error that begins with the name of the wrong setting and never holds a secret. */
export function apiServer(said: ApiSettings): ApiServer {
  const { service, stream } = said
  if (stream !== undefined && service !== "postmark") {
    throw new Error("stream belongs to service: postmark alone")
  }
  if (service === "ses") {
    return sesServer(said)
  }
  const foreign = OF_SES.find((name) => said[name] !== undefined)
  if (foreign) {
    throw new Error(`${foreign} belongs to service: ses alone`)
  }
  const common = { url: urlOf(said), key: secret("key", said.key) }
  return service === "postmark" ? { service, ...common, stream: stream ?? null } : { service, ...common }
}

function sesServer(said: ApiSettings): SesServer {
  const { key, region, accessKeyId, secretAccessKey, sessionToken } = said
  if (key !== undefined) {
    throw new Error("key is not what Amazon SES takes: give accessKeyId and secretAccessKey")
  }
  if (!isAwsRegion(region)) {
    throw new Error("region must be the one of your account at Amazon SES, such as ap-northeast-1")
  }
  return {
    service: "ses",
    url: urlOf(said),
    region,
    accessKeyId: secret("accessKeyId", accessKeyId),
    secretAccessKey: secret("secretAccessKey", secretAccessKey),
    sessionToken: sessionToken === undefined ? null : secret("sessionToken", sessionToken),
  }
}

/** It stands in a header: what would end that is no key. */
function secret(name: string, value: string | undefined): string {
  if (!value) {
    throw new Error(`${name} is missing`)
  }
  if (!/^[\x21-\x7e]+$/.test(value)) {
    throw new Error(`${name} must be one word without spaces`)
  }
  return value
}

/** Without a query, since the service's paths are put behind it. */
function urlOf({ service, region = "", url: given }: ApiSettings): string {
  const url = safeUrl(given ?? URLS[service].replace("{region}", region))
  if (!url || url.search) {
    throw new Error("url must be an address that begins with https://")
  }
  return (url.origin + url.pathname).replace(/\/$/, "")
}
