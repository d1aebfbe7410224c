/** A value that follows another one only when it has come to rest: no request per key stroke. */
import { useEffect, useRef, useState } from "react"

/**
 * @param value - Anything that JSON can say. Told apart by what it says: an object that is made anew at each render and
 *   says the same is at rest, or the page would render for ever.
 */
export function useDebounced<Value>(value: Value, milliseconds = 400): Value {
  const [settled, setSettled] = useState(value)
  const latest = useRef(value)
  latest.current = value
  const words = JSON.stringify(value)
  const said = useRef(words)
  useEffect(() => {
    if (said.current === words) {
      return
    }
    const timer = setTimeout(() => {
      said.current = words
      setSettled(latest.current)
    }, milliseconds)
    return () => clearTimeout(timer)
  }, [words, milliseconds])
  return settled
}
