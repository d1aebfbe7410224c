/** `kill -9` in the middle of a mailing that leaves over a transport of the store's own. */
import { itSurvivesKills } from "../support/killed-over-http"

itSurvivesKills({
  name: "a transport of its own",
  options: (url) => ({
    transport: { resolve: "./integration-tests/support/transports/over-http", options: { url } },
  }),
  messageIn: (body) => body.message as string,
  accepted: (nth) => ({ id: nth }),
})
