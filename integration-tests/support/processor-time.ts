/** How much some work takes of the processor: on a clock, the work of every other program on the machine would count too. */

/** @returns milliseconds. */
export function processorTime(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}
