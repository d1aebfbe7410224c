/** Every fault of a template is worded in the reader's language: no sentence of the server is shown for want of words. */
import i18next, { type TFunction } from "i18next"

import { LIMIT_REASONS } from "../../../modules/mail/content/liquid/allowance"
import { fault, FAULT_CODES, type FaultValues } from "../../../modules/mail/content/liquid/fault"
import { en } from "../../i18n/en"
import { ja } from "../../i18n/ja"
import { issueText, issueTitle } from "../issue-words"

/** One of each reason, where something can be wrong in several ways. */
const REASONS: Record<string, string[]> = {
  required: ["subject", "text"],
  not_a_number: ["literal", "variable"],
  limit: [...LIMIT_REASONS],
  syntax: ["not_closed", "misplaced", "expression"],
  too_long: ["text", "tag"],
  too_deep: ["brackets", "tags", "elements"],
  forbidden_html: ["element", "attribute"],
  variable_in_markup: ["element", "attribute", "block", "lost", "meta"],
  variable_in_style: ["sheet", "declaration"],
  unsafe_url: ["scheme", "open"],
}

const VALUES: FaultValues = {
  name: "{{ <x> }}",
  members: "m",
  detail: "d",
  limit: 1,
  size: 2,
  tags: 3,
  styles: 4,
  elements: 5,
}

const cases = FAULT_CODES.flatMap((code) => {
  const reasons = REASONS[code] ?? [undefined]
  return reasons.map((reason) => fault(code, reason ? { ...VALUES, reason } : VALUES))
})

async function translator(language: "en" | "ja"): Promise<TFunction> {
  const resources = { en: { translation: en }, ja: { translation: ja } }
  const instance = i18next.createInstance()
  return instance.init({ lng: language, resources })
}

describe.each(["en", "ja"] as const)("The words in %s", (language) => {
  it.each(cases.map((one) => [`${one.code} ${one.values?.reason ?? ""}`, one] as const))(
    "%s",
    async (_, found) => {
      const t = await translator(language)
      const issue = { field: "body", ...found, message: "SERVER" }
      expect(issueTitle(issue, t, "issue.other")).not.toBe(t("issue.other"))
      const text = issueText(issue, t)
      expect(text).not.toMatch(/SERVER|issueText/)
      if (found.code === "limit") {
        // Which limit it is tells enough: the server's own words are English.
        expect(text).not.toBe(t("issueText.limit", { detail: "d" }))
      }
      expect(text.replaceAll("{{ <x> }}", "").replaceAll("{{ unsubscribe_url }}", "")).not.toMatch(
        /\{\{|&lt;/
      )
    }
  )

  it("name what was meant", async () => {
    const t = await translator(language)
    const issue = fault("unknown_variable", { name: "frist_name", suggestion: "member.first_name" })
    expect(issueText({ field: "body", ...issue }, t)).toMatch(/frist_name.*member\.first_name/)
  })
})
