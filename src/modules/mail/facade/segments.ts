/** Segments: filters of members kept under names. */
import type { Context } from "@medusajs/framework/types"
import { MedusaContext } from "@medusajs/framework/utils"

import { audienceInMoments, filterInMoments } from "../audience/shop-days"
import { countMembers } from "../members/list"
import {
  createSegment,
  deleteSegment,
  getSegment,
  listSegments,
  restoreSegment,
  type SegmentChanges,
  type SegmentDTO,
  type SegmentInput,
  type SegmentListOptions,
  updateSegment,
} from "../segments/segments"
import { resolveAudience } from "../segments/use"
import * as shapes from "../shapes"
import { check } from "../shapes/check"
import type { Audience, PlainAudience } from "../words"
import { actorOf, idOf } from "./arguments"
import { ShopService } from "./shop"

export abstract class SegmentsService extends ShopService {
  /** By name, `search` in names; pages by `limit` and `offset`. `count` is of all. */
  async listSegments(
    options: SegmentListOptions,
    @MedusaContext() sharedContext: Context = {}
  ): Promise<{ segments: SegmentDTO[]; count: number }> {
    return listSegments(this.databaseFor(sharedContext), check(shapes.segmentList, options))
  }

  /** @throws MedusaError `not_found` */
  async getSegment(id: string, @MedusaContext() sharedContext: Context = {}): Promise<SegmentDTO> {
    return getSegment(this.databaseFor(sharedContext), idOf(id))
  }

  /** How many members it comes to now, those whom no mail reaches included. @throws MedusaError `not_found` */
  async countSegment(id: string, @MedusaContext() sharedContext: Context = {}): Promise<number> {
    const db = this.databaseFor(sharedContext)
    const { filter } = await getSegment(db, idOf(id))
    return countMembers(db, filterInMoments(filter, this.options.timezone))
  }

  /** @throws MedusaError `invalid_data` for a filter that is not understood; `conflict` for a name that another has. */
  async createSegment(
    input: SegmentInput,
    actorId: string | null = null,
    @MedusaContext() sharedContext: Context = {}
  ): Promise<SegmentDTO> {
    return createSegment(this.databaseFor(sharedContext), check(shapes.segment, input), actorOf(actorId))
  }

  /** @throws MedusaError `not_found`; `invalid_data` for a filter that is not understood; `conflict` for a taken name. */
  async updateSegment(
    id: string,
    changes: SegmentChanges,
    actorId: string | null = null,
    @MedusaContext() sharedContext: Context = {}
  ): Promise<SegmentDTO> {
    const db = this.databaseFor(sharedContext)
    return updateSegment(db, idOf(id), check(shapes.segmentChanges, changes), actorOf(actorId))
  }

  /** @throws MedusaError `not_allowed` while a mailing that is about to be sent needs it. */
  async deleteSegment(id: string, @MedusaContext() sharedContext: Context = {}): Promise<void> {
    await deleteSegment(this.databaseFor(sharedContext), idOf(id))
  }

  /** Takes a deletion back. @throws MedusaError `conflict` if another segment has its name by now. */
  async restoreSegment(id: string, @MedusaContext() sharedContext: Context = {}): Promise<SegmentDTO> {
    return restoreSegment(this.databaseFor(sharedContext), idOf(id))
  }

  /** Whom an audience means as of now: its segment as a filter, its days as moments of the shop. */
  protected async plain(audience: Audience): Promise<PlainAudience> {
    const found = await resolveAudience(this.db, audience)
    return audienceInMoments(found.audience, this.options.timezone)
  }
}
