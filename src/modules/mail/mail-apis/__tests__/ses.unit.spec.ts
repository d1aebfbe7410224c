/** Requests to Amazon SES are signed as another implementation of AWS's signs them: botocore 1.44.8 made what is expected. */
import { apiServer } from "../options"
import { sesApi } from "../ses"

const BYTES = Buffer.from("Subject: Hello\r\n\r\nHello\r\n")
const KEYS = {
  service: "ses" as const,
  region: "ap-northeast-1",
  accessKeyId: "AKIDEXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
}

/** Whether AWS's own implementation was asked for: it takes a store longer to load than this plugin. */
let loaded = false
jest.mock("@smithy/signature-v4", () => {
  loaded = true
  return jest.requireActual<object>("@smithy/signature-v4")
})

beforeEach(() => jest.useFakeTimers({ now: Date.UTC(2026, 10, 26, 3, 4, 5) }))
afterEach(() => jest.useRealTimers())

it("its signer is loaded when the first request is made, and not with the plugin", async () => {
  const api = sesApi(apiServer(KEYS) as Parameters<typeof sesApi>[0])
  expect(loaded).toBe(false)
  await api.emptyRequest()
  expect(loaded).toBe(true)
})

it.each([
  [{}, "content-type;host;x-amz-date", "8a37595cc31b54d179adaaef79ff31f0d550883d40574a304cab1a2574988809"],
  [
    { sessionToken: "session/token==" },
    "content-type;host;x-amz-date;x-amz-security-token",
    "e30c1646560407088560bbf54ef01fb28e7b608e972a5c048ba2d6dfcd8470fa",
  ],
])("%j", async (more, signed, signature) => {
  const api = sesApi(apiServer({ ...KEYS, ...more }) as Parameters<typeof sesApi>[0])
  const { path, headers, body } = await api.request({
    id: "mdlv_1",
    from: "shop@shop.example",
    to: "taro@example.jp",
    bytes: BYTES,
  })

  expect(path).toBe("/v2/email/outbound-emails")
  expect(JSON.parse(body)).toEqual({
    Destination: { ToAddresses: ["taro@example.jp"] },
    Content: { Raw: { Data: BYTES.toString("base64") } },
  })
  const known = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])
  )
  expect(known["x-amz-date"]).toBe("20261126T030405Z")
  expect(known.authorization).toBe(
    "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261126/ap-northeast-1/ses/aws4_request, " +
      `SignedHeaders=${signed}, Signature=${signature}`
  )
})
