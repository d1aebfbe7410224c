/** The rights that a role can have over mail, where Medusa's RBAC is switched on (`MEDUSA_FF_RBAC`). */
import { definePolicies } from "@medusajs/framework/utils"

export const MAIL_RIGHTS = {
  read: { resource: "mail", operation: "read" },
  update: { resource: "mail", operation: "update" },
  send: { resource: "mail", operation: "send" },
  updateSettings: { resource: "mail_settings", operation: "update" },
} as const

/** Medusa offers them to whoever edits a role. */
export const mailPolicies = definePolicies([
  { name: "ReadMail", ...MAIL_RIGHTS.read, description: "See mailings, members, templates and settings" },
  {
    name: "UpdateMail",
    ...MAIL_RIGHTS.update,
    description: "Write drafts and templates, set flags and consent",
  },
  {
    name: "SendMail",
    ...MAIL_RIGHTS.send,
    description: "Send mail and send it again, and pause, resume, cancel and retry mailings",
  },
  { name: "UpdateMailSettings", ...MAIL_RIGHTS.updateSettings, description: "Change the settings of mail" },
])
