/** Both languages say the same things: no key is missing, none is left over, and the same values are filled in. */
import { variablesOf } from "../../../modules/mail/content/catalogue"
import { INSERT_LABELS } from "../../../modules/mail/content/order-insert/labels"
import type { MailingDTO } from "../../../modules/mail/mailings/mailing"
import { FAULT_WORDS, REFUSAL_WORDS } from "../../../notices/issue-words"
import { PAUSE_WORDS } from "../../../notices/pause-words"
import { TEXTS } from "../../../notices/texts"
import { en } from "../en"
import { ja } from "../ja"

/** English has two plural forms, Japanese one (CLDR): `_one` exists in English only. */
const PLURAL = /_(one|other)$/

type Texts = { [key: string]: string | Texts }

function flat(texts: Texts, prefix = ""): [key: string, text: string][] {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === "string" ? [[prefix + key, value] as [string, string]] : flat(value, `${prefix}${key}.`)
  )
}

function valuesIn(text: string): string[] {
  return [...text.matchAll(/{{(\w+)(?:, number)?}}/g)].map(([, name]) => name!).sort()
}

const english = flat(en)
const japanese = flat(ja)
const japaneseByKey = new Map(japanese)

describe("The texts of the admin", () => {
  it("have the same keys in English and Japanese", () => {
    const keys = (texts: [string, string][]) =>
      [...new Set(texts.map(([key]) => key.replace(PLURAL, "")))].sort()
    expect(keys(japanese)).toEqual(keys(english))
  })

  it("have both plural forms in English and one in Japanese", () => {
    const others = english.filter(([key]) => key.endsWith("_other")).map(([key]) => key)
    const ones = english.filter(([key]) => key.endsWith("_one")).map(([key]) => key)
    expect(ones.map((key) => key.replace(/_one$/, "_other"))).toEqual(others)
    expect(japanese.filter(([key]) => key.endsWith("_one"))).toEqual([])
    expect(others.filter((key) => !japaneseByKey.has(key))).toEqual([])
  })

  it("fill in nothing in Japanese that English does not", () => {
    const differing = english
      .filter(([key]) => japaneseByKey.has(key))
      .filter(([key, text]) => {
        const known = valuesIn(text)
        return valuesIn(japaneseByKey.get(key)!).some((name) => !known.includes(name))
      })
    expect(differing).toEqual([])
  })

  it("call one thing by one word in Japanese, in the admin, in the bell and in mails", () => {
    const counts = { total: 6, sent: 1, failed: 1, bounced: 0, deferred: 1, uncertain: 2, skipped: 1 }
    const mailing = { content: { subject: "秋の新作" }, counts } as MailingDTO
    const done = TEXTS.ja.mailingDone(mailing).description
    expect(done).toContain("再送待ち1件、結果不明2件、送信対象外1件")
    expect(INSERT_LABELS.ja).toMatchObject({
      order: "ご注文内容",
      details: "ご注文詳細",
      customer: "ご注文者様情報",
      delivery: "配送先情報",
      number: "ご注文番号",
      credit: "ストアクレジット利用",
      instructions: "配送に関するご指示",
    })
    const notices = [
      TEXTS.ja.transportPaused("connect", ""),
      TEXTS.ja.transportRefuses(""),
      TEXTS.ja.transportResumed(),
      TEXTS.ja.sendingRefused("login", "", true),
      TEXTS.ja.sendingRefused("login", "", false),
      TEXTS.ja.sentSingly(2),
      TEXTS.ja.automaticFailed("order_placed", { message: "" }),
      TEXTS.ja.mailingRefused(mailing),
      TEXTS.ja.mailingOverdue(mailing),
      TEXTS.ja.mailingPaused(mailing, "policy", ""),
    ].flatMap(({ title, description }) => [title, description])
    const texts = [
      ...japanese.map(([, text]) => text),
      ...Object.values(INSERT_LABELS.ja),
      ...Object.values(PAUSE_WORDS.ja),
      ...Object.values({ ...REFUSAL_WORDS.ja, ...FAULT_WORDS.ja }),
      ...variablesOf("order").map(({ label }) => label.ja),
      ...notices,
      done,
    ]
    const others =
      /不確定|除外|差出人|差し戻し|再送信|再試行待ち|お客様|発送指示|お届け先|クレジット利用(?<!ストアクレジット利用)/
    expect(texts.filter((text) => others.test(text))).toEqual([])
  })

  it("are never empty", () => {
    expect([...english, ...japanese].filter(([, text]) => !text.trim())).toEqual([])
  })
})
