/**
 * The transaction of a caller, as Medusa's modules hand it on in their shared context. What another module writes, and what
 * is written here for it, are then kept together or not at all.
 */
import type { Knex } from "@medusajs/framework/mikro-orm/knex"
import type { Context } from "@medusajs/framework/types"

import { MedusaError } from "../refusals/medusa-error"

/** What of the context is asked. */
export type SharedContext = Pick<Context, "transactionManager">

/** What of MikroORM's manager is asked. */
interface Manager {
  getTransactionContext?(): Knex.Transaction | undefined
}

/**
 * @returns null for a context without a transaction.
 * @throws MedusaError `invalid_argument` if what should hold one holds none: the call would be kept though its caller is not.
 */
export function callersTransaction({ transactionManager }: SharedContext): Knex.Transaction | null {
  if (!transactionManager) {
    return null
  }
  const transaction = (transactionManager as Manager).getTransactionContext?.()
  if (!transaction || transaction.isCompleted()) {
    throw new MedusaError(
      MedusaError.Types.INVALID_ARGUMENT,
      "sharedContext.transactionManager holds no transaction that is open"
    )
  }
  return transaction
}

/** Resolves when it is over, savepoints around it included, whether it was committed or not. */
export async function isOver(transaction: Knex.Transaction): Promise<void> {
  const { parentTransaction, executionPromise } = transaction
  await (parentTransaction ? isOver(parentTransaction) : executionPromise).catch(() => undefined)
}
