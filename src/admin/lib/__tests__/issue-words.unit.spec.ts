/**
 * Everything that the module refuses or finds wrong is worded in the reader's language: no sentence of the server is shown
 * for want of words, neither by the admin nor in its bell.
 */
import i18next, { type TFunction } from "i18next"

import { fault, FAULT_CODES, type FaultValues, reasonsOf } from "../../../modules/mail/content/liquid/fault"
import { recipientWarnings } from "../../../modules/mail/orders/recipients"
import { notFound, REFUSAL_CODES, REFUSALS, THINGS_NAMED } from "../../../modules/mail/refusals/refusal"
import { RECIPIENT_WARNINGS } from "../../../modules/mail/words"
import { FAULT_WORDS, issueSentence, REFUSAL_WORDS } from "../../../notices/issue-words"
import { en } from "../../i18n/en"
import { ja } from "../../i18n/ja"
import { issueText, issueTitle } from "../issue-words"
import type { ContentIssue } from "../types"

const VALUES: FaultValues = {
  name: "{{ <x> }}",
  members: "m",
  detail: "DETAIL",
  limit: 1_000,
  size: 2,
  tags: 3,
  styles: 4,
  elements: 5,
}

const faults: ContentIssue[] = FAULT_CODES.flatMap((code) => {
  const reasons = reasonsOf(code)
  const all = reasons.length ? reasons.map((reason) => ({ ...VALUES, reason })) : [VALUES]
  return all.map((values) => ({ field: "body", ...fault(code, values) }))
})

const warnings = RECIPIENT_WARNINGS.flatMap((warning) =>
  recipientWarnings({ warning, email: "a@example.com" } as Parameters<typeof recipientWarnings>[0])
)

const COUNTS = ["limit", "count", "wanted", "left", "seconds", "years", "hours"]

/** A code is worded from the values that it has to bring, and from nothing else. */
const refusals: ContentIssue[] = REFUSAL_CODES.filter((code) => code !== "not_found").flatMap((code) =>
  [1, 1_234].map((number) => {
    const values = Object.fromEntries(
      REFUSALS[code].map((name) => [name, COUNTS.includes(name) ? number : "draft"])
    )
    return { field: "", code, message: "SERVER", values }
  })
)

const lost: ContentIssue[] = THINGS_NAMED.flatMap((what) => notFound(what, "id_1").issues)

const nameOf = ({ code, values = {} }: ContentIssue) => `${code} ${values.reason ?? values.what ?? ""}`

async function translator(language: "en" | "ja"): Promise<TFunction> {
  const resources = { en: { translation: en }, ja: { translation: ja } }
  const instance = i18next.createInstance()
  return instance.init({ lng: language, resources })
}

const withoutNames = (text: string) =>
  text.replaceAll("{{ <x> }}", "").replaceAll("{{ unsubscribe_url }}", "")

describe.each(["en", "ja"] as const)("The words in %s", (language) => {
  let t: TFunction
  beforeAll(async () => {
    t = await translator(language)
  })

  it.each([...faults, ...warnings, ...refusals, ...lost].map((one) => [nameOf(one), one] as const))(
    "%s",
    (_, found) => {
      const text = issueText({ ...found, message: "SERVER" }, t)
      // liquidjs speaks English alone.
      expect(text).not.toMatch(/SERVER|DETAIL|issueText|refusal|1234/)
      expect(withoutNames(text)).not.toMatch(/{{|&lt;/)
    }
  )

  it("are the same in the bell", () => {
    const states = { state: t("mailingState.draft") }
    for (const issue of [...faults, ...warnings, ...refusals, ...lost]) {
      const told = "state" in (issue.values ?? {}) ? { ...issue, values: states } : issue
      expect(issueSentence(told, language)).toBe(issueText(issue, t))
    }
  })

  it.each([...faults, ...warnings].map((one) => [nameOf(one), one] as const))("title: %s", (_, found) => {
    expect(issueTitle(found, t, "issue.other")).not.toBe(t("issue.other"))
  })

  it.each(RECIPIENT_WARNINGS)("beside a recipient: %s", (warning) => {
    const key = `exclusion.${warning}`
    expect(t(key)).not.toBe(key)
  })

  it("are for codes that there are", () => {
    const codes = new Set<string>([
      ...[...faults, ...warnings, ...refusals, ...lost].flatMap((one) => [
        one.code,
        nameOf(one).replace(" ", "_"),
      ]),
      ...FAULT_CODES.map((code) => `${code}_suggestion`),
      "inField",
    ])
    const keys = Object.keys({ ...REFUSAL_WORDS[language], ...FAULT_WORDS[language] })
    expect(keys.map((key) => key.replace(/_(one|other)$/, "")).filter((key) => !codes.has(key))).toEqual([])
  })

  it("name what was meant", () => {
    const issue = fault("unknown_variable", { name: "frist_name", suggestion: "member.first_name" })
    expect(issueText({ field: "body", ...issue }, t)).toMatch(/frist_name.*member\.first_name/)
  })
})

it("A number stands in its plural form, and as the language writes it", async () => {
  const [inEnglish, inJapanese] = await Promise.all([translator("en"), translator("ja")])
  const over = (wanted: number): ContentIssue => ({
    field: "",
    code: "over_quota",
    message: "SERVER",
    values: { wanted, left: 0 },
  })
  expect(issueText(over(1), inEnglish)).toContain("1 mail,")
  expect(issueText(over(12_000), inEnglish)).toContain("12,000 mails,")
  expect(issueText(over(12_000), inJapanese)).toContain("12,000通に対し")
})

it("A code that this admin does not know is said in the server's words", async () => {
  const unknown = { field: "", code: "of_a_newer_version", message: "What the server says." }
  expect(issueText(unknown, await translator("ja"))).toBe("What the server says.")
  expect(issueSentence(unknown, "ja")).toBe("What the server says.")
})
