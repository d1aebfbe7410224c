/**
 * A form while it is being stored cannot be typed into: it is left with the answer, and a key that came after Save would be
 * lost with it. Where the answer is a refusal, the person goes on in the field in which they were, caret included.
 */
import { type RefObject, useLayoutEffect, useRef, useState } from "react"

/** @param still - Whether what stands in the box is out of reach for now. */
export function useStill(box: RefObject<HTMLElement>, still: boolean): void {
  const left = useRef<Element | null>(null)
  // Before the page is drawn: an element that is out of reach loses its focus then.
  useLayoutEffect(() => {
    if (box.current) {
      box.current.inert = still
    }
    if (still) {
      left.current = document.activeElement
      return
    }
    // Where somebody has gone elsewhere meanwhile they stay; a dialog itself, or the page, is nowhere.
    if (left.current instanceof HTMLElement && document.activeElement?.contains(left.current)) {
      left.current.focus({ preventScroll: true })
    }
    left.current = null
  }, [box, still])
}

/**
 * @returns `fields` is the box that cannot be typed into while `store` is at work. The work resolves to whether the form is
 *   left now: until then it stays as it is.
 */
export function useStoring() {
  const fields = useRef<HTMLDivElement>(null)
  const [storing, setStoring] = useState(false)
  useStill(fields, storing)
  const store = async (work: () => Promise<boolean>): Promise<void> => {
    // Of our own, and not what the request says of itself: that comes a moment after the click, and keys may come between.
    setStoring(true)
    let over = false
    try {
      over = await work()
    } finally {
      if (!over) {
        setStoring(false)
      }
    }
  }
  return { fields, storing, store }
}
