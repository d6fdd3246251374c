import { WriteRefused } from '../../flow-engine/index.ts'
import { readCode } from '../../operations/verifications.ts'
import { findFactorSecrets, updateFactorStep } from '../../store/account-factors.ts'
import type { Factor } from '../contract.ts'
import { chargeTry, clearTries, codeRule } from '../tries.ts'
import { timeStepOf } from './authenticator.ts'

/**
 * A code of an authenticator app (RFC 6238). A time step is good once, whichever journey it comes in: who looks over a
 * shoulder has nothing.
 */
export const totp: Factor = {
  kind: 'totp',
  category: 'possession',
  amr: ['otp'],
  sends: false,
  field: 'code',
  offers: ({ accountId, enrolled }) =>
    enrolled.some(factor => factor.kind === 'totp') ? [{ id: 'totp', factor: 'totp', to: accountId, masked: '' }] : [],
  challenge: async () => ({}),
  async verify(context, _offer, answer) {
    const { house, now, subject } = context
    const code = readCode(answer)
    if (!code) return { kind: 'refused', problem: 'totp-format' }
    if (!(await chargeTry(context, 'totp', codeRule(context)))) return { kind: 'refused', problem: 'totp-paused' }
    const apps = subject.accountId ? await findFactorSecrets(house.db, house.sealer, subject.accountId, 'totp') : []
    const found = apps
      .map(app => ({ id: app.id, step: timeStepOf(app.data, code, now) }))
      .find(app => app.step !== undefined)
    if (found?.step === undefined) return { kind: 'refused', problem: 'totp-wrong' }
    const { id, step } = found
    return {
      kind: 'proven',
      async write(tx) {
        if (!(await updateFactorStep(tx, id, step))) throw new WriteRefused('totp-wrong', 'code')
        await clearTries(tx, context, 'totp')
      },
    }
  },
}
