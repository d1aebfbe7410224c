/** Both languages say the same things: no key is missing, none is left over, and the same values are filled in. */
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
  return [...text.matchAll(/{{(\w+)}}/g)].map(([, name]) => name!).sort()
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

  it("are never empty", () => {
    expect([...english, ...japanese].filter(([, text]) => !text.trim())).toEqual([])
  })
})
