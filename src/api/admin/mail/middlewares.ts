/** The middlewares of all mail routes, one list for each resource. */
import type { MiddlewareRoute } from "@medusajs/framework"

import { takes } from "../../../http/input"
import { adminMailAudienceMiddlewares } from "./audience/middlewares"
import { adminMailConsentMiddlewares } from "./consents/middlewares"
import { adminMailDeliveryMiddlewares } from "./deliveries/middlewares"
import { adminMailDocumentMiddlewares } from "./documents/middlewares"
import { adminMailFailureMiddlewares } from "./failures/middlewares"
import { adminMailFlagMiddlewares } from "./flags/middlewares"
import { adminMailLastTemplateMiddlewares } from "./last-template/middlewares"
import { adminMailLogMiddlewares } from "./log/middlewares"
import { adminMailingMiddlewares } from "./mailings/middlewares"
import { adminMailMemberMiddlewares } from "./members/middlewares"
import { adminMailPolicies } from "./policies"
import { adminMailPreviewMiddlewares } from "./preview/middlewares"
import { adminMailRecipientMiddlewares } from "./recipients/middlewares"
import { adminMailSegmentMiddlewares } from "./segments/middlewares"
import { adminMailSettingsMiddlewares } from "./settings/middlewares"
import { adminMailSingleMiddlewares } from "./single/middlewares"
import { adminMailTemplateMiddlewares } from "./templates/middlewares"
import { adminMailVariableMiddlewares } from "./variables/middlewares"

export const adminMailMiddlewares: MiddlewareRoute[] = [
  // Before all others: who may not do it is not told what is wrong with it.
  ...adminMailPolicies,
  ...adminMailAudienceMiddlewares,
  ...adminMailConsentMiddlewares,
  ...adminMailDeliveryMiddlewares,
  ...adminMailDocumentMiddlewares,
  ...adminMailFailureMiddlewares,
  ...adminMailFlagMiddlewares,
  ...adminMailLastTemplateMiddlewares,
  ...adminMailLogMiddlewares,
  ...adminMailingMiddlewares,
  ...adminMailMemberMiddlewares,
  ...adminMailPreviewMiddlewares,
  ...adminMailRecipientMiddlewares,
  ...adminMailSegmentMiddlewares,
  ...adminMailSettingsMiddlewares,
  ...adminMailSingleMiddlewares,
  ...adminMailTemplateMiddlewares,
  ...adminMailVariableMiddlewares,
  ...["activity", "health", "order-insert", "quota", "rates"].map((name) =>
    takes("GET", `/admin/mail/${name}`)
  ),
]
