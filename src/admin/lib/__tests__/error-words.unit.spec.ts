/** A person must read what helps, in their language: what was refused by its codes, ours about everything else. */
import { FetchError } from "@medusajs/js-sdk"
import i18next, { type TFunction } from "i18next"

import { fault } from "../../../modules/mail/content/liquid/fault"
import { en } from "../../i18n/en"
import { ja } from "../../i18n/ja"
import { errorWords, RefusedError, remedyOf } from "../error-words"
import type { ContentIssue } from "../types"

async function translator(language: "en" | "ja"): Promise<TFunction> {
  const resources = { en: { translation: en }, ja: { translation: ja } }
  return i18next.createInstance().init({ lng: language, resources })
}

const words = (error: unknown) => errorWords(error, ((key: string) => key) as unknown as TFunction)
const refused = (...issues: ContentIssue[]) => new RefusedError("SERVER", "Bad Request", 400, issues)

describe("The words for a request that failed", () => {
  it("are the server's where it says what was wrong, and gives no code", () => {
    expect(words(new FetchError("subject is empty", "Bad Request", 400))).toBe("subject is empty")
  })

  it("are ours where the server's help nobody", () => {
    expect(words(new FetchError("Mailing with id: x was not found", "Not Found", 404))).toBe("error.notFound")
    expect(words(new FetchError("needs mail_delivery:send", "Forbidden", 403))).toBe("error.forbidden")
    expect(words(new FetchError("Unauthorized", "Unauthorized", 401))).toBe("error.loggedOut")
    expect(words(new FetchError("request entity too large", "Payload Too Large", 413))).toBe("error.tooLarge")
    expect(words(new FetchError("An unknown error occurred.", "Internal Server Error", 500))).toBe(
      "error.server"
    )
    expect(words(new FetchError("<html>", "Bad Gateway", 502))).toBe("error.server")
    expect(words(new TypeError("Failed to fetch"))).toBe("error.unreachable")
  })

  it("name the field as its form does, and say the state in words", async () => {
    const t = await translator("ja")
    const nosuch = fault("unknown_variable", { name: "nosuch.x" }, { line: 1, column: 4 })
    expect(errorWords(refused({ field: "signature_text", ...nosuch }), t)).toBe(
      "テキストメールの署名：「nosuch.x」という差込み項目はありません。"
    )
    const state: ContentIssue = {
      field: "",
      code: "wrong_state",
      message: "",
      values: { state: "completed" },
    }
    expect(errorWords(refused(state), t)).toBe("現在の状態（完了）では操作できません。")
    const long: ContentIssue = {
      field: "content.subject",
      code: "text_too_long",
      message: "",
      values: { limit: 5 },
    }
    expect(errorWords(refused(long), t)).toBe("件名：5文字以内で入力してください。")
  })

  it("lead to the page where it can be mended, where there is one", async () => {
    const t = await translator("ja")
    const issue = (code: string): ContentIssue => ({ field: "", code, message: "" })
    expect(remedyOf([issue("busy"), issue("no_sender")], t)).toEqual({
      path: "/settings/mail-delivery",
      label: "「設定 → メール」を開く",
    })
    expect(remedyOf([issue("busy")], t)).toBeNull()
  })

  it.each(["en", "ja"] as const)(
    "call every field that a page sends as the page does, in %s",
    async (language) => {
      const t = await translator(language)
      const fields = [
        "audience",
        "audience.filter.company_name",
        "automatic.order_placed.template_id",
        "content.body",
        "content.subject",
        "content.translations.en.footer",
        "customer_ids",
        "document_ids",
        "emails.0",
        "name",
        "order_insert.templates.ja.html",
        "purpose_reason",
        "q",
        "scheduled_at",
        "sender_address",
        "signature",
        "to",
        "wording",
      ]
      const labels = fields.map((field) =>
        errorWords(refused({ field, code: "required_field", message: "" }), t)
      )
      const raw = labels.filter((label, index) => label.includes(fields[index]!) || /_|\.\w/.test(label))
      // "name" is what English calls it too.
      expect(raw.filter((label) => !label.startsWith("Name"))).toEqual([])
    }
  )
})
