/** The words of the insert. The structure is the same in every language (text.ts, html.ts). */
import type { Language } from "../../words"

export interface InsertLabels {
  colon: string
  shipment: string
  shipped_on: string
  carrier: string
  tracking: string
  shipped_items: string
  quote: string
  valid_until: string
  quote_number: string
  quote_date: string
  order: string
  number: string
  date: string
  payment: string
  total: string
  details: string
  returned: string
  item_total: string
  discount: string
  shipping: string
  tax: string
  tax_included: string
  credit: string
  /** What was owed to the buyer and became store credit: it makes the total larger again. */
  credit_given: string
  reduction: string
  paid: string
  refunded: string
  customer: string
  name: string
  company: string
  address: string
  email: string
  phone: string
  /** After a person's name. */
  honorific: string
  delivery: string
  instructions: string
  bank: string
}

export const INSERT_LABELS: Record<Language, InsertLabels> = {
  en: {
    colon: ": ",
    shipment: "Shipment",
    shipped_on: "Shipped on",
    carrier: "Carrier",
    tracking: "Tracking number",
    shipped_items: "In this parcel",
    quote: "Quote",
    valid_until: "Valid until",
    quote_number: "Number",
    quote_date: "Date",
    order: "Order",
    number: "Number",
    date: "Date",
    payment: "Payment",
    total: "Total",
    details: "Details",
    returned: "returned",
    item_total: "Items",
    discount: "Discount",
    shipping: "Shipping",
    tax: "Tax",
    tax_included: "Including tax of",
    credit: "Credit",
    credit_given: "Given as store credit",
    reduction: "Reduced by refund",
    paid: "Paid",
    refunded: "Refunded",
    customer: "Customer",
    name: "Name",
    company: "Company",
    address: "Address",
    email: "E-mail",
    phone: "Phone",
    honorific: "",
    delivery: "Delivery address",
    instructions: "Delivery instructions",
    bank: "Bank account for your transfer",
  },
  ja: {
    colon: "：",
    shipment: "出荷情報",
    shipped_on: "出荷日",
    carrier: "配送業者",
    tracking: "お問い合わせ番号",
    shipped_items: "今回お届けの商品",
    quote: "お見積内容",
    valid_until: "有効期限",
    quote_number: "お見積番号",
    quote_date: "お見積日",
    order: "ご注文内容",
    number: "ご注文番号",
    date: "ご注文日",
    payment: "お支払い方法",
    total: "合計",
    details: "ご注文詳細",
    returned: "返品",
    item_total: "商品合計",
    discount: "割引",
    shipping: "送料",
    tax: "消費税",
    tax_included: "内消費税",
    credit: "ストアクレジット利用",
    credit_given: "ストアクレジット付与",
    reduction: "返金による減額",
    paid: "お支払い済み",
    refunded: "返金済み",
    customer: "ご注文者様情報",
    name: "お名前",
    company: "会社名",
    address: "ご住所",
    email: "メールアドレス",
    phone: "電話番号",
    honorific: " 様",
    delivery: "配送先情報",
    instructions: "配送に関するご指示",
    bank: "お振込先口座",
  },
}
