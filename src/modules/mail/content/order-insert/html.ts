/** The insert as HTML: tables and inline styles, because mail programs know little else. */
import type { InsertLabels } from "./labels"
import { type InsertPart, ITEM_NAME } from "./parts"

const TABLE = `<table role="presentation" cellpadding="0" cellspacing="0" style="width:100%;border-collapse:collapse;font-size:14px;line-height:1.6">`
const CELL = "padding:4px 8px 4px 0;vertical-align:top"
const AMOUNT = "padding:4px 0;vertical-align:top;text-align:right;white-space:nowrap"
const SMALL = "color:#52525b;font-size:12px"

function heading(title: string): string {
  return `\n<h2 style="margin:24px 0 8px;padding-bottom:4px;border-bottom:1px solid #e4e4e7;font-size:16px">${title}</h2>`
}

/** The direction of a value is its own: an Arabic name stands in an English mail. */
function fact(label: string, value: string): string {
  return `\n<tr><td style="${CELL};width:35%;color:#52525b">${label}</td><td dir="auto" style="${CELL}">${value}</td></tr>`
}

function factIf(label: string, path: string): string {
  return `{% if ${path} != blank %}${fact(label, `{{ ${path} }}`)}{% endif %}`
}

function sum(label: string, value: string, bold = false): string {
  const weight = bold ? ";font-weight:bold" : ""
  return `\n<tr><td style="${CELL}${weight}">${label}</td><td style="${AMOUNT}${weight}">${value}</td></tr>`
}

function sumIf(label: string, path: string, sign = ""): string {
  return `{% if ${path} != blank %}${sum(label, `${sign}{{ ${path} }}`)}{% endif %}`
}

function when(path: string, ...inner: string[]): string {
  return `{% if ${path} != blank %}${inner.join("")}{% endif %}`
}

function table(...rows: string[]): string {
  return `\n${TABLE}${rows.join("")}\n</table>`
}

function numbered(number: string, date: string): string {
  return fact(number, "{{ order.number }}") + fact(date, "{{ order.date }}")
}

function addressRows(path: string, labels: InsertLabels): string {
  return (
    `{% if ${path}.name != blank %}${fact(labels.name, `{{ ${path}.name }}${labels.honorific}`)}{% endif %}` +
    factIf(labels.company, `${path}.company`) +
    `{% if ${path}.address != blank %}` +
    fact(
      labels.address,
      `{% for line in ${path}.address %}{{ line }}{% unless forloop.last %}<br>{% endunless %}{% endfor %}`
    ) +
    "{% endif %}"
  )
}

function itemRow(labels: InsertLabels): string {
  const { colon } = labels
  return (
    `\n<tr><td dir="auto" style="${CELL}">${ITEM_NAME}` +
    `{% if item.sku != blank %} <span style="${SMALL}">{{ item.sku }}</span>{% endif %}` +
    `{% for field in item.fields %}<br><span style="${SMALL}">{{ field.label }}${colon}{{ field.value }}</span>{% endfor %}` +
    `<br><span style="${SMALL}">{{ item.unit_price }} × {{ item.quantity }}` +
    `{% if item.returned != blank %} (${labels.returned}${colon}{{ item.returned }}){% endif %}</span></td>` +
    `<td style="${AMOUNT}">{{ item.total }}</td></tr>`
  )
}

export function htmlParts(labels: InsertLabels): Record<InsertPart, string> {
  return {
    shipment: when(
      "order.shipment",
      heading(labels.shipment),
      table(
        factIf(labels.shipped_on, "order.shipment.date"),
        factIf(labels.carrier, "order.shipment.carrier"),
        "{% for parcel in order.shipment.tracking %}" +
          fact(
            labels.tracking,
            `{% if parcel.url != blank %}<a href="{{ parcel.url | safe_url }}">{{ parcel.number }}</a>` +
              "{% else %}{{ parcel.number }}{% endif %}"
          ) +
          "{% endfor %}",
        when(
          "order.shipment.items",
          fact(
            labels.shipped_items,
            `{% for item in order.shipment.items %}${ITEM_NAME} × {{ item.quantity }}` +
              "{% unless forloop.last %}<br>{% endunless %}{% endfor %}"
          )
        )
      )
    ),
    order:
      `{% if order.quote %}${heading(labels.quote)}{% else %}${heading(labels.order)}{% endif %}` +
      table(
        `{% if order.quote %}${numbered(labels.quote_number, labels.quote_date)}` +
          `{% else %}${numbered(labels.number, labels.date)}{% endif %}`,
        factIf(labels.valid_until, "order.quote.valid_until"),
        factIf(labels.payment, "order.payment_method"),
        fact(labels.total, "<strong>{{ order.total }}</strong>")
      ),
    details: when(
      "order.items",
      heading(labels.details),
      table(
        `{% for item in order.items %}${itemRow(labels)}{% endfor %}`,
        sum(labels.item_total, "{{ order.item_total }}"),
        `{% if order.discount_total != blank %}` +
          sum(
            `${labels.discount}{% if order.promotion_codes != blank %} ({{ order.promotion_codes | join: ', ' }}){% endif %}`,
            "-{{ order.discount_total }}"
          ) +
          "{% endif %}",
        sumIf(labels.shipping, "order.shipping_total"),
        `{% unless order.tax_included %}${sumIf(labels.tax, "order.tax_total")}{% endunless %}`,
        sumIf(labels.credit, "order.credit_total", "-"),
        sumIf(labels.credit_given, "order.credit_given_total"),
        sumIf(labels.reduction, "order.reduction_total", "-"),
        sum(labels.total, "{{ order.total }}", true),
        `{% if order.tax_included %}${sumIf(labels.tax_included, "order.tax_total")}{% endif %}`,
        sumIf(labels.paid, "order.paid_total"),
        sumIf(labels.refunded, "order.refunded_total")
      )
    ),
    customer: when(
      "order.customer",
      heading(labels.customer),
      table(
        addressRows("order.customer", labels),
        factIf(labels.email, "order.customer.email"),
        factIf(labels.phone, "order.customer.phone")
      )
    ),
    delivery: when(
      "order.delivery",
      heading(labels.delivery),
      table(addressRows("order.delivery", labels), factIf(labels.phone, "order.delivery.phone"))
    ),
    instructions: when(
      "order.instructions",
      heading(labels.instructions),
      `\n<p dir="auto" style="margin:0">{{ order.instructions | newline_to_br }}</p>`
    ),
    bank: when(
      "order.bank",
      heading(labels.bank),
      `\n<p dir="auto" style="margin:0">{{ order.bank | newline_to_br }}</p>`
    ),
  }
}
