/** Examples to begin a template with: plain words that most shops can send as they are, or change. */
import type { Language, MailingKind } from "./types"

/** With `?starter=` it begins with one of them. */
export const TEMPLATE_EDITOR = "/mail-delivery/templates/edit"

export const STARTERS = ["news", "closing", "received", "shipped", "payment"] as const
export type Starter = (typeof STARTERS)[number]

/** What a starter fills in. */
export interface StarterTexts {
  kind: MailingKind
  name: string
  subject: string
  body: string
  header: string
  footer: string
}

const member = (name: string, subject: string, body: string): StarterTexts => ({
  kind: "member",
  name,
  subject,
  body,
  header: "",
  footer: "",
})

const order = (name: string, subject: string, header: string, footer: string): StarterTexts => ({
  kind: "order",
  name,
  subject,
  body: "",
  header,
  footer,
})

const DEAR = `Dear {{ member.name | default: "customer" }},`
const EN_QUESTIONS = "If you have any questions, just reply to this mail."

const EN: Record<Starter, StarterTexts> = {
  news: member(
    "New products",
    "New in our shop",
    `${DEAR}

we have new products for you:

- (first product, and why you chose it)
- (second product)

You find them in our shop:
https://

${EN_QUESTIONS}
`
  ),
  closing: member(
    "Holiday closing",
    "Our holidays",
    `${DEAR}

we are closed from (first day) to (last day).

Orders that reach us by (day and time) are still shipped before. Everything after that leaves from (day) on.

We are looking forward to hearing from you again.
`
  ),
  received: order(
    "Thank you for your order",
    "Your order {{ order.number }}",
    `${DEAR}

thank you for your order. We have received it as follows.
`,
    `We will write again as soon as your order is on its way.

${EN_QUESTIONS}
`
  ),
  shipped: order(
    "Shipped",
    "Your order {{ order.number }} is on its way",
    `${DEAR}

we have handed over your order {{ order.number }} to the carrier.
`,
    `If anything is missing or damaged, please tell us within a week: just reply to this mail.

Thank you for your order.
`
  ),
  payment: order(
    "Payment reminder",
    "About the payment of your order {{ order.number }}",
    `${DEAR}

we have not seen your payment for order {{ order.number }} of {{ order.date }} yet: {{ order.total }}.

Perhaps it crossed with this mail; then there is nothing to do. Otherwise we ask you to pay by (day).
`,
    `${EN_QUESTIONS}
`
  ),
}

const SAMA = `{{ member.name | default: "お客" }} 様
`
const JA_QUESTIONS = "ご不明な点がございましたら、このメールにご返信ください。"

const JA: Record<Starter, StarterTexts> = {
  news: member(
    "新商品のお知らせ",
    "新商品入荷のお知らせ",
    `${SAMA}
いつもお世話になっております。
新商品が入荷いたしましたので、ご案内申し上げます。

・（商品名とおすすめのポイント）
・（商品名）

詳しくは、下記のページをご覧ください。
https://

${JA_QUESTIONS}
今後ともどうぞよろしくお願いいたします。
`
  ),
  closing: member(
    "休業日のお知らせ",
    "休業日のお知らせ",
    `${SAMA}
いつもお世話になっております。
誠に勝手ながら、下記の期間を休業とさせていただきます。

休業期間：○月○日（○）～○月○日（○）

○月○日（○）○時までのご注文は、休業前に出荷いたします。
それ以降のご注文は、○月○日（○）より順次出荷いたします。

ご不便をおかけいたしますが、何卒よろしくお願いいたします。
`
  ),
  received: order(
    "ご注文ありがとうございます",
    "ご注文ありがとうございます（ご注文番号：{{ order.number }}）",
    `${SAMA}
この度はご注文いただき、誠にありがとうございます。
下記の内容でご注文を承りました。
`,
    `商品を発送いたしましたら、改めてメールでお知らせいたします。

${JA_QUESTIONS}
`
  ),
  shipped: order(
    "商品発送のお知らせ",
    "商品を発送いたしました（ご注文番号：{{ order.number }}）",
    `${SAMA}
いつもお世話になっております。
ご注文いただいた商品を発送いたしましたので、お知らせいたします。
`,
    `商品の不足や破損などがございましたら、お手数ですが到着後7日以内に、このメールへのご返信でお知らせください。

この度はご利用いただき、誠にありがとうございました。
`
  ),
  payment: order(
    "お支払いのお願い",
    "お支払いのお願い（ご注文番号：{{ order.number }}）",
    `${SAMA}
いつもお世話になっております。
{{ order.date }}にご注文いただいた下記の商品につきまして、ご入金（{{ order.total }}）の確認ができておりません。
お手数ですが、○月○日（○）までにお支払いくださいますようお願いいたします。

本メールと行き違いでお支払い済みの場合は、何卒ご容赦ください。
`,
    `${JA_QUESTIONS}
`
  ),
}

/** In the language of the one who writes, which becomes the template's. */
export function starterTexts(starter: Starter, language: Language): StarterTexts {
  return (language === "ja" ? JA : EN)[starter]
}

/** @returns null for what is none, such as what somebody wrote into the address bar. */
export function starterOf(word: string | null): Starter | null {
  return STARTERS.find((starter) => starter === word) ?? null
}
