/**
 * How this shop is known where tokens are given (RFC 6749): completed from what a person wrote, and checked. Plain JSON,
 * so that it can go to a sending thread.
 */
import { createPrivateKey } from "node:crypto"

import { safeUrl } from "../formats/safe-url"
import type { Grant } from "./grant"
import { type Provider, type ProviderName, PROVIDERS } from "./providers"

/** What a person may say. Which grant it is follows from what is there. */
export interface OAuthSettings {
  /** Where tokens are given. Left out: the provider's. */
  tokenUrl?: string
  /** Of Microsoft's endpoint: the directory's id or its domain. */
  tenant?: string
  clientId?: string
  clientSecret?: string
  refreshToken?: string
  /** A service account's address, and its key as PEM. */
  clientEmail?: string
  privateKey?: string
  /** Left out: the provider's; a refresh token has one of its own. */
  scope?: string
}

export interface OAuthClient {
  tokenUrl: string
  grant: Grant
}

/**
 * @param provider - Whose endpoint and scopes stand in where nothing is said.
 * @throws Error that begins with the name of the wrong setting and never holds a secret.
 */
export function oauthClient(settings: OAuthSettings, provider?: ProviderName): OAuthClient {
  const known: Provider | undefined = provider && PROVIDERS[provider]
  const grant = grantOf(settings, known?.scope)
  if (known && !settings.tokenUrl && !known.grants.includes(grant.type)) {
    throw new Error(`oauth2 needs ${known.needs}`)
  }
  return { tokenUrl: tokenUrlOf(settings, known), grant }
}

function grantOf(said: OAuthSettings, usualScope: string | undefined): Grant {
  const { clientId, clientSecret, refreshToken, clientEmail, privateKey } = said
  const scope = said.scope ?? usualScope ?? null
  if (clientEmail || privateKey) {
    if (clientId || clientSecret || refreshToken) {
      throw new Error(
        "oauth2 names two ways at once: give clientEmail and privateKey, or clientId and what goes with it"
      )
    }
    return {
      type: "service_account",
      clientEmail: given("clientEmail", clientEmail),
      privateKey: rsaKey(given("privateKey", privateKey)),
      scope: given("scope", scope),
    }
  }
  if (refreshToken) {
    return {
      type: "refresh_token",
      clientId: given("clientId", clientId),
      clientSecret: clientSecret ?? null,
      refreshToken,
      scope: said.scope ?? null,
    }
  }
  return {
    type: "client_credentials",
    clientId: given("clientId", clientId),
    clientSecret: given("clientSecret", clientSecret),
    scope,
  }
}

function given(name: string, value: string | null | undefined): string {
  if (!value) {
    throw new Error(`oauth2.${name} is missing`)
  }
  return value
}

/** Signs with RS256, which is all that is asked for. */
function rsaKey(pem: string): string {
  try {
    if (createPrivateKey(pem).asymmetricKeyType === "rsa") {
      return pem
    }
  } catch {
    // Said below: OpenSSL's words could name parts of the key.
  }
  throw new Error("oauth2.privateKey must be an RSA private key as PEM")
}

function tokenUrlOf({ tokenUrl, tenant }: OAuthSettings, provider: Provider | undefined): string {
  const usual = provider?.tokenUrl
  if (tenant && !(usual && !tokenUrl && usual.includes("{tenant}"))) {
    throw new Error("oauth2.tenant belongs to Microsoft's endpoint alone")
  }
  if (tokenUrl) {
    return givenUrl(tokenUrl)
  }
  if (!usual) {
    throw new Error("oauth2.tokenUrl is missing: where the tokens of this server are given")
  }
  if (!usual.includes("{tenant}")) {
    return usual
  }
  if (!tenant || !/^[a-z0-9][a-z0-9.-]*$/i.test(tenant)) {
    throw new Error(
      "oauth2.tenant must be the id or the domain of your directory, such as example.onmicrosoft.com"
    )
  }
  return usual.replace("{tenant}", tenant)
}

function givenUrl(text: string): string {
  const url = safeUrl(text)
  if (!url) {
    throw new Error("oauth2.tokenUrl must be an address that begins with https://")
  }
  return url.href
}
