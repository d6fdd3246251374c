/**
 * Whose budget a password try is charged to. A known device is a cookie bound to one account and has a budget of its
 * own, so guesses from elsewhere never lock the person out of it. A name that nobody has is counted by itself, so it
 * behaves like one that exists.
 */
export function passwordBudget(aim: {
  readonly typed: string
  readonly accountId?: string
  readonly knownDeviceId?: string
  /** Somebody who proved a second factor of this account in this journey. */
  readonly isProven?: boolean
}): string {
  if (aim.isProven && aim.accountId) return `proven:${aim.accountId}`
  if (aim.knownDeviceId) return `device:${aim.knownDeviceId}`
  return aim.accountId ? `account:${aim.accountId}` : `name:${aim.typed}`
}

export interface PasswordTry {
  /** The try was within its budget (counted before it is compared). */
  readonly allowed: boolean
  /** All compared tries at the account (or at the name that nobody has) since the last success. */
  readonly total: number
  /** All tries at exactly what was typed. */
  readonly typedTotal: number
  /** A known device, or a proof given before the password. */
  readonly isTrusted: boolean
}
export type LockoutVerdict =
  | 'open'
  /** refused for a while, whatever is typed */
  | 'locked'
  /** far too many guesses from unknown devices: another proof must come before the password */
  | 'proof-first'

/**
 * DOMAIN "Lock-out": what one counted try may do. "Proof first" shows, so it rests on what was typed and on nothing else:
 * else guesses at a username would show whose email it is. Beyond the account's own hundred the answer is as for a wrong
 * password.
 */
export function lockoutVerdict(given: PasswordTry, rule: { readonly hardFailures: number }): LockoutVerdict {
  if (!given.isTrusted && given.typedTotal > rule.hardFailures) return 'proof-first'
  if (!given.isTrusted && given.total > rule.hardFailures) return 'locked'
  return given.allowed ? 'open' : 'locked'
}
