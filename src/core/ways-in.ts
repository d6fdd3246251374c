import type { Population } from './sign-in-policy.ts'

/**
 * What an account can sign in with, as far as a removal must know: its password, every passkey and linked insurer by
 * its own id, and every enrolled factor.
 */
export interface WayIn {
  /** `password`, `passkey`, `insurer`, or a factor's kind. */
  readonly kind: string
  /** Of the passkey, the linked insurer or the enrolled factor; of the password anything. */
  readonly id: string
}

export type Removal =
  | 'allowed'
  /** Nothing would be left that signs in by itself. */
  | 'last-way-in'
  /** Providers and staff need two factors at every sign-in (DOMAIN "Second factor by default"). */
  | 'last-second-factor'

/** What signs in by itself. Codes, answers and recovery codes only stand beside one of these. */
const primary: ReadonlySet<string> = new Set(['password', 'passkey', 'insurer'])
/** What lifts a password to two factors; a passkey needs none beside it. Never: security question, email, recovery. */
const second: ReadonlySet<string> = new Set(['text-code', 'voice-code', 'totp'])

/** Whether anything is left that signs in by itself. */
export const signsIn = (ways: readonly Pick<WayIn, 'kind'>[]): boolean => ways.some(way => primary.has(way.kind))

/**
 * Whether `removed` may go, by the ways that the account has now. What is not among them removes nothing, so a double
 * press is allowed.
 */
export function mayRemove(ways: readonly WayIn[], removed: WayIn, population: Population): Removal {
  const isRemoved = (way: WayIn) => way.kind === removed.kind && way.id === removed.id
  if (!ways.some(isRemoved)) return 'allowed'
  const left = ways.filter(way => !isRemoved(way))
  if (primary.has(removed.kind) && !signsIn(left)) return 'last-way-in'
  const isProfessional = population === 'provider' || population === 'staff'
  if (isProfessional && hasTwoFactors(ways) && !hasTwoFactors(left)) return 'last-second-factor'
  return 'allowed'
}

const hasTwoFactors = (ways: readonly WayIn[]): boolean =>
  ways.some(way => way.kind === 'passkey') ||
  (ways.some(way => primary.has(way.kind)) && ways.some(way => second.has(way.kind)))
