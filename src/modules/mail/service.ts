/**
 * The façade of the module: what routes, workflows and other plugins may ask of it. Whatever comes in is checked here
 * by its shape. The rules (consent, quota, states) live in the folders beside it, below this line, so that nobody can
 * go around them.
 *
 * It is one class in nine files, one for each subject, each on top of the one before it: `facade/process.ts`, `shop.ts`,
 * `segments.ts`, `members.ts`, `templates.ts`, `documents.ts`, `mailings.ts`, `deliveries.ts`, `returns.ts`.
 */
import { ReturnsService } from "./facade/returns"
import * as models from "./models"
import { closeGeneratedWriters } from "./models/read-only"

export type { SendOptions } from "./facade/mailings"
export type { AudienceDTO } from "./facade/members"
export type { MailingChanges } from "./mailings/drafts"

/**
 * Resolved as `mailDelivery`. Methods with a `sharedContext` speak in the transaction of its `transactionManager`, if there is
 * one: what they write is kept with what the caller writes, and their locks are held until that is committed. A mail that
 * was asked for there leaves after the commit. What begins, stops or repeats sending throws `not_allowed` instead. A call
 * that is refused leaves nothing, also if its caller goes on.
 */
export default class MailModuleService extends ReturnsService {}

closeGeneratedWriters(MailModuleService, Object.keys(models))
