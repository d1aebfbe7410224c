import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { mailModule } from "../../../../../container/mail-module"
import { only } from "../../../../../http/fields"
import { refusing } from "../../../../../http/refusals"
import type { SegmentChanges, SegmentDTO } from "../../../../../modules/mail/segments/segments"
import { deleteSegmentWorkflow } from "../../../../../workflows/segments/delete-segment"
import { updateSegmentWorkflow } from "../../../../../workflows/segments/update-segment"
import type { CountedSegmentDTO } from "../../fields"
import type { segmentQuery } from "../queries"

/** A segment, and how many members it comes to now; they are not counted if `fields` leaves `count` out. */
export const GET = refusing(
  async (
    req: AuthenticatedMedusaRequest,
    res: MedusaResponse<{ segment: Partial<CountedSegmentDTO> }>
  ): Promise<void> => {
    const { chosen } = req.validatedQuery as ReturnType<typeof segmentQuery>
    const { id } = req.params
    const mail = mailModule(req.scope)
    const isCounted = !chosen || chosen.has("count")
    const segment = { ...(await mail.getSegment(id)), count: isCounted ? await mail.countSegment(id) : 0 }
    res.json({ segment: only(chosen)(segment) })
  }
)

/** Changes its name or its filter. What names it follows, but for what was sent. */
export const POST = refusing(
  async (
    req: AuthenticatedMedusaRequest<SegmentChanges>,
    res: MedusaResponse<{ segment: SegmentDTO }>
  ): Promise<void> => {
    const { result: segment } = await updateSegmentWorkflow(req.scope).run({
      input: { id: req.params.id, changes: req.validatedBody, actor_id: req.auth_context.actor_id },
    })
    res.json({ segment })
  }
)

/** Takes a segment away, unless a mailing that is about to be sent needs it. */
export const DELETE = refusing(
  async (req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> => {
    const { id } = req.params
    await deleteSegmentWorkflow(req.scope).run({ input: { id, actor_id: req.auth_context.actor_id } })
    res.json({ id, object: "mail_segment", deleted: true })
  }
)
