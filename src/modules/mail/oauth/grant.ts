/** How a token is asked for (RFC 6749 4.4 and 6, RFC 7523 2.1). */
export type Grant =
  | { type: "client_credentials"; clientId: string; clientSecret: string; scope: string | null }
  | {
      type: "refresh_token"
      clientId: string
      clientSecret: string | null
      refreshToken: string
      scope: string | null
    }
  | { type: "service_account"; clientEmail: string; privateKey: string; scope: string }
