/** Faults of a template at the field they belong to, in the reader's language, and below it exactly what and where. */
import { Alert } from "@medusajs/ui"

import { useMailTranslation } from "../../hooks/use-mail-translation"
import { issueText, issueTitle } from "../../lib/issue-words"
import type { ContentIssue } from "../../lib/types"

interface IssuesProps {
  issues: ContentIssue[]
  variant: "error" | "warning"
}

export function Issues({ issues, variant }: IssuesProps) {
  const { t } = useMailTranslation()
  return issues.map((issue, index) => (
    <Alert key={index} variant={variant} data-testid={`issue-${issue.field}`}>
      <span className="flex flex-col gap-y-0.5">
        <span className="txt-compact-small-plus">
          {issueTitle(issue, t, variant === "error" ? "issue.other" : "issue.otherWarning")}
          {issue.line !== undefined && ` ${t("issue.line", { line: issue.line })}`}
        </span>
        <span className="text-ui-fg-subtle break-words">{issueText(issue, t)}</span>
      </span>
    </Alert>
  ))
}
