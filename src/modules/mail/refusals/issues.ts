/** Faults in words. */
import type { ContentIssue } from "../words"

/** One sentence for all faults, each with its field if it is about one. */
export function describeIssues(issues: readonly ContentIssue[]): string {
  return issues
    .map((issue) => {
      const place = issue.line ? ` (line ${issue.line}, column ${issue.column ?? 1})` : ""
      return issue.field ? `${issue.field}${place}: ${issue.message}` : issue.message
    })
    .join("; ")
}
