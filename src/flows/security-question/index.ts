/**
 * Chooses a security question. Invariant: whoever has a record proves the number that the clinic has on file for it
 * before anything changes; a number that a person typed is no proof of who they are.
 */
import { text } from '../../core/index.ts'
import type { Flow } from '../../flow-engine/index.ts'
import { setSecurityQuestion } from '../../operations/factors.ts'
import { minutes } from '../../platform/index.ts'
import {
  chooseQuestionStep,
  finishFactorChange,
  freshProofSteps,
  isRecordProven,
  phoneOfRecordSteps,
} from '../../steps/index.ts'
import { type QuestionFacts, questionFacts } from './facts.ts'
import { loadScene, type QuestionScene } from './scene.ts'

export const securityQuestion: Flow<QuestionFacts, QuestionScene> = {
  name: 'security-question',
  entry: { path: '/account/security-question', needs: 'session' },
  ttl: minutes(30),
  facts: questionFacts,
  given: [],
  steps: [
    ...freshProofSteps<QuestionFacts, QuestionScene>({ purpose: 'account.security-question' }),
    chooseQuestionStep<QuestionFacts, QuestionScene>({
      needs: [],
      required: () => true,
      keepsFresh: true,
      links: [{ href: '/account', label: text('question.not-now') }],
    }),
    ...phoneOfRecordSteps<QuestionFacts, QuestionScene>({
      purpose: 'account.security-question.record',
      needs: ['answer'],
    }),
  ],
  scene: (read, _facts, context) => loadScene(read, context),
  async complete(tx, facts, scene, context) {
    if (!scene.person) return { kind: 'denied', problem: 'session-ended' }
    if (!isRecordProven(facts, scene)) return { kind: 'denied', problem: 'record-number-changed' }
    const { question, hash } = facts.answer
    const { accountId } = scene.person
    await setSecurityQuestion(tx, context.house, { accountId, question, answerHash: hash }, context.now)
    const change = { kind: 'security-question', notice: 'factor-added' } as const
    if (!(await finishFactorChange(tx, { facts, scene }, context, change)))
      return { kind: 'denied', problem: 'session-ended' }
    return { kind: 'done', notice: 'factor-added' }
  },
}
