/** 日本語。キーは英語版と同じ。 */
import { common } from "./ja/common"
import { compose } from "./ja/compose"
import { mailing } from "./ja/mailing"
import { members } from "./ja/members"
import { orders } from "./ja/orders"
import { settings } from "./ja/settings"
import { templates } from "./ja/templates"

export const ja = { ...common, ...mailing, ...compose, ...members, ...orders, ...settings, ...templates }
