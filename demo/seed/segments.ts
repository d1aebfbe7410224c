/** Segments that a shop like this one would have. */
import { type SegmentInput } from "../../src/modules/mail/segments/segments"
import { GROUPS } from "./members"

/** @param groupIds - Of GROUPS, in their order. */
export function segmentsOf(groupIds: string[]): SegmentInput[] {
  const wholesale = groupIds[GROUPS.findIndex((name) => name.includes("Wholesale"))]!
  return [
    { name: "常連のお客様 Regulars", filter: { orders: { count: { $gte: 2 } } } },
    { name: "卸売 Wholesale", filter: { groups: [wholesale], has_account: true } },
  ]
}
