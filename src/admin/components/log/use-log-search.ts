/** What is looked for in the log, from the URL and into it. */
import { useSearchParams } from "react-router-dom"

import type { LogQuery } from "../../lib/api"
import type { DateRange, DeliveryState, LogKind } from "../../lib/types"
import { listParam, rangeParam, searchParam } from "../../lib/url"

export interface LogSearch {
  query: Omit<LogQuery, "limit" | "after">
  isNarrowed: boolean
  /** What is not given is looked for no more. */
  set(name: keyof LogSearch["query"], value: string | DateRange | undefined): void
  clear(): void
}

export function useLogSearch(): LogSearch {
  const [params, setParams] = useSearchParams()
  const of = (name: string) => params.get(name) ?? undefined
  const query = {
    recipient: searchParam(of("recipient")),
    subject: searchParam(of("subject")),
    kind: listParam<LogKind>(of("kind")),
    state: listParam<DeliveryState>(of("state")),
    at: rangeParam(of("at")),
    transport: listParam(of("transport")),
  }
  const set: LogSearch["set"] = (name, value) =>
    setParams(
      (before) => {
        before.delete(name)
        if (value) before.set(name, typeof value === "string" ? value : JSON.stringify(value))
        return before
      },
      { replace: true }
    )
  return {
    query,
    isNarrowed: Object.values(query).some((value) => value !== undefined),
    set,
    clear: () => setParams({}, { replace: true }),
  }
}
