/** A login with tokens in the options: what is understood, and what is refused in one sentence without secrets. */
import { generateKeyPairSync } from "node:crypto"

import { parseOptions } from ".."
import { warningsOf } from "../warnings"
import { refusalOf } from "./refusal"

const RSA = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({
  type: "pkcs8",
  format: "pem",
}) as string
const ED25519 = generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }) as string
const HIDDEN = "h1dden-s3cret"
const MICROSOFT = { tenant: "example.onmicrosoft.com", clientId: "id", clientSecret: HIDDEN }
const GOOGLE = { clientId: "id", clientSecret: HIDDEN, refreshToken: "1//token" }
const user = "shop@example.com"

it.each([
  [
    { service: "microsoft365", user, oauth2: MICROSOFT },
    {
      tokenUrl: "https://login.microsoftonline.com/example.onmicrosoft.com/oauth2/v2.0/token",
      grant: {
        type: "client_credentials",
        clientId: "id",
        clientSecret: HIDDEN,
        scope: "https://outlook.office365.com/.default",
      },
    },
  ],
  [
    { service: "google", user, oauth2: GOOGLE },
    {
      tokenUrl: "https://oauth2.googleapis.com/token",
      grant: { type: "refresh_token", refreshToken: "1//token", scope: null },
    },
  ],
  [
    {
      service: "google",
      user,
      oauth2: { clientEmail: "a@b.iam.example", privateKey: RSA.replaceAll("\n", "\\n") },
    },
    { grant: { type: "service_account", privateKey: RSA, scope: "https://mail.google.com/" } },
  ],
  [
    {
      host: "mail.example.com",
      user,
      oauth2: { tokenUrl: "https://id.example.com/token", clientId: "id", clientSecret: HIDDEN },
    },
    { tokenUrl: "https://id.example.com/token", grant: { scope: null } },
  ],
])("%# is a login with tokens, over TLS alone", (smtp, oauth) => {
  const { smtp: server } = parseOptions({ smtp })
  expect(server).toMatchObject({ auth: { user, oauth }, tls: "required" })
})

it.each([
  [
    { service: "microsoft365", user, oauth2: { ...MICROSOFT, tenant: "" } },
    /^smtp: oauth2.tenant must be the id/,
  ],
  [
    { service: "microsoft365", user, oauth2: { ...MICROSOFT, tenant: "a/../b" } },
    /^smtp: oauth2.tenant must be/,
  ],
  [{ service: "microsoft365", user, oauth2: { tenant: "x" } }, /^smtp: oauth2.clientId is missing$/],
  [{ service: "microsoft365", oauth2: MICROSOFT }, /^smtp: user is missing: the login at Microsoft 365$/],
  [
    { service: "microsoft365", user, password: HIDDEN, oauth2: MICROSOFT },
    /^smtp: oauth2 stands in the place of a password/,
  ],
  [
    { service: "google", user, oauth2: { clientId: "id", clientSecret: HIDDEN } },
    /^smtp: oauth2 needs clientId, clientSecret and refreshToken, or a service account's/,
  ],
  [
    { service: "google", user, oauth2: { ...GOOGLE, tenant: "x" } },
    /^smtp: oauth2.tenant belongs to Microsoft's/,
  ],
  [
    { service: "google", user, oauth2: { ...GOOGLE, privateKey: RSA } },
    /^smtp: oauth2 names two ways at once/,
  ],
  [
    { service: "google", user, oauth2: { clientEmail: "a@b", privateKey: ED25519 } },
    /^smtp: oauth2.privateKey must be an RSA private key as PEM$/,
  ],
  [
    { service: "google", user, oauth2: { clientEmail: "a@b", privateKey: "/no/such/file" } },
    /^smtp.oauth2.privateKey: is neither a PEM nor a file/,
  ],
  [{ service: "sendgrid", oauth2: GOOGLE }, /^smtp: oauth2 is nothing that SendGrid takes/],
  [{ host: "mail.example.com", user, oauth2: GOOGLE }, /^smtp: oauth2.tokenUrl is missing/],
  [
    { host: "mail.example.com", user, oauth2: { ...GOOGLE, tokenUrl: `http://u:${HIDDEN}@id.example.com` } },
    /^smtp: oauth2.tokenUrl must be an address that begins with https:/,
  ],
  [
    { host: "mail.example.com", user, oauth2: { ...GOOGLE, clientsecret: HIDDEN } },
    /^there is no option smtp.oauth2.clientsecret; did you mean smtp.oauth2.clientSecret\?$/,
  ],
])("%# is refused", (smtp, words) => {
  expect(refusalOf({ smtp })).toMatch(words)
  expect(refusalOf({ smtp })).not.toContain(HIDDEN)
})

it("a password at Microsoft is warned of, and a token is not", () => {
  const warnings = (smtp: unknown) =>
    warningsOf(parseOptions({ smtp })).filter((text) => text.startsWith("smtp:"))
  expect(warnings({ service: "microsoft365", user, password: HIDDEN })).toHaveLength(1)
  expect(warnings({ service: "microsoft365", user, oauth2: MICROSOFT })).toEqual([])
})
