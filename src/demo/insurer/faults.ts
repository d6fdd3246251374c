import { setTimeout as wait } from 'node:timers/promises'

/** What can go wrong at an insurer, to be switched on. New keys are an act, not a state: they stay. */
export interface Faults {
  /** Answers programs after half a minute. */
  slow: boolean
  /** Closes every connection. */
  down: boolean
  /** Speaks to somebody else than who asked. */
  wrongAudience: boolean
  /** Its certificate has ended (SAML). */
  expiredCertificate: boolean
}
export const noFaults = (): Faults => ({ slow: false, down: false, wrongAudience: false, expiredCertificate: false })

/** Who is slow is slow to programs; the person's own pages come as ever. */
const forPrograms = /^\/(oidc\/(\.well-known\/.*|token|me|jwks|request)|saml\/metadata)$/

export type Passage = 'go-on' | 'hang-up'
/** @param signal ends the waiting of a server that stops */
export async function passFaults(faults: Faults, path: string, slowMs: number, signal: AbortSignal): Promise<Passage> {
  const isOwn = path === '/' || path === '/faults'
  if (faults.down && !isOwn) return 'hang-up'
  if (faults.slow && forPrograms.test(path)) await wait(slowMs, undefined, { signal }).catch(() => undefined)
  return signal.aborted ? 'hang-up' : 'go-on'
}
