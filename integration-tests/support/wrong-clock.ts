/** A clock that jumps in the middle of a story, for a process that is started and for the threads that it starts. */
import { writeFileSync } from "node:fs"
import path from "node:path"

export interface WrongClock {
  /** The module to preload. */
  preload: string
  /** From now on the process is wrong. */
  jump(): void
}

/**
 * @param folder - Where the module is written.
 * @param shift - Milliseconds that the process is ahead after the jump; behind, if negative.
 */
export function makeWrongClock(folder: string, shift: number): WrongClock {
  const preload = path.join(folder, `clock${shift}.js`)
  const jumped = path.join(folder, `jumped${shift}`)
  const clock = `{
    const { existsSync } = require("node:fs")
    const Right = Date
    const now = () => Right.now() + (existsSync(${JSON.stringify(jumped)}) ? ${shift} : 0)
    globalThis.Date = class extends Right {
      constructor(...given) { given.length ? super(...given) : super(now()) }
      static now() { return now() }
    }
  }\n`
  // A thread loads nothing beforehand: its first words are put before the code that it is given.
  const threads = `
    const threads = require("node:worker_threads")
    threads.Worker = class extends threads.Worker {
      constructor(code, options) { super(${JSON.stringify(clock)} + code, options) }
    }\n`
  writeFileSync(preload, clock + threads)
  return { preload, jump: () => writeFileSync(jumped, "") }
}
