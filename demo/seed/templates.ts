/** Templates that a shop like this one would have; the first is also what `--once` sends. */
import { type TemplateInput } from "../../src/modules/mail/templates/templates"

const AUTUMN_HTML = `<div style="max-width: 560px; margin: 0 auto; font-family: sans-serif; line-height: 1.7; color: #27272a">
  <h1 style="font-size: 22px">{% if member.metadata.language == "ja" %}秋の新作が届きました{% else %}New for autumn{% endif %}</h1>
  {% if member.metadata.language == "ja" %}
  <p>{{ member.name | default: "お客" }} 様</p>
  <p>いつも{{ store.name }}をご利用いただきありがとうございます。益子焼の飯碗と会津塗の汁椀に、秋の色が加わりました。
  会員の皆さまには、11月末まで送料無料でお届けします。</p>
  {% else %}
  <p>Dear {{ member.name | default: "customer" }},</p>
  <p>Thank you for shopping at {{ store.name }}. Our Mashiko rice bowls and Aizu soup bowls now come in the colours of
  autumn, and until the end of November we pay the postage for members.</p>
  {% endif %}
  {% if member.metadata.points %}
  <p style="padding: 12px 16px; background: #f4f4f5; border-radius: 6px">Points / ポイント:
  <strong>{{ member.metadata.points }}</strong></p>
  {% endif %}
  <p><a href="https://kita-kitchen.example/autumn" style="color: #4338ca">kita-kitchen.example/autumn</a></p>
  <p style="font-size: 12px; color: #71717a">{{ store.address }} · {{ store.contact }}<br>
  <a href="{{ unsubscribe_url }}">配信停止 / Unsubscribe</a></p>
</div>`

const WHOLESALE_TEXT = `{{ member.company_name | default: member.name }} 御中

いつもお世話になっております。{{ store.name }}です。
来月分のご注文は25日までにお願いいたします。年末は土鍋と急須の品薄が見込まれますので、お早めにご相談ください。

{{ store.address }}
{{ store.contact }}

配信停止: {{ unsubscribe_url }}
`

const ORDER_HEADER = `{{ member.name }} 様

このたびは{{ store.name }}でお買い上げいただき、ありがとうございます。
ご注文の内容は次のとおりです。
`

const ORDER_FOOTER = `
ご不明な点がございましたら、このメールにご返信ください。
`

export const AUTUMN: TemplateInput & { body: string } = {
  name: "秋の新作 Autumn news",
  kind: "member",
  subject: "秋の新作が届きました / New for autumn",
  body: AUTUMN_HTML,
  format: "html",
  locale: "ja",
}

export const TEMPLATES: TemplateInput[] = [
  AUTUMN,
  {
    name: "卸売のご案内 Wholesale notice",
    kind: "member",
    subject: "【{{ store.name }}】来月分のご注文について",
    body: WHOLESALE_TEXT,
    format: "text",
    locale: "ja",
  },
  {
    name: "ご注文の確認 Your order",
    kind: "order",
    subject: "【{{ store.name }}】ご注文の確認",
    header: ORDER_HEADER,
    footer: ORDER_FOOTER,
    format: "text",
    locale: "ja",
  },
  {
    name: "Your parcel is on its way",
    kind: "order",
    subject: "{{ store.name }}: your parcel is on its way",
    header: "Dear {{ member.name }},\n\nyour parcel left our house today.\n",
    footer: "\nThank you for shopping with us.\n",
    format: "text",
    locale: "en",
  },
]
