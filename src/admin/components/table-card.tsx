/** What a table stands in. Its title and its tools share a line only where there is room: a search field of three letters is none. */
import { Container } from "@medusajs/ui"
import type { ReactNode } from "react"

export function TableCard({ children }: { children: ReactNode }) {
  return (
    <Container className="p-0 max-sm:[&_.justify-between.w-full]:flex-wrap [&_.justify-between_a]:whitespace-nowrap [&_.justify-between_button]:whitespace-nowrap">
      {children}
    </Container>
  )
}
