import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { mailModule } from "../../../../container/mail-module"
import { only } from "../../../../http/fields"
import { refusing } from "../../../../http/refusals"
import type { SegmentDTO, SegmentInput } from "../../../../modules/mail/segments/segments"
import { createSegmentWorkflow } from "../../../../workflows/segments/create-segment"
import type { segmentsQuery } from "./queries"

/** Segments, a page at a time. Nobody is counted. */
export const GET = refusing(async (req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> => {
  const { chosen, ...query } = req.validatedQuery as ReturnType<typeof segmentsQuery>
  const found = await mailModule(req.scope).listSegments(query)
  res.json({ ...found, segments: found.segments.map(only(chosen)), offset: query.offset, limit: query.limit })
})

/** Keeps a filter of members under a name. */
export const POST = refusing(
  async (
    req: AuthenticatedMedusaRequest<SegmentInput>,
    res: MedusaResponse<{ segment: SegmentDTO }>
  ): Promise<void> => {
    const { result: segment } = await createSegmentWorkflow(req.scope).run({
      input: { ...req.validatedBody, actor_id: req.auth_context.actor_id },
    })
    res.json({ segment })
  }
)
