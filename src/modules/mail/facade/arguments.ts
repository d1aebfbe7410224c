/** What many methods are given. */
import { z } from "@medusajs/framework/zod"

import * as shapes from "../shapes"
import { check } from "../shapes/check"
import { AUTOMATIC_EVENTS, type AutomaticEvent } from "../words/automatic-rules"

export function idOf(id: string, name = "id"): string {
  return check(shapes.id, id, name)
}

export function actorOf(id: string | null): string | null {
  return check(shapes.actor, id, "actor_id") ?? null
}

export function eventOf(event: AutomaticEvent): AutomaticEvent {
  return check(z.enum(AUTOMATIC_EVENTS), event, "event")
}
