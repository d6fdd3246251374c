import { addSeconds } from './clock.ts'

export interface CircuitRule {
  /** Failures in a row that open it. */
  readonly failures: number
  /** How long it stays open at first; each probe that fails doubles that. */
  readonly seconds: number
}
/** Whether a provider is asked at all: one that failed again and again is left alone for a while. */
export interface Circuit {
  /** Whether a call may be made now. Once the pause is over one call probes; others wait for what comes of it. */
  admits(at: Date): boolean
  /** What came of a call that was made, probe or not. `slow`: it took its whole limit of time, which alone opens. */
  note(outcome: 'well' | 'failed' | 'slow', at: Date): void
  /** For the metrics. */
  isOpen(): boolean
}

/** Longest pause, in multiples of the first. */
const longestPause = 10

/** A circuit breaker of one process: closed, open for a time, then half-open for one probe. Time is an argument. */
export function createCircuit(rule: CircuitRule): Circuit {
  let failures = 0
  let pause = rule.seconds
  let openUntil: Date | undefined
  let isProbing = false
  const open = (at: Date) => {
    openUntil = addSeconds(at, pause)
    pause = Math.min(pause * 2, rule.seconds * longestPause)
  }
  return {
    admits(at) {
      if (!openUntil) return true
      if (at < openUntil || isProbing) return false
      isProbing = true
      return true
    },
    note(outcome, at) {
      if (outcome === 'well') {
        failures = 0
        pause = rule.seconds
        openUntil = undefined
        isProbing = false
        return
      }
      failures += 1
      // calls that were under way when it opened say nothing new
      if (openUntil && !isProbing) return
      isProbing = false
      if (openUntil || outcome === 'slow' || failures >= rule.failures) open(at)
    },
    isOpen: () => openUntil !== undefined,
  }
}
