/** Who used the processors, from Linux's /proc. */
import { existsSync, readdirSync, readFileSync } from "node:fs"

/** The clock ticks of /proc: Linux shows 100 a second to every program. */
const TICKS_PER_SECOND = 100

/** The fields after the name in parentheses, which may itself hold spaces: the first is the state. */
function statOf(pid: number | string): string[] | null {
  const file = `/proc/${pid}/stat`
  if (!existsSync(file)) {
    return null
  }
  const stat = readFileSync(file, "utf8")
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ")
}

const seconds = (ticks: (string | undefined)[]) =>
  ticks.reduce((sum, tick) => sum + Number(tick ?? 0), 0) / TICKS_PER_SECOND

/** CPU seconds of a process and of the children that it has waited for. */
export function cpuOf(pid: number): number {
  return seconds((statOf(pid) ?? []).slice(11, 15))
}

/** CPU seconds of a process with its children, those that have ended and those alive: a whole PostgreSQL. */
export function cpuOfFamily(parent: number): number {
  const living = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => statOfLiving(pid)?.[1] === String(parent))
  return living.reduce((sum, pid) => sum + cpuOf(Number(pid)), cpuOf(parent))
}

/** A process may end between two looks. */
function statOfLiving(pid: string): string[] | null {
  try {
    return statOf(pid)
  } catch (error) {
    if (["ENOENT", "ESRCH"].includes((error as NodeJS.ErrnoException).code ?? "")) {
      return null
    }
    throw error
  }
}

export interface MachineTime {
  idle: number
  total: number
}

/** All processors together since the boot. Waiting for a disk is idle: a processor was free. */
export function machineTime(): MachineTime {
  const line = readFileSync("/proc/stat", "utf8").split("\n")[0] ?? ""
  // user nice system idle iowait irq softirq steal; guests are within user and nice.
  const ticks = line.trim().split(/\s+/).slice(1, 9)
  return { idle: seconds(ticks.slice(3, 5)), total: seconds(ticks) }
}

/** Resident memory of a process in MB. */
export function memoryOf(pid: number): number {
  return megabytesOf(pid, "VmRSS")
}

/** The most that it ever was. */
export function peakMemoryOf(pid: number): number {
  return megabytesOf(pid, "VmHWM")
}

function megabytesOf(pid: number, field: string): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8")
  const [, kilobytes] = new RegExp(`^${field}:\\s+(\\d+)`, "m").exec(status) ?? []
  return Number(kilobytes) / 1024
}

/** How often the threads of a process have gone to sleep, which is how often something woke them. */
export function wakeUpsOf(pid: number): number {
  return readdirSync(`/proc/${pid}/task`).reduce((sum, thread) => {
    const status = readFileSync(`/proc/${pid}/task/${thread}/status`, "utf8")
    return sum + Number(/^voluntary_ctxt_switches:\s+(\d+)/m.exec(status)?.[1])
  }, 0)
}
