/**
 * Amazon SES, API v2: takes the mail's own bytes, signed with Signature Version 4 by AWS's own implementation.
 * https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html
 */
import { createHash, createHmac } from "node:crypto"

import type { SignatureV4 } from "@smithy/signature-v4"

import { answerByStatus, type ApiAnswer, type ApiResponse, jsonOf, type MailApi, textOf } from "./mail-api"
import type { ApiOf, SesServer } from "./options"

const PATH = "/v2/email/outbound-emails"

/** About the account or the sender, whatever the mail. */
const LOCKED_OUT = /^(?:AccountSuspended|SendingPaused)Exception$/

class Sha256 {
  private readonly hash
  constructor(secret?: unknown) {
    this.hash = secret === undefined ? createHash("sha256") : createHmac("sha256", secret as Buffer)
  }
  update(data: Uint8Array | string): void {
    this.hash.update(data)
  }
  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.hash.digest())
  }
  reset(): void {
    // Each of the signer's sums is made anew.
  }
}

/** Loaded by a store that sends over it and by no other: that takes longer than the whole plugin. */
async function signerOf(
  keys: Pick<SesServer, "region" | "accessKeyId" | "secretAccessKey" | "sessionToken">
) {
  const { SignatureV4: Signer } = await import("@smithy/signature-v4")
  const { region, accessKeyId, secretAccessKey, sessionToken } = keys
  return new Signer({
    service: "ses",
    region,
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) },
    sha256: Sha256 as never,
    applyChecksum: false,
  })
}

export function sesApi({ url, region, accessKeyId, secretAccessKey, sessionToken }: ApiOf<"ses">): MailApi {
  let signer: Promise<SignatureV4> | undefined
  const { hostname, host, protocol } = new URL(url)

  async function signed(body: string) {
    signer ??= signerOf({ region, accessKeyId, secretAccessKey, sessionToken })
    const { headers } = await (
      await signer
    ).sign({
      method: "POST",
      protocol,
      hostname,
      path: PATH,
      headers: { host, "content-type": "application/json" },
      body,
    })
    return { path: PATH, headers, body }
  }

  return {
    repeatable: false,
    request: ({ to, bytes }) =>
      signed(
        JSON.stringify({
          Destination: { ToAddresses: [to] },
          Content: { Raw: { Data: bytes.toString("base64") } },
        })
      ),
    emptyRequest: () => signed("{}"),
    read,
  }
}

function read({ status, headers, body }: ApiResponse): ApiAnswer {
  const answer = jsonOf(body)
  if (status === 200) {
    const id = textOf(answer?.MessageId)
    return id ? { kind: "accepted", id } : { kind: "unknown", words: "200 without a MessageId" }
  }
  const type = textOf(headers["x-amzn-errortype"]).split(":")[0]! || textOf(answer?.__type)
  const words = [type, textOf(answer?.message ?? answer?.Message)].filter(Boolean).join(": ")
  return LOCKED_OUT.test(type) ? { kind: "locked_out", words } : answerByStatus(status, type && words)
}
