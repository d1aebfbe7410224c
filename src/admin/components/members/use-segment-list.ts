/** Which segment the list of members shows, and whether what it shows is still that: both stand in the URL. */
import { useCallback, useMemo } from "react"
import { useSearchParams } from "react-router-dom"

import { useSegments } from "../../hooks/use-segments"
import { useShopZone } from "../../hooks/use-shop-zone"
import { FILTER_PARAMS, filterIn, paramsOf, sameFilter } from "../../lib/member-list-url"
import type { AudienceFilter, Segment } from "../../lib/types"
import { useMemberFilter } from "./filters"

const SEGMENT = "segment"

interface SegmentList {
  /** Undefined: none is chosen, or none is known yet. */
  segment: Segment | undefined
  /** What the list shows: exactly what the segment says as long as nothing was changed. */
  filter: AudienceFilter
  changed: boolean
  /** Null: none any more, and no filter. */
  pick: (segment: Segment | null) => void
}

export function useSegmentList(): SegmentList {
  const [params, setParams] = useSearchParams()
  const written = useMemberFilter()
  const zone = useShopZone()
  const { data: segments } = useSegments()
  const id = params.get(SEGMENT)
  const segment = segments?.find((one) => one.id === id)
  // Through the URL a moment becomes a day: what was read back is compared with what was written.
  const changed = segment !== undefined && !sameFilter(written, filterIn(paramsOf(segment.filter, zone)))
  const filter = segment && !changed ? segment.filter : written
  const pick = useCallback(
    (picked: Segment | null) =>
      setParams((before) => {
        // Another list begins on its first page.
        ;[SEGMENT, "offset", ...FILTER_PARAMS].forEach((name) => before.delete(name))
        if (picked) {
          const values = { [SEGMENT]: picked.id, ...paramsOf(picked.filter, zone) }
          Object.entries(values).forEach(([name, value]) => value && before.set(name, value))
        }
        return before
      }),
    [setParams, zone]
  )
  return useMemo(() => ({ segment, filter, changed, pick }), [segment, filter, changed, pick])
}
