/** Asks before something that cannot be taken back, and tells how it went. */
import { toast, usePrompt } from "@medusajs/ui"
import { useCallback } from "react"
import { useNavigate } from "react-router-dom"

import { errorWords, issuesOf, remedyOf } from "../lib/error-words"
import type { ContentIssue } from "../lib/types"
import { useMailTranslation } from "./use-mail-translation"

interface Question {
  title: string
  description: string
  confirm: string
  /** The way back, where "Cancel" beside the other button says two things. */
  cancel?: string
  /** Red, for what is lost by it. */
  danger?: boolean
}

/** @returns a function that asks; it resolves to whether the person agreed. */
export function useConfirm(): (question: Question) => Promise<boolean> {
  const prompt = usePrompt()
  const { t } = useMailTranslation()
  return ({ title, description, confirm, cancel, danger }) =>
    prompt({
      title,
      description,
      confirmText: confirm,
      cancelText: cancel ?? t("common.cancel"),
      variant: danger ? "danger" : "confirmation",
    })
}

/** Where a form says what is wrong with one of its fields, by the field's name in the API. */
type AtFields = Record<string, (issue: ContentIssue) => void>

/**
 * Runs a change and shows its success or failure: each once, and what is wrong with a field at that field.
 *
 * The words of success are left out where what comes next on the page says it.
 *
 * @returns whether it succeeded.
 */
export function useAttempt(): (
  change: Promise<unknown>,
  success?: string,
  atFields?: AtFields
) => Promise<boolean> {
  const { t } = useMailTranslation()
  const navigate = useNavigate()
  return useCallback(
    async (change, success, atFields = {}) => {
      try {
        await change
        if (success) {
          toast.success(success)
        }
        return true
      } catch (error) {
        const issues = issuesOf(error)
        const atField = issues.find(({ field }) => field in atFields)
        if (atField) {
          atFields[atField.field]!(atField)
          return false
        }
        const remedy = remedyOf(issues, t)
        toast.error(t("common.failed"), {
          description: errorWords(error, t),
          action: remedy
            ? {
                label: remedy.label,
                altText: remedy.label,
                onClick: () => navigate(remedy.path),
              }
            : undefined,
        })
        return false
      }
    },
    [t, navigate]
  )
}
