/**
 * Medusa's error without Medusa: threads of ours raise it too, and would load the whole framework for the sake of this class.
 * Whoever catches one goes by its fields, as `MedusaError.isMedusaError`, the error handler and the workflow engine do; or by
 * `instanceof`, which the module sees to where the framework is loaded (index.ts).
 */
import type { MedusaError as FrameworkError } from "@medusajs/framework/utils"

export class MedusaError extends Error implements FrameworkError {
  /** Those that we have a use for, as Medusa names them. */
  static readonly Types = {
    INVALID_ARGUMENT: "invalid_argument",
    INVALID_DATA: "invalid_data",
    NOT_FOUND: "not_found",
    NOT_ALLOWED: "not_allowed",
    UNEXPECTED_STATE: "unexpected_state",
    CONFLICT: "conflict",
  } as const

  readonly __isMedusaError = true
  readonly date = new Date()

  constructor(
    readonly type: string,
    message: string,
    readonly code?: string
  ) {
    super(message)
    // A workflow copies an error by the fields that it can list.
    Object.defineProperty(this, "message", { enumerable: true })
  }
}
