/**
 * Chooses a security question. Invariant: whoever has a record proves the number that the clinic has on file for it
 * before anything changes; a number that a person typed is no proof of who they are.
 */
import { z } from 'zod'
import { text } from '../../core/index.ts'
import { checkAnswer, isSecurityQuestion, normalizeAnswer, securityQuestions } from '../../core/security-questions.ts'
import { factorTexts } from '../../factors/index.ts'
import { defineStep, type Flow } from '../../flow-engine/index.ts'
import { setSecurityQuestion } from '../../operations/factors.ts'
import { minutes } from '../../platform/index.ts'
import { finishFactorChange, freshProofSteps, isRecordProven, phoneOfRecordSteps } from '../../steps/index.ts'
import { type QuestionFacts, questionFacts } from './facts.ts'
import { loadScene, type QuestionScene } from './scene.ts'

const words = (question: string, language: 'en' | 'es'): string =>
  (factorTexts as Readonly<Record<string, { readonly en: string; readonly es: string }>>)[`question.${question}`]?.[
    language
  ] ?? ''

const chooseQuestion = defineStep<QuestionFacts, QuestionScene>()({
  name: 'choose-question',
  needs: [],
  gives: ['answer', 'freshSince'],
  required: () => true,
  input: z.object({
    question: z.string('choose-one').refine(isSecurityQuestion, 'choose-one'),
    answer: z.string('answer-short').max(100, 'answer-long'),
  }),
  limits: ['address', 'flow'],
  texts: ['problem.choose-one', 'problem.answer-short', 'problem.answer-long', 'problem.answer-in-question'],
  page: ({ answer }) => ({
    kind: 'form',
    name: 'security-question',
    title: text('question.title'),
    lead: [text('question.lead'), text('question.counts')],
    fields: [
      {
        kind: 'select',
        name: 'question',
        label: text('question.question'),
        options: securityQuestions.map(id => ({
          value: id,
          label: text(`question.${id}`),
          ...(answer?.question === id ? { checked: true } : {}),
        })),
      },
      {
        kind: 'text',
        name: 'answer',
        label: text('question.answer'),
        hint: text('question.answer-hint'),
        autocomplete: 'off',
      },
    ],
    submit: text('question.submit'),
    links: [{ href: '/account', label: text('question.not-now') }],
  }),
  async handle({ house, now, visitor }, _facts, _scene, { question, answer }) {
    const fault = checkAnswer(answer, words(question, visitor.language))
    if (fault) return { kind: 'retry', problem: fault, field: 'answer' }
    const hash = await house.hasher.hash(normalizeAnswer(answer))
    return { kind: 'advance', facts: { answer: { question, hash }, freshSince: now } }
  },
})

export const securityQuestion: Flow<QuestionFacts, QuestionScene> = {
  name: 'security-question',
  entry: { path: '/account/security-question', needs: 'session' },
  ttl: minutes(30),
  facts: questionFacts,
  given: [],
  steps: [
    ...freshProofSteps<QuestionFacts, QuestionScene>({ purpose: 'account.security-question' }),
    chooseQuestion,
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
