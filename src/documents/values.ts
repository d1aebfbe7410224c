/** Amounts, moments and lists as Query answers them, made plain. */
import { MathBN } from "@medusajs/framework/utils"

import type { Amount, Time } from "./queried-order"

export function number(amount: Amount): number {
  return amount === null || amount === undefined ? 0 : MathBN.convert(amount).toNumber()
}

/** Postgres also knows `infinity`, which is no moment to write down. */
export function instant(time: Time): string | null {
  const at = time ? new Date(time) : null
  return at && !Number.isNaN(at.getTime()) ? at.toISOString() : null
}

export function present<Value>(list: readonly (Value | null | undefined)[] | null | undefined): Value[] {
  return (list ?? []).filter((value): value is Value => value !== null && value !== undefined)
}
