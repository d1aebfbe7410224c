/** The rights that a role can have over mail, where Medusa's RBAC is switched on (`MEDUSA_FF_RBAC`). */
import { definePolicies } from "@medusajs/framework/utils"

export const MAIL_RIGHTS = {
  read: { resource: "mail_delivery", operation: "read" },
  update: { resource: "mail_delivery", operation: "update" },
  send: { resource: "mail_delivery", operation: "send" },
  updateSettings: { resource: "mail_delivery_settings", operation: "update" },
} as const

/** Medusa offers them where a role is edited. */
export const mailPolicies = definePolicies([
  {
    name: "ReadMailDelivery",
    ...MAIL_RIGHTS.read,
    description: "See mailings, members, templates and settings",
  },
  {
    name: "UpdateMailDelivery",
    ...MAIL_RIGHTS.update,
    description: "Write drafts, templates and segments, set flags and consent",
  },
  {
    name: "SendMailDelivery",
    ...MAIL_RIGHTS.send,
    description: "Send mail and send it again, and pause, resume, cancel and retry mailings",
  },
  {
    name: "UpdateMailDeliverySettings",
    ...MAIL_RIGHTS.updateSettings,
    description: "Change the settings of mail",
  },
])
