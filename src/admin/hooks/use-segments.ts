/** Segments: all of them to choose from, one of them, and what a person changes. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"

import { mailApi, MAX_PAGE, type SegmentInput } from "../lib/api"
import { queryKeys } from "../lib/query-keys"
import type { Audience, AudienceFilter } from "../lib/types"

/** By name. */
export function useSegments() {
  return useQuery({
    queryKey: queryKeys.segments("all"),
    queryFn: async () => (await mailApi.listSegments({ limit: MAX_PAGE, order: "name" })).segments,
  })
}

/** @param id - Undefined: none is asked for. */
export function useSegment(id: string | undefined) {
  return useQuery({
    queryKey: queryKeys.segments(id ?? ""),
    queryFn: async () => (await mailApi.getSegment(id!)).segment,
    enabled: id !== undefined,
    retry: false,
  })
}

/** The conditions of an audience; undefined for ticked customers, and as long as its segment is not known. */
export function useFilterOf({ filter, segment_id }: Audience): AudienceFilter | undefined {
  const { data: segment } = useSegment(segment_id)
  return segment_id ? segment?.filter : filter
}

function useSegmentMutation<Input, Result>(change: (input: Input) => Promise<Result>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    // Audiences that are counted by a segment's name are counted anew.
    onSuccess: () =>
      Promise.all(
        [queryKeys.segments(), queryKeys.audience(), queryKeys.everyMailing].map((queryKey) =>
          client.invalidateQueries({ queryKey })
        )
      ),
  })
}

/** @param id - Null: a new one is made. */
export const useSaveSegment = (id: string | null) =>
  useSegmentMutation((input: Partial<SegmentInput>) =>
    id ? mailApi.updateSegment(id, input) : mailApi.createSegment(input as SegmentInput)
  )
export const useDeleteSegment = () => useSegmentMutation(mailApi.deleteSegment)
