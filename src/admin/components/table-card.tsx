/**
 * What a list stands in, or what kept it from being loaded. Its title and its tools share a line only where there is room:
 * a search field of three letters is none.
 */
import { Container } from "@medusajs/ui"
import type { ReactNode } from "react"

import { Problem } from "./states"

interface TableCardProps {
  /** What is listed, as it is asked for. Left out: the children tell themselves what is wrong. */
  list?: { isError: boolean; error: unknown; refetch: () => unknown }
  children: ReactNode
}

export function TableCard({ list, children }: TableCardProps) {
  return (
    <Container className="p-0 max-sm:[&_.justify-between.w-full]:flex-wrap [&_.justify-between_a]:whitespace-nowrap [&_.justify-between_button]:shrink-0 [&_.justify-between_button]:whitespace-nowrap">
      {list?.isError ? <Problem error={list.error} retry={list.refetch} /> : children}
    </Container>
  )
}
