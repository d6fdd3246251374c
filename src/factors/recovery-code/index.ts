import { WriteRefused } from '../../flow-engine/index.ts'
import { noticeToEveryContact } from '../../operations/contacts.ts'
import { hasRecoveryCode, updateRecoveryCodeUsed } from '../../store/recovery-codes.ts'
import type { Factor } from '../contract.ts'
import { chargeTry, clearTries, codeRule } from '../tries.ts'
import { readRecoveryCode, recoveryCodeHash } from './codes.ts'

/**
 * One of ten codes on paper, for whoever lost the rest; each is good once. Something that one has, but no second factor
 * in the sense of the assurance table: it is capped.
 */
export const recoveryCode: Factor = {
  kind: 'recovery-code',
  category: 'possession',
  amr: ['otp'],
  ceiling: 'urn:vestibule:aal1:confirmed',
  sends: false,
  field: 'code',
  offers: ({ accountId, enrolled }) =>
    enrolled.some(factor => factor.kind === 'recovery-code')
      ? [{ id: 'recovery-code', factor: 'recovery-code', to: accountId, masked: '' }]
      : [],
  challenge: async () => ({}),
  async verify(context, _offer, answer) {
    const { house, now, subject } = context
    const code = readRecoveryCode(answer)
    if (!code) return { kind: 'refused', problem: 'recovery-code-format' }
    if (!(await chargeTry(context, 'recovery-code', codeRule(context))))
      return { kind: 'refused', problem: 'recovery-code-paused' }
    const { accountId } = subject
    const hash = recoveryCodeHash(house.sealer, accountId ?? '', code)
    if (!accountId || !(await hasRecoveryCode(house.db, accountId, hash)))
      return { kind: 'refused', problem: 'recovery-code-wrong' }
    return {
      kind: 'proven',
      async write(tx) {
        if (!(await updateRecoveryCodeUsed(tx, accountId, hash, now)))
          throw new WriteRefused('recovery-code-wrong', 'code')
        await clearTries(tx, context, 'recovery-code')
        // ten codes on paper are easily found by somebody else: wherever one is used, its owner hears of it
        const told = { accountId, language: subject.language, organization: context.organization }
        await noticeToEveryContact(tx, house, told, 'recovery-code-used', now)
      },
    }
  },
}
