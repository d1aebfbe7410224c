/**
 * The insert as plain text. Each part brings the blank line above itself, and tags stand at the end of the line
 * before them: what has nothing to say leaves no blank line behind.
 */
import type { InsertLabels } from "./labels"
import { type InsertPart, ITEM_NAME } from "./parts"

/** One line with a label, if there is a value. */
function line(label: string, path: string, { colon }: InsertLabels): string {
  return `{% if ${path} != blank %}\n${label}${colon}{{ ${path} }}{% endif %}`
}

function heading(title: string): string {
  return `\n\n■ ${title}`
}

function addressBlock(path: string, labels: InsertLabels): string {
  return (
    `{% if ${path}.name != blank %}\n${labels.name}${labels.colon}{{ ${path}.name }}${labels.honorific}{% endif %}` +
    line(labels.company, `${path}.company`, labels) +
    `{% for line in ${path}.address %}\n{% if forloop.first %}${labels.address}${labels.colon}` +
    `{% else %}  {% endif %}{{ line }}{% endfor %}`
  )
}

function when(path: string, ...inner: string[]): string {
  return `{% if ${path} != blank %}${inner.join("")}{% endif %}`
}

export function textParts(labels: InsertLabels): Record<InsertPart, string> {
  const { colon } = labels
  const row = (label: string, path: string) => line(label, path, labels)
  const numbered = (number: string, date: string) =>
    `\n${number}${colon}{{ order.number }}\n${date}${colon}{{ order.date }}`
  return {
    shipment: when(
      "order.shipment",
      heading(labels.shipment),
      row(labels.shipped_on, "order.shipment.date"),
      row(labels.carrier, "order.shipment.carrier"),
      `{% for parcel in order.shipment.tracking %}\n${labels.tracking}${colon}{{ parcel.number }}` +
        "{% if parcel.url != blank %}\n  {{ parcel.url }}{% endif %}{% endfor %}",
      when(
        "order.shipment.items",
        `\n${labels.shipped_items}${colon.trimEnd()}{% for item in order.shipment.items %}\n- ${ITEM_NAME} × {{ item.quantity }}{% endfor %}`
      )
    ),
    order:
      `{% if order.quote %}${heading(labels.quote)}${numbered(labels.quote_number, labels.quote_date)}` +
      `{% else %}${heading(labels.order)}${numbered(labels.number, labels.date)}{% endif %}` +
      row(labels.valid_until, "order.quote.valid_until") +
      row(labels.payment, "order.payment_method") +
      `\n${labels.total}${colon}{{ order.total }}`,
    details: when(
      "order.items",
      heading(labels.details),
      `{% for item in order.items %}\n- ${ITEM_NAME}`,
      "{% if item.sku != blank %} [{{ item.sku }}]{% endif %}",
      "\n  {{ item.unit_price }} × {{ item.quantity }} = {{ item.total }}",
      `{% if item.returned != blank %} (${labels.returned}${colon}{{ item.returned }}){% endif %}`,
      `{% for field in item.fields %}\n  {{ field.label }}${colon}{{ field.value }}{% endfor %}{% endfor %}`,
      "\n---",
      `\n${labels.item_total}${colon}{{ order.item_total }}`,
      `{% if order.discount_total != blank %}\n${labels.discount}${colon}-{{ order.discount_total }}`,
      "{% if order.promotion_codes != blank %} ({{ order.promotion_codes | join: ', ' }}){% endif %}{% endif %}",
      row(labels.shipping, "order.shipping_total"),
      `{% unless order.tax_included %}${row(labels.tax, "order.tax_total")}{% endunless %}`,
      `{% if order.credit_total != blank %}\n${labels.credit}${colon}-{{ order.credit_total }}{% endif %}`,
      row(labels.credit_given, "order.credit_given_total"),
      `{% if order.reduction_total != blank %}\n${labels.reduction}${colon}-{{ order.reduction_total }}{% endif %}`,
      `\n${labels.total}${colon}{{ order.total }}`,
      `{% if order.tax_included and order.tax_total != blank %} (${labels.tax_included} {{ order.tax_total }}){% endif %}`,
      row(labels.paid, "order.paid_total"),
      row(labels.refunded, "order.refunded_total")
    ),
    customer: when(
      "order.customer",
      heading(labels.customer),
      addressBlock("order.customer", labels),
      row(labels.email, "order.customer.email"),
      row(labels.phone, "order.customer.phone")
    ),
    delivery: when(
      "order.delivery",
      heading(labels.delivery),
      addressBlock("order.delivery", labels),
      row(labels.phone, "order.delivery.phone")
    ),
    instructions: when("order.instructions", heading(labels.instructions), "\n{{ order.instructions }}"),
    bank: when("order.bank", heading(labels.bank), "\n{{ order.bank }}"),
  }
}
