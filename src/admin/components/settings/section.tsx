/** A part of the settings: what it is about on the left, its fields on the right. */
import { Container, Heading, Text } from "@medusajs/ui"
import { type ReactNode } from "react"

interface SectionProps {
  title: string
  hint: string
  children: ReactNode
}

export function Section({ title, hint, children }: SectionProps) {
  return (
    <Container className="grid grid-cols-1 gap-x-8 gap-y-4 px-6 py-5 lg:grid-cols-[240px_minmax(0,1fr)]">
      <div>
        <Heading level="h2">{title}</Heading>
        <Text size="small" className="text-ui-fg-subtle">
          {hint}
        </Text>
      </div>
      <div className="flex min-w-0 flex-col gap-y-4">{children}</div>
    </Container>
  )
}
