/** What the stories of the options give. */
import { generateKeyPairSync } from "node:crypto"

export const rsaPem = generateKeyPairSync("rsa", { modulusLength: 2048 })
  .privateKey.export({ type: "pkcs8", format: "pem" })
  .toString()
export const pem = generateKeyPairSync("ed25519")
  .privateKey.export({ type: "pkcs8", format: "pem" })
  .toString()

/** As Medusa adds it to the options of every module. */
export const database = { clientUrl: "postgres://localhost/store" }
