/** A person must read what helps: the server's words about their input, ours about everything else. */
import { FetchError } from "@medusajs/js-sdk"

import { errorWords } from "../error-words"

const words = (error: unknown) => errorWords(error, (key) => key)

describe("The words for a request that failed", () => {
  it("are the server's where it says what was wrong", () => {
    expect(words(new FetchError("subject is empty", "Bad Request", 400))).toBe("subject is empty")
    expect(words(new FetchError("needs mail_delivery:send", "Forbidden", 403))).toBe(
      "needs mail_delivery:send"
    )
  })

  it("are ours where the server's help nobody", () => {
    expect(words(new FetchError("Mailing with id: x was not found", "Not Found", 404))).toBe("error.notFound")
    expect(words(new FetchError("An unknown error occurred.", "Internal Server Error", 500))).toBe(
      "error.server"
    )
    expect(words(new FetchError("<html>", "Bad Gateway", 502))).toBe("error.server")
    expect(words(new TypeError("Failed to fetch"))).toBe("error.unreachable")
  })
})
