import { normalizePassword } from '../../core/passwords.ts'
import { findPasswordHash } from '../../store/accounts.ts'
import { chargeFailure, deleteFailureBudget } from '../../store/failure-budgets.ts'
import type { Factor } from '../contract.ts'

/**
 * The account's own password, asked of somebody who is known already (confirming a sensitive change). Sign-in itself
 * also has to find out whose it is, and uses operations/sign-in.ts.
 */
export const password: Factor = {
  kind: 'password',
  category: 'knowledge',
  amr: ['pwd'],
  sends: false,
  field: 'password',
  offers: scene => (scene.hasPassword ? [{ id: 'password', factor: 'password', to: scene.accountId, masked: '' }] : []),
  challenge: async () => ({}),
  async verify({ house, now, subject }, _offer, answer) {
    const { lockout } = house.settings
    // apart from sign-in's budgets: a stranger's guesses there must not lock the person out of what they are doing here
    const key = house.sealer.index('failures.password', `confirm:${subject.key}`)
    const charge = await chargeFailure(house.db, key, { failures: lockout.failures, seconds: lockout.seconds }, now)
    const stored = subject.accountId ? await findPasswordHash(house.db, subject.accountId) : undefined
    const isRight = await house.hasher.verify(stored, normalizePassword(answer))
    if (!charge.allowed || !isRight) return { kind: 'refused', problem: 'password-wrong' }
    return { kind: 'proven', write: tx => deleteFailureBudget(tx, key) }
  },
}
