/**
 * Others may repeat what they were told: a server its login, a token endpoint the form, a service the head of the request.
 * What people read and what is kept holds none of it, in whatever form it was sent.
 */

/** A shorter one is a piece of too many words. */
const SHORTEST = 4

/** @param secrets - As they are; those that were sent as a part of something else, besides in that form. */
export function withoutSecrets(text: string, secrets: readonly (string | null | undefined)[]): string {
  return secrets
    .filter((secret) => typeof secret === "string" && secret.length >= SHORTEST)
    .flatMap((secret) => formsOf(secret!))
    .sort((one, other) => other.length - one.length)
    .reduce((clean, form) => clean.replaceAll(form, "…"), text)
}

/** As it is, as a login has it, in an address, in a form, and within JSON. */
function formsOf(secret: string): string[] {
  return [
    secret,
    Buffer.from(secret, "utf8").toString("base64"),
    encodeURIComponent(Buffer.from(secret, "utf8").toString("utf8")),
    new URLSearchParams([["", secret]]).toString().slice(1),
    JSON.stringify(secret).slice(1, -1),
  ]
}
