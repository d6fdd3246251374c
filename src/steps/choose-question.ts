import { z } from 'zod'
import { type Link, text } from '../core/index.ts'
import { checkAnswer, isSecurityQuestion, normalizeAnswer, securityQuestions } from '../core/security-questions.ts'
import { factorTexts } from '../factors/index.ts'
import type { Ask, Outcome, Step } from '../flow-engine/contract.ts'

/** The fact of a question: only the hash of the answer is kept, like a password's. */
export const chosenQuestionSchema = z.object({ question: z.string(), hash: z.string() })
export type ChosenQuestion = z.output<typeof chosenQuestionSchema>

export interface ChooseQuestionOptions<F, S> {
  readonly name?: string
  readonly needs: readonly (keyof F)[]
  required(facts: Partial<F>, scene: S, ask: Ask): boolean
  readonly links?: readonly Link[]
  /** The journey wanted a fresh proof before: it counts until the end (`freshProofSteps`). */
  readonly keepsFresh?: boolean
  progress?(facts: Partial<F>, scene: S): { readonly step: number; readonly of: number }
}

const words = (question: string, language: 'en' | 'es'): string =>
  (factorTexts as Readonly<Record<string, { readonly en: string; readonly es: string }>>)[`question.${question}`]?.[
    language
  ] ?? ''

/** A question from the list, and its answer. Gives the fact `answer`. */
export function chooseQuestionStep<F extends { answer?: ChosenQuestion; freshSince?: Date | undefined }, S>(
  options: ChooseQuestionOptions<F, S>,
): Step<F, S, keyof F, 'answer' | 'freshSince', { question: string; answer: string }> {
  const name = options.name ?? 'choose-question'
  return {
    name,
    needs: options.needs,
    gives: options.keepsFresh ? ['answer', 'freshSince'] : ['answer'],
    required: options.required,
    input: z.object({
      question: z.string('choose-one').refine(isSecurityQuestion, 'choose-one'),
      answer: z.string('answer-short').max(100, 'answer-long'),
    }),
    limits: ['address', 'flow'],
    texts: ['problem.choose-one', 'problem.answer-short', 'problem.answer-long', 'problem.answer-in-question'],
    page: (facts, scene) => ({
      kind: 'form',
      name: 'security-question',
      title: text('question.title'),
      ...(options.progress ? { progress: options.progress(facts, scene) } : {}),
      lead: [text('question.lead'), text('question.counts')],
      fields: [
        {
          kind: 'select',
          name: 'question',
          label: text('question.question'),
          options: securityQuestions.map(id => ({
            value: id,
            label: text(`question.${id}`),
            ...(facts.answer?.question === id ? { checked: true } : {}),
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
      ...(options.links ? { links: options.links } : {}),
    }),
    async handle({ house, now, visitor }, _facts, _scene, input): Promise<Outcome<F, 'answer' | 'freshSince'>> {
      const fault = checkAnswer(input.answer, words(input.question, visitor.language))
      if (fault) return { kind: 'retry', problem: fault, field: 'answer' }
      const answer: ChosenQuestion = {
        question: input.question,
        hash: await house.hasher.hash(normalizeAnswer(input.answer)),
      }
      const facts = options.keepsFresh ? { answer, freshSince: now } : { answer }
      return { kind: 'advance', facts: facts as Pick<F, 'answer' | 'freshSince'> }
    },
  }
}
