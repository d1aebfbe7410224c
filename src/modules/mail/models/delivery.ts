import { model } from "@medusajs/framework/utils"

import { DELIVERY_KINDS, DELIVERY_STATES } from "../words"

/**
 * One recipient's copy: the unit of sending and of record.
 *
 * While a mailing is sent for the first time its rows are written once, with the outcome: who holds them, and what is on a
 * connection, stands in claims (deliveries/leases.ts). No index names a column that changes then: Postgres can change the row
 * in place (HOT) and leaves all indexes alone. What has to be found is found by columns that are set only while needed:
 * `next_attempt_at` (due by time: deferred, released, single mail), `reason` (every outcome that is not a plain success),
 * `outside_sent_at`.
 *
 * The column `bytes` (the sent message, compressed) is not part of the model: lists must not carry it.
 */
export const MailDeliveryDelivery = model
  .define(
    { name: "MailDeliveryDelivery", tableName: "mpmd_delivery" },
    {
      id: model.id({ prefix: "mdlv" }).primaryKey(),
      kind: model.enum([...DELIVERY_KINDS]),
      /** Null for single mail, samples and the administrator's copies. */
      mailing_id: model.text().nullable(),
      /** The mailing that a sample or copy is about. */
      about_mailing_id: model.text().nullable(),
      position: model.number().nullable(),
      /** Of mail outside mailings: which goes before which, see deliveries/lanes.ts. */
      lane: model.number().nullable(),
      /**
       * Address in a member mailing, document in an order mailing. Of mail outside mailings: what it is and of what,
       * `asked:` with a caller's idempotency key, `notified:` with that of a notification of
       * Medusa's, `auto:`, `resend:`, `copy:` or `test:`.
       */
      dedupe_key: model.text(),
      content_id: model.text(),
      /** By which of several transports it leaves or left (transports/choice.ts); null is the one of the whole store. */
      transport: model.text().nullable(),
      customer_id: model.text().nullable(),
      order_id: model.text().nullable(),
      /** As the customer wrote it: the mail goes to this spelling. */
      email: model.text(),
      /** Normalised by Postgres. */
      address: model.text(),
      recipient_name: model.text().nullable(),
      variables: model.json(),
      state: model.enum([...DELIVERY_STATES]).default("pending"),
      /** Failure class or reason for skipping; null for a plain success. */
      reason: model.text().nullable(),
      attempt: model.number().default(0),
      /** With the lease: of what was taken one by one. */
      claimed_by: model.text().nullable(),
      lease_until: model.dateTime().nullable(),
      next_attempt_at: model.dateTime().nullable(),
      first_deferred_at: model.dateTime().nullable(),
      deferrals: model.number().default(0),
      /** How often an uncertain single or order mail was sent again by itself: at most once. */
      resends: model.number().default(0),
      /** How many workers in a row died while they held it, before it got as far as a connection. */
      worker_deaths: model.number().default(0),
      /** How often in a row it could not be made. */
      render_tries: model.number().default(0),
      /** The month whose quota this delivery was reserved in, `2026-11`; null if not counted. */
      quota_month: model.text().nullable(),
      /** The server's own words. */
      response: model.text().nullable(),
      smtp_code: model.number().nullable(),
      smtp_enhanced: model.text().nullable(),
      sent_at: model.dateTime().nullable(),
      /** The same, of mail outside mailings alone. */
      outside_sent_at: model.dateTime().nullable(),
      /** Since when variables and bytes are gone: the mail cannot be shown any more. */
      content_cleared_at: model.dateTime().nullable(),
    }
  )
  .indexes([
    {
      name: "IDX_mpmd_delivery_mailing_dedupe",
      on: ["mailing_id", "dedupe_key"],
      unique: true,
      where: "mailing_id IS NOT NULL AND deleted_at IS NULL",
    },
    {
      name: "IDX_mpmd_delivery_single_dedupe",
      on: ["dedupe_key"],
      unique: true,
      where: "mailing_id IS NULL AND deleted_at IS NULL",
    },
    {
      name: "IDX_mpmd_delivery_position",
      on: ["mailing_id", "position"],
      where: "mailing_id IS NOT NULL AND deleted_at IS NULL",
    },
    {
      name: "IDX_mpmd_delivery_due",
      on: ["mailing_id", "next_attempt_at"],
      where: "mailing_id IS NOT NULL AND next_attempt_at IS NOT NULL AND deleted_at IS NULL",
    },
    {
      name: "IDX_mpmd_delivery_loose_due",
      on: ["lane", "next_attempt_at"],
      where: "mailing_id IS NULL AND next_attempt_at IS NOT NULL AND deleted_at IS NULL",
    },
    {
      name: "IDX_mpmd_delivery_exception",
      on: ["mailing_id", "position"],
      where: "reason IS NOT NULL AND mailing_id IS NOT NULL AND deleted_at IS NULL",
    },
    {
      name: "IDX_mpmd_delivery_customer",
      on: ["customer_id"],
      where: "customer_id IS NOT NULL AND deleted_at IS NULL",
    },
    {
      name: "IDX_mpmd_delivery_order",
      on: ["order_id"],
      where: "order_id IS NOT NULL AND deleted_at IS NULL",
    },
    // Single mail alone: a mailing's mails are counted by its counters.
    {
      name: "IDX_mpmd_delivery_single_sent",
      on: ["outside_sent_at"],
      where: "kind = 'single' AND outside_sent_at IS NOT NULL AND deleted_at IS NULL",
    },
    // What retention has still to look at, of mail outside mailings. A plain success has a time and no reason.
    {
      name: "IDX_mpmd_delivery_loose_uncleared",
      on: ["outside_sent_at"],
      where:
        "mailing_id IS NULL AND outside_sent_at IS NOT NULL AND reason IS NULL AND content_cleared_at IS NULL " +
        "AND deleted_at IS NULL",
    },
    // What still needs a content. The content of a member mailing is kept with the mailing.
    {
      name: "IDX_mpmd_delivery_content",
      on: ["content_id"],
      where: "kind <> 'member' AND content_cleared_at IS NULL AND deleted_at IS NULL",
    },
  ])
