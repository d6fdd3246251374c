/**
 * Whose budget a password try is charged to. A known device is a cookie bound to one account and has a budget of its
 * own, so guesses from elsewhere never lock the person out of it. A name that nobody has is counted by itself, so it
 * behaves like one that exists.
 */
export function passwordBudget(aim: {
  readonly typed: string
  readonly accountId?: string
  readonly knownDeviceId?: string
}): string {
  if (aim.knownDeviceId) return `device:${aim.knownDeviceId}`
  return aim.accountId ? `account:${aim.accountId}` : `name:${aim.typed}`
}

export interface PasswordTry {
  /** The try was within its budget (counted before it is compared). */
  readonly allowed: boolean
  /** All compared tries since the last success. */
  readonly total: number
  readonly isKnownDevice: boolean
}
export type LockoutVerdict =
  | 'open'
  /** refused for a while, whatever is typed */
  | 'locked'
  /** far too many guesses from unknown devices: another proof must come before the password */
  | 'proof-first'

/** DOMAIN "Lock-out": what one counted try may do. */
export function lockoutVerdict(given: PasswordTry, rule: { readonly hardFailures: number }): LockoutVerdict {
  if (!given.isKnownDevice && given.total > rule.hardFailures) return 'proof-first'
  return given.allowed ? 'open' : 'locked'
}
