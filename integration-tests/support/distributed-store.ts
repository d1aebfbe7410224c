/** A store as it runs in production: processes of `medusa start` with roles of their own, sharing Postgres and Redis. */
import { randomUUID } from "node:crypto"
import path from "node:path"

import type { ConfigModule, IEventBusModuleService } from "@medusajs/framework/types"
import { generateJwtToken } from "@medusajs/framework/utils"
import redisEventBus from "@medusajs/medusa/event-bus-redis"
import { Redis as RedisClient } from "ioredis"

import { startStore, type Store } from "../../tools/medusa"
import { freePort } from "../../tools/postgres/port"
import { until } from "./engine"
import { Standing } from "./standing"

/** What a process does: answer requests, work in the background, or both. */
export type WorkerMode = NonNullable<ConfigModule["projectConfig"]["workerMode"]>

/**
 * Starts one process for each role and waits until all of them answer. The first has the database for itself until it
 * does: the first start makes Medusa's defaults, and of two that find none at the same moment one ends, for Medusa looks
 * whether they are there before it makes them, and one of them may be there but once.
 *
 * @throws Error with the role and the last words of the first that does not come up; the others are stopped.
 */
export async function startDistributedStore<Role extends WorkerMode>(
  roles: readonly [Role, ...Role[]],
  env: Record<string, string>,
  logFolder: string
): Promise<Record<Role, Store>> {
  const standing = new Standing()
  const start = async (role: Role) => {
    const store = await startRole(role, env, path.join(logFolder, `${role}.log`))
    return [role, standing.add(store, (one) => one.stop())] as const
  }
  const [first, ...others] = roles
  const alone = await start(first)
  const starts = others.map(start)
  try {
    return Object.fromEntries([alone, ...(await Promise.all(starts))]) as Record<Role, Store>
  } catch (error) {
    await Promise.allSettled(starts)
    await standing.takeDown()
    throw error
  }
}

async function startRole(role: WorkerMode, env: Record<string, string>, log: string): Promise<Store> {
  const own = { MEDUSA_WORKER_MODE: role, DISABLE_MEDUSA_ADMIN: "true", NODE_OPTIONS: "" }
  try {
    return await startStore(await freePort(), { ...env, ...own }, log)
  } catch (error) {
    throw new Error(`As "${role}": ${(error as Error).message}`, { cause: error })
  }
}

/** `POST` below `/admin/mail` as an administrator. @throws Error with what the store answered if it refuses. */
export async function postAsAdmin(store: Store, route: string): Promise<void> {
  const payload = {
    actor_id: "user_test",
    actor_type: "user",
    auth_identity_id: "authid_test",
    app_metadata: {},
  }
  const token = generateJwtToken(payload, { secret: "only-for-development", expiresIn: "1d" })
  const response = await fetch(`${store.url}/admin/mail${route}`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: "{}",
  })
  if (!response.ok) {
    throw new Error(`${route} answered ${response.status}: ${await response.text()}`)
  }
}

export interface EventBus {
  /** Emits `order.placed` as a store does. @returns milliseconds until its subscribers were done with it. */
  orderPlaced(): Promise<number>
  close(): void
}

/**
 * Medusa's own event bus, as in a process that answers requests only.
 *
 * @param redisUrl - Of a Redis that is there: the bus tells of every attempt to reach one that is not.
 */
export function connectEventBus(redisUrl: string): EventBus {
  const redis = new RedisClient(redisUrl, { maxRetriesPerRequest: null, enableReadyCheck: false })
  const bus: IEventBusModuleService = new redisEventBus.service(
    { logger: console, eventBusRedisConnection: redis },
    {},
    { worker_mode: "server" }
  )
  // An event without a subscriber is not even queued.
  bus.subscribe("order.placed", () => Promise.resolve(), { subscriberId: "mail-delivery-test" })
  return {
    orderPlaced: async () => {
      const jobId = `story-${randomUUID()}`
      const begun = performance.now()
      await bus.emit({ name: "order.placed", data: { id: "order_unknown" } }, { jobId })
      // A job that is done is removed.
      const open = () => redis.exists(`RedisEventBusService:events-queue:${jobId}`)
      await until("the event is handled", async () => !(await open()))
      return performance.now() - begun
    },
    close: () => redis.disconnect(),
  }
}
