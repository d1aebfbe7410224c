/**
 * What a step is told, and by whom. `POST /admin/workflows-executions/:id/run` runs any workflow with any input, so a
 * step takes nothing for granted: the module checks the rest by its shapes, and the person who is named must hold the right.
 */
import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, FeatureFlag, MedusaError } from "@medusajs/framework/utils"
import { z } from "@medusajs/framework/zod"

import { actor } from "../modules/mail/shapes"
import { check } from "../modules/mail/shapes/check"
import { MAIL_RIGHTS } from "../policies/mail"

export interface ByActor {
  /** Who does it: the id of a user, a customer or an API key. */
  actor_id?: string | null
}

export interface Separated<Input> {
  /** Without the actor. */
  input: Omit<Input, "actor_id">
  actorId: string | null
}

type Right = keyof typeof MAIL_RIGHTS

const anyFields = z.looseObject({ actor_id: actor })

/**
 * Parts the actor from the rest of an input.
 *
 * @param right - What they need to do it, where Medusa's roles are switched on.
 * @throws MedusaError `invalid_data` for what is no plain object; `forbidden` naming the right.
 */
export async function separateActor<Input extends ByActor>(
  container: MedusaContainer,
  given: Input,
  right: Right
): Promise<Separated<Input>> {
  check(anyFields, given)
  const { actor_id = null, ...input } = given
  if (actor_id !== null) {
    await assertMay(container, actor_id, right)
  }
  return { input, actorId: actor_id }
}

/** Asks for the roles as they are now. Who is no user has none: customers speak for themselves, by their own routes. */
async function assertMay(container: MedusaContainer, actorId: string, right: Right): Promise<void> {
  if (!FeatureFlag.isFeatureEnabled("rbac")) {
    return
  }
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { data } = await query.graph({
    entity: "user",
    fields: ["id", "rbac_roles.id"],
    filters: { id: actorId },
  })
  const [user] = data as { rbac_roles?: ({ id: string } | null)[] }[]
  const roles = (user?.rbac_roles ?? []).flatMap((role) => role?.id ?? [])
  const { resource, operation } = MAIL_RIGHTS[right]
  // Only here: it loads the whole server, which an importer of a workflow need not have.
  const { hasPermission } = await import("@medusajs/framework")
  // Medusa takes nobody's roles for all rights.
  const may = roles.length > 0 && (await hasPermission({ roles, actions: MAIL_RIGHTS[right], container }))
  if (user && !may) {
    throw new MedusaError(
      MedusaError.Types.FORBIDDEN,
      `actor_id: ${actorId} does not hold the right ${resource}:${operation}`
    )
  }
}
