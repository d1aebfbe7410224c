/** A list that is asked for page after page, each beginning where the one before it ended. */
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query"

interface Pages<Page, After, Row> {
  queryKey: readonly unknown[]
  /** Undefined: the first page. */
  ask: (after: After | undefined, signal: AbortSignal) => Promise<Page>
  rowsOf: (page: Page) => Row[]
}

/** What is shown stays while another list is looked for, and so does what a person has ticked in it. */
export function usePages<Page extends { next: After | null }, After, Row>({
  queryKey,
  ask,
  rowsOf,
}: Pages<Page, After, Row>) {
  return useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => ask(pageParam as After | undefined, signal),
    select: ({ pages }) => pages.flatMap(rowsOf),
    placeholderData: keepPreviousData,
    initialPageParam: undefined as unknown,
    getNextPageParam: ({ next }) => next ?? undefined,
  })
}
