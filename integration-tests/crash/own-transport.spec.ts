/** `kill -9` in the middle of a mailing that leaves over a transport of the store's own. */
import { deliveryInMessage, itSurvivesKills } from "../support/killed-over-http"
import { answer } from "../support/mail-api-server"

itSurvivesKills({
  name: "a transport of its own",
  options: (url) => ({
    transport: { resolve: "./integration-tests/support/transports/over-http", options: { url } },
  }),
  deliveryIn: (body) => deliveryInMessage(body.message as string),
  take: (response, nth) => answer(response, 200, { id: nth }),
})
