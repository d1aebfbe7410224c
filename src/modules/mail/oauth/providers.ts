/** Who gives tokens for mail, each with where, and the page that says so. */
import type { Grant } from "./grant"

export interface Provider {
  /** `{tenant}` stands for the setting of that name. */
  tokenUrl: string
  /** What is asked for where the grant itself does not say it. */
  scope: string
  grants: readonly Grant["type"][]
  /** The same in words. */
  needs: string
  source: string
}

export const PROVIDERS = {
  microsoft: {
    tokenUrl: "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token",
    scope: "https://outlook.office365.com/.default",
    grants: ["client_credentials", "refresh_token"],
    needs: "tenant, clientId and clientSecret, or a refreshToken besides",
    source:
      "https://learn.microsoft.com/en-us/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth",
  },
  google: {
    tokenUrl: "https://oauth2.googleapis.com/token",
    scope: "https://mail.google.com/",
    grants: ["refresh_token", "service_account"],
    needs: "clientId, clientSecret and refreshToken, or a service account's clientEmail and privateKey",
    source: "https://developers.google.com/workspace/gmail/imap/xoauth2-protocol",
  },
} satisfies Record<string, Provider>

export type ProviderName = keyof typeof PROVIDERS
