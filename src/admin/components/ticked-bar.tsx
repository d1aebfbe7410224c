/** The commands for what is ticked, on a screen of any width; with room below the list, so that the bar covers no tick. */
import { CommandBar } from "@medusajs/ui"
import { Fragment } from "react"

interface TickedBarProps {
  open: boolean
  /** How many are ticked. */
  words: string
  commands: { label: string; shortcut: string; action: () => void }[]
}

export function TickedBar({ open, words, commands }: TickedBarProps) {
  return (
    <>
      {open && <div aria-hidden className="h-48 sm:h-20" data-testid="room-for-the-bar" />}
      <CommandBar open={open} disableAutoFocus>
        <CommandBar.Bar
          data-testid="ticked-bar"
          className="max-w-[calc(100vw-1rem)] flex-wrap justify-center rounded-2xl after:rounded-2xl sm:flex-nowrap sm:rounded-full sm:after:rounded-full"
        >
          <CommandBar.Value className="w-full text-center sm:w-auto">{words}</CommandBar.Value>
          {commands.map(({ label, shortcut, action }) => (
            <Fragment key={shortcut}>
              <CommandBar.Seperator className="hidden sm:block" />
              <CommandBar.Command
                label={label}
                shortcut={shortcut}
                action={action}
                className="whitespace-nowrap max-sm:last-of-type:mr-0 max-sm:last-of-type:pr-3 [&_kbd]:hidden sm:[&_kbd]:inline-flex"
              />
            </Fragment>
          ))}
        </CommandBar.Bar>
      </CommandBar>
    </>
  )
}
