/**
 * What of Medusa's own tables our SQL names: they are no API, and another version may call a column otherwise. Looked
 * for at boot, so that a store learns it in one sentence and not by a list that answers 500. A test runs all of that SQL
 * over tables that have nothing else.
 */
const STORE = {
  customer: "id email first_name last_name company_name phone has_account metadata created_at deleted_at",
  customer_address: "customer_id country_code deleted_at",
  customer_group: "id name deleted_at",
  customer_group_customer: "customer_id customer_group_id deleted_at",
  order:
    "id display_id custom_display_id customer_id email sales_channel_id currency_code locale status version is_draft_order billing_address_id " +
    "shipping_address_id metadata created_at updated_at canceled_at deleted_at",
  order_summary: "order_id version totals deleted_at",
  order_address: "id first_name last_name company country_code",
  order_cart: "order_id deleted_at",
  order_change: "order_id change_type created_at deleted_at",
  order_change_action: "order_id action reference_id deleted_at",
  order_transaction: "order_id reference reference_id deleted_at",
  order_line_item: "id product_id deleted_at",
  order_item:
    "order_id item_id version quantity fulfilled_quantity shipped_quantity delivered_quantity deleted_at",
  order_fulfillment: "order_id fulfillment_id deleted_at",
  fulfillment: "id created_at shipped_at delivered_at canceled_at deleted_at",
  order_payment_collection: "order_id payment_collection_id deleted_at",
  payment_collection: "id status amount captured_amount refunded_amount currency_code deleted_at",
  payment: "id payment_collection_id",
  refund: "id payment_id created_at deleted_at",
  product: "id collection_id",
  sales_channel: "id deleted_at",
  currency: "code decimal_digits",
}

/** By table. */
export const STORE_COLUMNS: Record<string, readonly string[]> = Object.fromEntries(
  Object.entries(STORE).map(([table, columns]) => [table, columns.split(" ")])
)
