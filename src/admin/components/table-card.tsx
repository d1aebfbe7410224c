/**
 * What a list stands in, or what kept it from being loaded. Its title and its tools share a line only where there is room:
 * a search field of three letters is none.
 */
import { clx, Container } from "@medusajs/ui"
import type { ReactNode } from "react"

import { Problem } from "./states"

interface TableCardProps {
  /** What is listed, as it is asked for. Left out: the children tell themselves what is wrong. */
  list?: { isError: boolean; error: unknown; refetch: () => unknown }
  children: ReactNode
}

/** On a phone the tools take a second line before the search field gets too small to type in. */
const TOOLS_ON_A_PHONE = [
  "max-sm:[&_.justify-between.w-full]:flex-wrap",
  "max-sm:[&_.justify-between.w-full>:last-child]:flex-wrap",
  "max-sm:[&_.justify-between.w-full>:last-child]:gap-y-2",
  "max-sm:[&_.justify-between.w-full>:last-child>.w-full]:w-auto",
  "max-sm:[&_.justify-between.w-full>:last-child>.w-full]:min-w-32",
  "max-sm:[&_.justify-between.w-full>:last-child>.w-full]:flex-1",
]

export function TableCard({ list, children }: TableCardProps) {
  return (
    <Container
      className={clx(
        TOOLS_ON_A_PHONE,
        "p-0 [&_.justify-between_a]:whitespace-nowrap [&_.justify-between_button]:shrink-0 [&_.justify-between_button]:whitespace-nowrap"
      )}
    >
      {list?.isError ? <Problem error={list.error} retry={list.refetch} /> : children}
    </Container>
  )
}
