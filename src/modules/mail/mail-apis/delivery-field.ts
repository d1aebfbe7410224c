/**
 * What a service is told besides the mail, and tells again in its news: the delivery's id, since the Message-ID is of its own
 * making. How far that is believed, the signature of the news says (bounces/services).
 */
export const DELIVERY_FIELD = "mail_delivery_id"

/** The same at Postmark, whose metadata mail over SMTP says in headers: `X-PM-Metadata-delivery`. */
export const POSTMARK_METADATA = "delivery"
