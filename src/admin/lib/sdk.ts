/**
 * The client for the store's API. Medusa does not export the dashboard's own, so it is built from the same three
 * constants, which the admin's bundler fills in (as the official draft-order plugin does).
 */
import Medusa from "@medusajs/js-sdk"

declare const __BACKEND_URL__: string | undefined
declare const __AUTH_TYPE__: "session" | "jwt" | undefined
declare const __JWT_TOKEN_STORAGE_KEY__: string | undefined

export const BACKEND_URL = __BACKEND_URL__ ?? "/"
export const AUTH_TYPE = __AUTH_TYPE__ ?? "session"

export const sdk = new Medusa({
  baseUrl: BACKEND_URL,
  auth: {
    type: AUTH_TYPE,
    jwtTokenStorageKey: __JWT_TOKEN_STORAGE_KEY__ || undefined,
  },
})
