import { z } from 'zod'
import { chosenQuestionSchema, freshProofFacts, recordProofFacts } from '../../steps/index.ts'

export const questionFacts = z.object({
  ...freshProofFacts,
  answer: chosenQuestionSchema,
  ...recordProofFacts,
})
export type QuestionFacts = z.output<typeof questionFacts>
