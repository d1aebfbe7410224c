/** What is no fault and still not what a store in production should have. Said in the log at every start. */
import { createPrivateKey } from "node:crypto"

import { signingKeys } from "../mail-apis/as-it-is"
import { SERVICES } from "../smtp/services"
import type { MailOptions } from "./index"
import { isOneClick } from "./public-url"
import { type Way, waysOf } from "./ways"

/** One sentence each, beginning with the option's name. */
export function warningsOf(options: MailOptions): string[] {
  const { publicUrl, secret } = options
  const warnings: string[] = []
  if (!publicUrl || !secret) {
    warnings.push(
      `${publicUrl ? "secret" : "publicUrl"}: without publicUrl and secret nobody can unsubscribe from mail to members, ` +
        "which many countries require in every mail that advertises"
    )
  }
  if (publicUrl && !isOneClick(publicUrl)) {
    warnings.push(
      `publicUrl: ${publicUrl} is for development: mail programs show no button for unsubscribing without https://`
    )
  }
  return [...warnings, ...waysOf(options).flatMap(warningsOfWay)]
}

function warningsOfWay({ name, options: { dkim, api, smtp } }: Way): string[] {
  const warnings: string[] = []
  if (
    dkim?.length &&
    dkim.every(({ privateKey }) => createPrivateKey(privateKey).asymmetricKeyType === "ed25519")
  ) {
    warnings.push(
      "dkim: a signature by Ed25519 alone counts as none at Gmail, Outlook and most others: add an RSA key " +
        "(dkim: [{ … }, { … }] signs with both)"
    )
  }
  if (dkim?.length && api && !signingKeys({ api, dkim }).length) {
    warnings.push(
      `dkim: no mail is signed with it, because ${api.service} puts the mail together itself over its API: let it sign, or ` +
        "use its SMTP server"
    )
  }
  if (smtp?.auth && "pass" in smtp.auth && smtp.host === SERVICES.microsoft365.host) {
    warnings.push(
      "smtp: Microsoft switches logins with a password off by default at the end of December 2026: use smtp.oauth2 " +
        "(docs/deploy.md, Microsoft 365)"
    )
  }
  return warnings.map((warning) => (name === null ? warning : `transports, ${name}: ${warning}`))
}
