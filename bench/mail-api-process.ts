/** A mail service's API that takes everything, in a process of its own: Resend's, as it answers to each mail. */
import { answer as reply, startMailApi } from "../integration-tests/support/mail-api-server"
import { answer, input } from "./child"

async function main(): Promise<void> {
  input()
  const api = await startMailApi((response) => {
    // What was taken is not looked at.
    api.calls.length = 0
    reply(response, 200, { id: "49a3999c-0ce1-4ea6-ab68-afcd6dc2e794" })
  })
  answer({ port: Number(new URL(api.url).port) })
}

void main()
