/** What stands in a page's place while it loads or when it could not be loaded. */
import { ExclamationCircle } from "@medusajs/icons"
import { Button, Container, Skeleton, Text } from "@medusajs/ui"
import { Link } from "react-router-dom"

import { useMailTranslation } from "../hooks/use-mail-translation"
import { errorWords, issuesOf, remedyOf } from "../lib/error-words"

interface ProblemProps {
  error: unknown
  retry?: () => unknown
}

/** Says what failed, and offers to ask again; what was refused by name would be refused again. */
export function Problem({ error, retry }: ProblemProps) {
  const { t } = useMailTranslation()
  const issues = issuesOf(error)
  const remedy = remedyOf(issues, t)
  return (
    <div role="alert" className="flex flex-col items-center gap-y-3 px-6 py-10 text-center">
      <ExclamationCircle className="text-ui-fg-subtle" />
      <div className="flex flex-col gap-y-1">
        <Text size="small" leading="compact" weight="plus">
          {t("common.loadFailed")}
        </Text>
        <Text size="small" className="text-ui-fg-subtle break-words">
          {errorWords(error, t)}
        </Text>
      </div>
      {remedy && (
        <Link to={remedy.path} className="txt-compact-small-plus text-ui-fg-base underline">
          {remedy.label}
        </Link>
      )}
      {retry && !issues.length && (
        <Button size="small" variant="secondary" onClick={() => retry()}>
          {t("common.tryAgain")}
        </Button>
      )}
    </div>
  )
}

/** Grey lines in place of a section. */
export function Loading({ lines = 4 }: { lines?: number }) {
  const { t } = useMailTranslation()
  return (
    <div role="status" aria-label={t("common.loading")} className="flex flex-col gap-y-3 px-6 py-4">
      {Array.from({ length: lines }, (_, line) => (
        <Skeleton key={line} className={line ? "h-6 w-full" : "h-7 w-1/3"} />
      ))}
    </div>
  )
}

export function LoadingPage() {
  return (
    <div className="flex flex-col gap-y-3">
      {[3, 6].map((lines) => (
        <Container key={lines} className="p-0">
          <Loading lines={lines} />
        </Container>
      ))}
    </div>
  )
}
