import { model } from "@medusajs/framework/utils"

import { MAILING_KINDS, MAILING_STATES, PURPOSES } from "../words"

/**
 * One act of sending to many. The counters move in the same statement as the deliveries' states (see deliveries/transitions.ts), so
 * they are never counted again and never wrong. Of `sent` and `pending` the last seconds stand in quota/sent-counts.ts.
 */
export const MailDeliveryMailing = model
  .define(
    { name: "MailDeliveryMailing", tableName: "mpmd_mailing" },
    {
      id: model.id({ prefix: "mling" }).primaryKey(),
      kind: model.enum([...MAILING_KINDS]),
      state: model.enum([...MAILING_STATES]).default("draft"),
      /** As it was written; errors and all while it is a draft. */
      content: model.json(),
      /** The frozen snapshot, from `preparing` on. */
      content_id: model.text().nullable(),
      /** Which template it was begun with. Nothing is sent by it: the next one of its kind begins with it (templates/last-used.ts). */
      template_id: model.text().nullable(),
      /** In place of what the settings say, for all mails of it. */
      sender_name: model.text().nullable(),
      reply_to: model.text().nullable(),
      /** Audience of a member mailing. */
      audience: model.json().nullable(),
      /** The segment that the audience names, as it was when the recipients were frozen: `{ id, name, filter }`. */
      segment: model.json().nullable(),
      /** Documents of an order mailing: ids of orders, fulfillments or draft orders. */
      document_ids: model.json().nullable(),
      /** Files of an order mailing, each with its digest; their bytes are kept once for all mails (content/file-store.ts). */
      attachments: model.json().nullable(),
      /** Settings and time zone of an order mailing, frozen when it begins to be prepared: that takes many chunks. */
      presentation: model.json().nullable(),
      /** By which transport its positions leave; what of it leaves another way has a time of its own. */
      transport: model.text().nullable(),
      purpose: model.enum([...PURPOSES]).default("marketing"),
      purpose_reason: model.text().nullable(),
      /** One of PAUSE_CAUSES; null while it is not paused. */
      pause_cause: model.text().nullable(),
      /** In a person's or a mail server's own words. */
      pause_reason: model.text().nullable(),
      refusal_reason: model.text().nullable(),
      /** The same by codes and values, for a sentence in the reader's language. */
      refusal_issues: model.json().nullable(),
      created_by: model.text().nullable(),
      sent_by: model.text().nullable(),
      /** The hour that a person chose. */
      scheduled_at: model.dateTime().nullable(),
      /** Sent, and until then nothing of it begins: Send can be undone. Null outside of this time. */
      grace_until: model.dateTime().nullable(),
      started_at: model.dateTime().nullable(),
      first_pass_done_at: model.dateTime().nullable(),
      /** Since when no open delivery is left, also after a cancellation. */
      completed_at: model.dateTime().nullable(),
      cancelled_at: model.dateTime().nullable(),
      /** The next position that no dispatcher has taken yet; positions count from 1 to total. */
      next_position: model.number().default(1),
      /** Up to here retention has cleared the content of what was sent. */
      cleared_position: model.number().default(0),
      total: model.number().default(0),
      /** Not settled and not deferred: pending, claimed and sending together; who is on a connection is asked live. */
      pending: model.number().default(0),
      sent: model.number().default(0),
      deferred: model.number().default(0),
      failed: model.number().default(0),
      uncertain: model.number().default(0),
      skipped: model.number().default(0),
      bounced: model.number().default(0),
      complained: model.number().default(0),
      /** Limits that it was paused for, and that a person has let it go on above. */
      waived_limits: model.json().nullable(),
      /** Exclusions at the time of freezing, by reason. */
      unsendable: model.json().nullable(),
    }
  )
  .indexes([
    {
      name: "IDX_mpmd_mailing_open",
      on: ["state"],
      where: "completed_at IS NULL AND deleted_at IS NULL",
    },
    { on: ["created_at"] },
  ])
