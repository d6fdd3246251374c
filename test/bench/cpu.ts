/** CPU time and memory of processes, from Linux' `/proc`. */
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

let msPerTick: number | undefined
const tick = (): number => {
  msPerTick ??= 1000 / Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))
  return msPerTick
}

interface Times {
  readonly parent: number
  /** user + system of the process and all its threads, milliseconds */
  readonly own: number
  /** the same of children that ended and were waited for */
  readonly reaped: number
}

/** proc_pid_stat(5). The program's name may hold anything, so fields are counted from its closing parenthesis. */
function timesOf(pid: number): Times | undefined {
  let stat: string
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  } catch {
    return undefined
  }
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const field = (number: number): number => Number(fields[number - 3])
  return { parent: field(4), own: (field(14) + field(15)) * tick(), reaped: (field(16) + field(17)) * tick() }
}

/** CPU milliseconds that a process has used so far, with those of all its children, living and ended. */
export function cpuOf(pid: number): number {
  const own = timesOf(pid)
  if (!own) throw new Error(`process ${pid} is gone`)
  const children = readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(name => timesOf(Number(name)))
    .filter(times => times?.parent === pid)
  return own.own + own.reaped + children.reduce((sum, times) => sum + (times?.own ?? 0) + (times?.reaped ?? 0), 0)
}

/** Resident memory, megabytes (10^6 bytes). */
export function residentMegabytes(pid: number): number {
  const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return (Number(kibibytes) * 1024) / 1e6
}

/** Most resident memory that a process ever had, megabytes. */
export function peakMegabytes(pid: number): number {
  const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return (Number(kibibytes) * 1024) / 1e6
}

/** CPU milliseconds that all of these used while `work` ran. */
export async function cpuDuring(pids: readonly number[], work: () => Promise<unknown>): Promise<number> {
  const total = () => pids.reduce((sum, pid) => sum + cpuOf(pid), 0)
  const before = total()
  await work()
  return total() - before
}
