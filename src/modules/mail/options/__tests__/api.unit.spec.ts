/** A mail service's API in the options: what is understood, and what is refused in one sentence without secrets. */
import { parseOptions } from ".."
import { refusalOf } from "./refusal"

const HIDDEN = "h1dden-s3cret"
const SES = { service: "ses", region: "eu-west-1", accessKeyId: "AKID", secretAccessKey: HIDDEN }

it.each([
  [SES, { url: "https://email.eu-west-1.amazonaws.com", region: "eu-west-1", sessionToken: null }],
  [
    { service: "resend", key: HIDDEN },
    { url: "https://api.resend.com", key: HIDDEN },
  ],
  [
    { service: "postmark", key: HIDDEN, stream: "broadcast" },
    { url: "https://api.postmarkapp.com", stream: "broadcast" },
  ],
  [
    { service: "sendgrid", key: HIDDEN, url: "https://proxy.example.com/sendgrid/" },
    { url: "https://proxy.example.com/sendgrid" },
  ],
])("%# is understood", (api, meaning) => {
  expect(parseOptions({ api }).api).toMatchObject(meaning)
})

it.each([
  [{ service: "mailgun", key: HIDDEN }, /^api.service: must be one of ses, resend, postmark, sendgrid$/],
  [{ service: "resend" }, /^api: key is missing$/],
  [{ service: "resend", key: `${HIDDEN}\nx: y` }, /^api: key must be one word without spaces$/],
  [
    { service: "sendgrid", key: HIDDEN, stream: "broadcast" },
    /^api: stream belongs to service: postmark alone$/,
  ],
  [{ service: "sendgrid", key: HIDDEN, region: "eu" }, /^api: region belongs to service: ses alone$/],
  [{ ...SES, region: "evil.example/" }, /^api: region must be the one of your account/],
  [{ ...SES, key: HIDDEN }, /^api: key is not what Amazon SES takes/],
  [{ ...SES, secretAccessKey: "" }, /^api: secretAccessKey is missing$/],
  [{ ...SES, url: `http://${HIDDEN}@example.com` }, /^api: url must be an address that begins with https:/],
  [
    { ...SES, secretaccesskey: HIDDEN },
    /^there is no option api.secretaccesskey; did you mean api.secretAccessKey\?$/,
  ],
])("%# is refused", (api, words) => {
  expect(refusalOf({ api })).toMatch(words)
  expect(refusalOf({ api })).not.toContain(HIDDEN)
})

it("one way out, not two", () => {
  const api = { service: "resend", key: HIDDEN }
  expect(refusalOf({ api, smtpUrl: "smtp://localhost" })).toBe(
    "api: stands in the place of smtp and smtpUrl: give one of them"
  )
})

describe("a region of Amazon SES is the same over SMTP and over the API", () => {
  const overSmtp = (region: string) => ({ smtp: { service: "ses", user: "u", password: HIDDEN, region } })
  const overApi = (region: string) => ({ api: { ...SES, region } })

  it.each(["ap-northeast-1", "us-gov-west-1"])("%s is one", (region) => {
    expect(parseOptions(overSmtp(region)).smtp?.host).toBe(`email-smtp.${region}.amazonaws.com`)
    expect(parseOptions(overApi(region)).api?.url).toBe(`https://email.${region}.amazonaws.com`)
  })

  it.each(["eu", "eu-west", "eu-west-1.evil.example", "evil.example/eu-west-1", "EU-WEST-1", "eu-west-1#"])(
    "%s is none",
    (region) => {
      expect(refusalOf(overSmtp(region))).toMatch(/^smtp: region must be/)
      expect(refusalOf(overApi(region))).toMatch(/^api: region must be/)
    }
  )
})
