/**
 * Unsubscribe links: they say which delivery they stand in, sealed with the shop's secret, so that nobody can make
 * one for somebody else. A link works for as long as the secret is known; it holds no address.
 */
import { isSealed, sealOf, type Secrets } from "../seals/seal"
import { type Language, LANGUAGES } from "../words"

/** Plain JSON, so that it can go to a sending thread. Without both there are no links. */
export interface LinkOptions extends Secrets {
  /** Without a slash at its end. */
  publicUrl?: string
}

/** Where the page is, below the public address. */
const PATH = "/mail/unsubscribe"
/** Begins every token and is sealed with it: a later form of token gets another number. */
const VERSION = "1"
const PURPOSE = "unsubscribe"
/** 128 bits cannot be guessed, and links stay short. */
const SEAL_BYTES = 16
/** Stands in previews and samples: the page opens, and nothing happens. */
const EXAMPLE = "example"

/** Whether mails can name an unsubscribe page. */
export function hasUnsubscribePage(options: LinkOptions): boolean {
  return Boolean(options.publicUrl && options.secret)
}

/**
 * The link of one delivery; empty without the options for it.
 *
 * @param deliveryId - null for previews and samples, whose link withdraws nothing.
 * @param language - of the mail, and so of the page.
 */
export function unsubscribeLink(options: LinkOptions, deliveryId: string | null, language: Language): string {
  const { publicUrl, secret } = options
  if (!publicUrl || !secret) {
    return ""
  }
  const token = deliveryId === null ? `${VERSION}.${language}.${EXAMPLE}` : seal(secret, deliveryId, language)
  return `${publicUrl}${PATH}/${token}`
}

/** Whether it is the token of a preview, sample or copy. */
export function isExample(token: string): boolean {
  const [version, language, id, ...more] = token.split(".")
  return (
    version === VERSION && LANGUAGES.some((known) => known === language) && id === EXAMPLE && !more.length
  )
}

/** The delivery that a token was made for; null if it is none of ours. */
export function readToken(options: LinkOptions, token: string): string | null {
  const [version, language, id, mac] = token.split(".")
  if (version !== VERSION || !language || !id || !mac) {
    return null
  }
  const text = [version, language, id].join(".")
  const genuine = isSealed(options, PURPOSE, text, Buffer.from(mac, "base64url"), SEAL_BYTES)
  return genuine ? Buffer.from(id, "base64url").toString("utf8") : null
}

/** The language of the mail that a token stands in. */
export function languageOfToken(token: string): Language | null {
  return LANGUAGES.find((language) => token.split(".")[1] === language) ?? null
}

function seal(secret: string, id: string, language: Language): string {
  const text = [VERSION, language, Buffer.from(id, "utf8").toString("base64url")].join(".")
  return `${text}.${sealOf(secret, PURPOSE, text, SEAL_BYTES).toString("base64url")}`
}
