/** Who shops here: names, companies and addresses. All domains are reserved for examples (RFC 2606, JPRS). */
import { type Random } from "./random"

export interface Person {
  first_name: string
  last_name: string
  /** For the address: `taro.yamada`. */
  mailbox: string
  japanese: boolean
}

export const FAMILY_NAMES = [
  ["佐藤", "sato"],
  ["鈴木", "suzuki"],
  ["高橋", "takahashi"],
  ["田中", "tanaka"],
  ["伊藤", "ito"],
  ["渡辺", "watanabe"],
  ["山本", "yamamoto"],
  ["中村", "nakamura"],
  ["小林", "kobayashi"],
  ["加藤", "kato"],
  ["吉田", "yoshida"],
  ["山田", "yamada"],
  ["佐々木", "sasaki"],
  ["山口", "yamaguchi"],
  ["松本", "matsumoto"],
  ["井上", "inoue"],
  ["木村", "kimura"],
  ["斎藤", "saito"],
  ["清水", "shimizu"],
  ["長谷川", "hasegawa"],
] as const

export const GIVEN_NAMES = [
  ["花子", "hanako"],
  ["太郎", "taro"],
  ["陽菜", "hina"],
  ["蓮", "ren"],
  ["結衣", "yui"],
  ["大翔", "hiroto"],
  ["さくら", "sakura"],
  ["悠真", "yuma"],
  ["美咲", "misaki"],
  ["健太", "kenta"],
  ["葵", "aoi"],
  ["直樹", "naoki"],
  ["真由美", "mayumi"],
  ["拓也", "takuya"],
  ["恵子", "keiko"],
  ["翔", "sho"],
] as const

const ENGLISH_GIVEN = [
  "Emma",
  "Oliver",
  "Amelia",
  "Noah",
  "Chloë",
  "Liam",
  "Sofia",
  "James",
  "Zoë",
  "Daniel",
  "Grace",
  "Henry",
  "Ines",
  "Lucas",
  "Maja",
  "Oscar",
] as const

const ENGLISH_FAMILY = [
  "Smith",
  "O'Brien",
  "Müller",
  "García",
  "Johnson",
  "Nowak",
  "Brown",
  "Åberg",
  "Wilson",
  "Rossi",
  "Clarke",
  "Dubois",
  "Evans",
  "Novák",
  "Walker",
  "de Vries",
] as const

export const COMPANIES = [
  "株式会社青空商店",
  "合同会社みどり食堂",
  "有限会社海風旅館",
  "株式会社北野デザイン",
  "喫茶つばめ",
  "Harbour & Sons Ltd",
  "Café Lumière SARL",
  "Nordlys Interiör AB",
  "Juniper Kitchen Co.",
  "Bistro Vier Jahreszeiten",
] as const

const DOMAINS = ["example.com", "example.net", "example.org"] as const
const JAPANESE_DOMAINS = ["example.jp", "example.co.jp", "example.ne.jp", "example.com"] as const

/** Two of three are Japanese. */
export function somebody(random: Random): Person {
  if (random.chance(2 / 3)) {
    const [family, given] = [random.pick(FAMILY_NAMES), random.pick(GIVEN_NAMES)]
    const mailbox = `${given[1]}.${family[1]}`
    return { first_name: given[0], last_name: family[0], mailbox, japanese: true }
  }
  const [first_name, last_name] = [random.pick(ENGLISH_GIVEN), random.pick(ENGLISH_FAMILY)]
  return { first_name, last_name, mailbox: `${plain(first_name)}.${plain(last_name)}`, japanese: false }
}

/** The number keeps addresses apart: a large shop has more members than names. */
export function addressOf(person: Person, number: number, random: Random): string {
  const domain = random.pick(person.japanese ? JAPANESE_DOMAINS : DOMAINS)
  return `${person.mailbox}${number}@${domain}`
}

export function phoneOf(person: Person, random: Random): string {
  const digits = () => String(random.between(0, 9999)).padStart(4, "0")
  return person.japanese ? `090-${digits()}-${digits()}` : `+44 20 ${digits()} ${digits()}`
}

function plain(name: string): string {
  return name
    .normalize("NFD")
    .replace(/[^A-Za-z]/g, "")
    .toLowerCase()
}
