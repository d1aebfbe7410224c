/** Texts of the admin, under a namespace of their own so that keys of other plugins cannot get in the way. */
import { en } from "./en"
import { ja } from "./ja"

export default { en: { mailDelivery: en }, ja: { mailDelivery: ja } }
