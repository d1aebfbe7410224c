/** A mailing that is taken off the schedule to be changed keeps its time: `?at=` in the URL says it. */
import { useSearchParams } from "react-router-dom"

import type { Schedule } from "./schedule-choice"

export function useStoredSchedule(): Schedule {
  const [search] = useSearchParams()
  const at = new Date(search.get("at") ?? NaN)
  return Number.isNaN(at.getTime()) ? { later: false, at: null } : { later: true, at }
}
