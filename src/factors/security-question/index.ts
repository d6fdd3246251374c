import { normalizeAnswer } from '../../core/security-questions.ts'
import { findFactorSecrets } from '../../store/account-factors.ts'
import type { Factor } from '../contract.ts'
import { chargeTry, clearTries } from '../tries.ts'

/**
 * The answer to a question that the person chose. Others may know it, so it is capped: it confirms somebody who gave a
 * password, and never makes two factors. Its offer shows the id of the question.
 */
export const securityQuestion: Factor = {
  kind: 'security-question',
  category: 'knowledge',
  amr: ['kba'],
  ceiling: 'urn:vestibule:aal1:confirmed',
  sends: false,
  field: 'answer',
  offers: ({ accountId, enrolled }) =>
    enrolled.flatMap(({ kind, detail }) =>
      kind === 'security-question' && detail ? [{ id: kind, factor: kind, to: accountId, masked: detail }] : [],
    ),
  challenge: async () => ({}),
  async verify(context, _offer, answer) {
    const { house, subject } = context
    const { question_failures, question_pause_seconds } = house.settings.lockout
    const rule = { failures: question_failures, seconds: question_pause_seconds }
    if (!(await chargeTry(context, 'security-question', rule))) return { kind: 'refused', problem: 'answer-paused' }
    const [stored] = subject.accountId
      ? await findFactorSecrets(house.db, house.sealer, subject.accountId, 'security-question')
      : []
    if (!(await house.hasher.verify(stored?.data, normalizeAnswer(answer))))
      return { kind: 'refused', problem: 'answer-wrong' }
    return { kind: 'proven', write: tx => clearTries(tx, context, 'security-question') }
  },
}
