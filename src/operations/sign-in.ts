import { legacyDecoy } from '../core/legacy-passwords.ts'
import { lockoutVerdict, passwordBudget } from '../core/lockout.ts'
import { normalizeUsername } from '../core/names.ts'
import { normalizePassword } from '../core/passwords.ts'
import { addSeconds, newId } from '../platform/index.ts'
import { findAccountByLogin } from '../store/accounts.ts'
import { chargeFailure, deleteFailureBudget } from '../store/failure-budgets.ts'
import { findLegacySchemes, openLegacyPassword } from '../store/imported-accounts.ts'
import { type Transaction, together } from '../store/index.ts'
import { findKnownDevices } from '../store/known-devices.ts'
import type { House } from './house.ts'
import { enqueueLockNotice } from './lock-notices.ts'

export interface PasswordAttempt {
  /** Username or email, as typed. */
  readonly username: string
  readonly password: string
  readonly deviceToken?: string
  /** for whom a lock is told of, if it comes to that */
  readonly organization: string
  /** `account:<id>` whose second factor was proven in this journey, before the password. */
  readonly provenSubject?: string
}
export type PasswordAnswer =
  | {
      readonly kind: 'right'
      readonly accountId: string
      readonly isKnownDevice: boolean
      /** A hash made with today's parameters, where the stored one is older. */
      readonly rehash?: { readonly from: string; readonly to: string }
      /** Imported: our own hash of the same password, kept once the upgrade is done. */
      readonly upgrade?: { readonly passwordHash: string }
      /** Gives the budget back, in the transaction of the success. */
      readonly write: (tx: Transaction) => Promise<void>
    }
  /** Too many guesses from unknown devices: another proof must come first, for a name that nobody has as well. */
  | { readonly kind: 'proof-first'; readonly typed: string; readonly accountId?: string }
  /** `accountId` and `reason` are for the audit only: no answer may depend on them. */
  | {
      readonly kind: 'refused'
      readonly accountId?: string
      readonly reason: 'unknown' | 'wrong' | 'locked' | 'disabled' | 'no-password'
    }

/**
 * Checks a password. Unknown, wrong, locked, disabled and passwordless do the same work: two reads, two counts, one
 * argon2 verification (a decoy where there is nothing to compare with), whatever the outcome.
 * @throws HasherBusy
 */
export async function checkPassword(house: House, attempt: PasswordAttempt, at: Date): Promise<PasswordAnswer> {
  const typed = normalizeUsername(attempt.username)
  const password = normalizePassword(attempt.password)
  const typedKey = house.sealer.index('failures.password', `typed:${typed}`)
  // never paused by itself; its total decides whether a proof must come first
  const typedRule = { failures: Number.MAX_SAFE_INTEGER, seconds: 1 }
  const [account, devices, typedCharge] = await together(house.db, db =>
    Promise.all([
      findAccountByLogin(db, house.sealer, attempt.username),
      findKnownDevices(db, house.sealer, attempt.deviceToken, at),
      chargeFailure(db, typedKey, typedRule, at),
    ]),
  )
  const device = devices.find(known => known.accountId === account?.id)
  const isProven = account !== undefined && attempt.provenSubject === `account:${account.id}`
  const budget = passwordBudget({
    typed,
    isProven,
    ...(account ? { accountId: account.id } : {}),
    ...(device ? { knownDeviceId: device.id } : {}),
  })
  const key = house.sealer.index('failures.password', budget)
  const { lockout } = house.settings
  const charge = await chargeFailure(house.db, key, { failures: lockout.failures, seconds: lockout.seconds }, at)
  const verdict = lockoutVerdict(
    {
      allowed: charge.allowed,
      total: charge.total,
      typedTotal: typedCharge.total,
      isTrusted: isProven || device !== undefined,
    },
    { hardFailures: lockout.hard_failures },
  )
  // a refused try is hashed as well: time must not tell it from a wrong one
  const isOwn = await house.hasher.verify(account?.passwordHash, password)
  // a closed one can be opened again for a while, by whoever knows its password
  const isOpen = account?.status === 'active' || (account?.eraseAt !== undefined && account.eraseAt > at)
  // only a success spares the other hash: a right password that is refused must take as long as a wrong one
  const isSuccess = isOwn && isOpen && verdict === 'open'
  const isRight = isSuccess || (await checkLegacy(house, account?.legacyPasswordSealed, attempt, at)) || isOwn
  const isFinal = isRight && isOpen
  // for a name that nobody has as well: the same statement, and a job that finds nobody to tell
  if (charge.beganPause && !device && !isProven && !isFinal)
    await enqueueLockNotice(house.db, { accountId: account?.id ?? newId(), organization: attempt.organization, at })

  if (verdict === 'proof-first')
    return { kind: 'proof-first', typed, ...(account?.status === 'active' ? { accountId: account.id } : {}) }
  if (!account) return { kind: 'refused', reason: 'unknown' }
  const refused = (reason: 'wrong' | 'locked' | 'disabled' | 'no-password') =>
    ({ kind: 'refused', accountId: account.id, reason }) as const
  if (verdict === 'locked') return refused('locked')
  if (!account.passwordHash && !account.legacyPasswordSealed) return refused('no-password')
  if (!isRight) return refused('wrong')
  if (!isOpen) return refused('disabled')
  return {
    kind: 'right',
    accountId: account.id,
    isKnownDevice: device !== undefined,
    ...(isOwn ? {} : { upgrade: { passwordHash: await house.hasher.hash(password) } }),
    ...(isOwn && account.passwordHash && house.hasher.needsRehash(account.passwordHash)
      ? { rehash: { from: account.passwordHash, to: await house.hasher.hash(password) } }
      : {}),
    async write(tx) {
      await deleteFailureBudget(tx, key)
      await deleteFailureBudget(tx, typedKey)
      // whoever proved more than a password also ends what strangers' guesses had piled up
      if (isProven) await unlockPassword(tx, house, account.id)
    },
  }
}

/**
 * The hash of an imported account, or, as long as there are such accounts, one that costs as much: a name that nobody
 * has, and one with a hash of ours, answer a wrong password in the same time. Which of several costs, a keyed hash of
 * the name decides, so that asking again tells nothing.
 */
async function checkLegacy(
  house: House,
  sealed: Buffer | null | undefined,
  { username, password }: PasswordAttempt,
  at: Date,
): Promise<boolean> {
  const schemes = await legacySchemesOf(house, at)
  let stored = sealed ? openLegacyPassword(house.sealer, sealed) : undefined
  if (!stored && schemes.length > 0) {
    const draw = house.sealer.index('legacy-decoy', normalizeUsername(username)).readUInt32BE(0)
    stored = legacyDecoy(schemes[draw % schemes.length] ?? '')
  }
  if (!stored) return false
  // the other system hashed what was typed, whatever form the letters have
  const typed = new Set([password, normalizePassword(password)])
  let isRight = false
  for (const each of typed) isRight = (await house.hasher.verifyLegacy(stored, each)) || isRight
  return isRight && sealed !== null && sealed !== undefined
}

const schemesFor = new WeakMap<House['db'], { readonly until: Date; readonly schemes: Promise<readonly string[]> }>()
/** Asked for once a minute in a process: it changes with imports and upgrades only. */
function legacySchemesOf({ db }: House, at: Date): Promise<readonly string[]> {
  const known = schemesFor.get(db)
  if (known && at < known.until) return known.schemes
  const schemes = findLegacySchemes(db)
  schemesFor.set(db, { until: addSeconds(at, 60), schemes })
  schemes.catch(() => schemesFor.delete(db))
  return schemes
}

/** Staff or a recovery unlocks password sign-in from unknown devices. */
export async function unlockPassword(tx: Transaction, house: House, accountId: string): Promise<void> {
  await deleteFailureBudget(tx, house.sealer.index('failures.password', passwordBudget({ typed: '', accountId })))
}
