import { passwordBudget } from '../core/lockout.ts'
import { normalizeUsername } from '../core/names.ts'
import { findAccountContacts } from '../store/account-contacts.ts'
import type { Account } from '../store/accounts.ts'
import { deleteFailureBudget, findPause } from '../store/failure-budgets.ts'
import type { Transaction } from '../store/index.ts'
import type { House } from './house.ts'
import { recoveryTries } from './recovery.ts'

/** Something of an account that rests after too many wrong tries. */
export interface Lock {
  /** `password`, or the factor */
  readonly what: string
  readonly until: Date
}

/** Everything that wrong tries are counted on, by what it locks; calls are counted with texts. */
const counted = ['text-code', 'email-code', 'totp', 'passkey', 'security-question', 'recovery-code'] as const

/** At sign-in and on the account, and apart from it in a recovery. */
const factorKeys = (house: House, factor: string, accountId: string): Buffer[] =>
  [`account:${accountId}`, recoveryTries(accountId)].map(whose => house.sealer.index(`failures.${factor}`, whose))
const passwordKey = (house: House, of: string): Buffer => house.sealer.index('failures.password', of)
const accountKey = (house: House, accountId: string): Buffer =>
  passwordKey(house, passwordBudget({ typed: '', accountId }))

export async function findLocks(house: House, { id }: Pick<Account, 'id'>, at: Date): Promise<readonly Lock[]> {
  const locks: Lock[] = []
  const look = async (what: string, keys: readonly Buffer[]): Promise<void> => {
    const pauses = await Promise.all(keys.map(key => findPause(house.db, key, at)))
    const until = Math.max(...pauses.map(pause => pause?.getTime() ?? 0))
    if (until > 0) locks.push({ what, until: new Date(until) })
  }
  await look('password', [accountKey(house, id)])
  for (const factor of counted) await look(factor, factorKeys(house, factor, id))
  return locks
}

/**
 * Forgets every wrong try that was counted on a person: on the account, on the names that it signs in by (beyond a
 * hundred of those a proof must come before the password), and on each factor.
 */
export async function clearLocks(tx: Transaction, house: House, account: Account): Promise<void> {
  const { id, username } = account
  const emails = (await findAccountContacts(tx, house.sealer, id)).filter(({ kind }) => kind === 'email')
  const names = [username, ...emails.map(({ value }) => value)].map(normalizeUsername)
  const keys = [
    accountKey(house, id),
    passwordKey(house, `proven:${id}`),
    ...names.map(name => passwordKey(house, `typed:${name}`)),
    ...counted.flatMap(factor => factorKeys(house, factor, id)),
  ]
  for (const key of keys) await deleteFailureBudget(tx, key)
}
