import { addSeconds, hours } from '../platform/index.ts'
import type { AccountFactor } from '../store/account-factors.ts'
import type { Account } from '../store/accounts.ts'
import type { House } from './house.ts'

type Standing = Pick<Account, 'lockedAt'>

/**
 * When it is judged whether a contact is too new for a recovery: on a locked account as of the lock, so that what
 * somebody had added a while before "this wasn't me" does not become old by waiting.
 */
export const judgedAt = ({ lockedAt }: Standing, at: Date): Date => lockedAt ?? at

/**
 * Factors that may prove somebody in a recovery: on a locked account none of a kind that was added within the undo window
 * before the lock. Whoever made their owner lock it may have added one; which of a kind is used cannot be told before.
 */
export function trustedFactors<F extends Pick<AccountFactor, 'kind' | 'createdAt'>>(
  { settings }: Pick<House, 'settings'>,
  { lockedAt }: Standing,
  enrolled: readonly F[],
): readonly F[] {
  if (!lockedAt) return enrolled
  const since = addSeconds(lockedAt, -hours(settings.account.undo_hours))
  const late = new Set(enrolled.filter(({ createdAt }) => createdAt > since).map(({ kind }) => kind))
  return enrolled.filter(({ kind }) => !late.has(kind))
}
