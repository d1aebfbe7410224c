/** `kill -9` in the middle of a mailing that leaves over a mail service's API: each of them, as it documents itself. */
import { deliveryInMessage, itSurvivesKills } from "../support/killed-over-http"
import { answer } from "../support/mail-api-server"

describe("Amazon SES", () => {
  itSurvivesKills({
    name: "Amazon SES",
    options: (url) => ({
      api: { service: "ses", region: "eu-west-1", accessKeyId: "id", secretAccessKey: "key", url },
    }),
    deliveryIn: (body) => deliveryInMessage((body.Content as { Raw: { Data: string } }).Raw.Data),
    take: (response, nth) => answer(response, 200, { MessageId: `0100-${nth}` }),
  })
})

describe("Resend", () => {
  itSurvivesKills({
    name: "Resend",
    options: (url) => ({ api: { service: "resend", key: "re_key", url } }),
    deliveryIn: (body) => (body.tags as { value: string }[])[0]!.value,
    take: (response, nth) => answer(response, 200, { id: `49a3-${nth}` }),
  })
})

describe("Postmark", () => {
  itSurvivesKills({
    name: "Postmark",
    options: (url) => ({ api: { service: "postmark", key: "key", url } }),
    deliveryIn: (body) => (body.Metadata as { delivery: string }).delivery,
    take: (response, nth) => answer(response, 200, { ErrorCode: 0, Message: "OK", MessageID: `b7bc-${nth}` }),
  })
})

describe("SendGrid", () => {
  itSurvivesKills({
    name: "SendGrid",
    options: (url) => ({ api: { service: "sendgrid", key: "SG.key", url } }),
    deliveryIn: (body) => (body.custom_args as { mail_delivery_id: string }).mail_delivery_id,
    take: (response, nth) => void response.writeHead(202, { "x-message-id": `14c5-${nth}` }).end(),
  })
})
