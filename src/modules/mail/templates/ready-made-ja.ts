/** The ready-made mails in Japanese. */
import type { ReadyMadeKey } from "../words/ready-made"
import type { ReadyMadeTemplate } from "./templates"

const SAMA = `{{ member.name | default: "お客" }} 様
`
const QUESTIONS = "ご不明な点がございましたら、このメールにご返信ください。"

export const readyMadeJa: Record<ReadyMadeKey, ReadyMadeTemplate> = {
  "password-reset": {
    kind: "single",
    name: "パスワードの再設定",
    subject: "パスワード再設定のご案内",
    body: `パスワード再設定のお申し込みを受け付けました。
下記のURLから、新しいパスワードを設定してください。

{{ url }}

URLの有効期限は短く、一度だけご利用いただけます。
お心当たりのない場合は、何もなさらずにこのメールを破棄してください。パスワードは変更されません。
`,
  },
  invite: {
    kind: "single",
    name: "スタッフの招待",
    subject: "{{ store.name }}への招待",
    body: `{{ store.name }}の管理画面に招待されました。
下記のURLからアカウントを作成してください。

{{ url }}

URLには有効期限があります。
お心当たりのない場合は、何もなさらずにこのメールを破棄してください。
`,
  },
  "customer-welcome": {
    kind: "single",
    name: "会員登録のお礼",
    subject: "会員登録ありがとうございます",
    body: `{{ name | default: "お客" }} 様

この度は{{ store.name }}に会員登録いただき、誠にありがとうございます。
今後は、マイページでご注文履歴やご住所をご確認いただけます。

${QUESTIONS}
`,
  },
  "order-placed": {
    kind: "order",
    name: "ご注文ありがとうございます",
    subject: "ご注文ありがとうございます（ご注文番号：{{ order.number }}）",
    header: `${SAMA}
この度はご注文いただき、誠にありがとうございます。
下記の内容でご注文を承りました。
`,
    footer: `商品を発送いたしましたら、改めてメールでお知らせいたします。

${QUESTIONS}
`,
  },
  "order-shipped": {
    kind: "order",
    name: "商品発送のお知らせ",
    subject: "商品を発送いたしました（ご注文番号：{{ order.number }}）",
    header: `${SAMA}
いつもお世話になっております。
ご注文いただいた商品を発送いたしましたので、お知らせいたします。
`,
    footer: `${QUESTIONS}
この度はご利用いただき、誠にありがとうございました。
`,
  },
  "order-cancelled": {
    kind: "order",
    name: "ご注文キャンセルのお知らせ",
    subject: "ご注文のキャンセルを承りました（ご注文番号：{{ order.number }}）",
    header: `${SAMA}
いつもお世話になっております。
{{ order.date }}にいただいた下記のご注文は、キャンセルとなりました。
お支払い済みの場合は、お支払いいただいた方法でご返金いたします。
`,
    footer: `${QUESTIONS}
`,
  },
}
