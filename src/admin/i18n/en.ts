/** English: the reference. Every other language has the same keys. */
import { common } from "./en/common"
import { compose } from "./en/compose"
import { mailing } from "./en/mailing"
import { members } from "./en/members"
import { orders } from "./en/orders"
import { settings } from "./en/settings"
import { templates } from "./en/templates"

export const en = { ...common, ...mailing, ...compose, ...members, ...orders, ...settings, ...templates }
