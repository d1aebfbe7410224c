/** `kill -9` in the middle of a mailing that leaves over a mail service's API. */
import { itSurvivesKills } from "../support/killed-over-http"

itSurvivesKills({
  name: "an API",
  options: (url) => ({
    api: { service: "ses", region: "eu-west-1", accessKeyId: "id", secretAccessKey: "key", url },
  }),
  messageIn: (body) => (body.Content as { Raw: { Data: string } }).Raw.Data,
  accepted: (nth) => ({ MessageId: `0100-${nth}` }),
})
