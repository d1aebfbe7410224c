/** A list that grows by a button at its end, and what stands in its place while it loads, fails or has nothing. */
import { Button, Text } from "@medusajs/ui"
import type { UseInfiniteQueryResult } from "@tanstack/react-query"
import type { ReactNode } from "react"

import { useMailTranslation } from "../hooks/use-mail-translation"
import { Loading, Problem } from "./states"

interface PagedListProps<Row> {
  list: UseInfiniteQueryResult<Row[]>
  /** What is said if there is nothing. */
  empty: ReactNode
  children: (rows: Row[]) => ReactNode
}

export function PagedList<Row>({ list, empty, children }: PagedListProps<Row>) {
  const { t } = useMailTranslation()
  const { data: rows, isError, error, refetch } = list
  if (isError) {
    return <Problem error={error} retry={refetch} />
  }
  if (!rows) {
    return <Loading lines={6} />
  }
  // A page may be empty of those who are looked for, and lead on all the same.
  const isEmpty = rows.length === 0 && !list.hasNextPage
  return (
    <>
      {isEmpty ? (
        <Text as="div" size="small" className="text-ui-fg-subtle px-6 py-12 text-center">
          {empty}
        </Text>
      ) : (
        <div className="divide-y" aria-busy={list.isFetching}>
          {children(rows)}
          {rows.length === 0 && (
            <Text as="div" size="small" className="text-ui-fg-subtle px-6 pt-12 text-center">
              {t("common.noneSoFar")}
            </Text>
          )}
        </div>
      )}
      {list.hasNextPage && (
        <div className="flex justify-center px-6 py-3">
          <Button
            size="small"
            variant="secondary"
            isLoading={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            {t("common.more")}
          </Button>
        </div>
      )}
    </>
  )
}
