/** A cell with something small below: two columns would not fit where there is little room. */
interface TwoLinesProps {
  above: string
  below?: string | null
}

export function TwoLines({ above, below }: TwoLinesProps) {
  return (
    <div className="flex flex-col py-1">
      <span className="text-ui-fg-base">{above}</span>
      {below && <span className="text-ui-fg-subtle txt-compact-xsmall">{below}</span>}
    </div>
  )
}
