/**
 * A calm bar at a list of Medusa's: what those who are listed come to, and the way to write to them. Medusa puts what is not its own
 * below the list, whose end is out of sight: with room enough the bar stays at the window's edge.
 */
import { Container, Text } from "@medusajs/ui"
import { type ReactNode } from "react"

interface ListBarProps {
  title: string
  /** Below the title. */
  words: ReactNode
  /** The buttons. */
  children: ReactNode
}

export function ListBar({ title, words, children }: ListBarProps) {
  return (
    <Container
      data-testid="list-bar"
      className="flex flex-wrap items-center justify-between gap-3 px-6 py-4 sm:sticky sm:bottom-0 sm:z-10"
    >
      <div className="flex min-w-0 flex-col" aria-live="polite">
        <Text size="small" weight="plus">
          {title}
        </Text>
        {words}
      </div>
      <div className="flex flex-wrap gap-2">{children}</div>
    </Container>
  )
}
