import { z } from 'zod'
import { freshProofFacts, recordProofFacts } from '../../steps/index.ts'

export const questionFacts = z.object({
  ...freshProofFacts,
  /** Only the hash of the answer is kept, like a password's. */
  answer: z.object({ question: z.string(), hash: z.string() }),
  ...recordProofFacts,
})
export type QuestionFacts = z.output<typeof questionFacts>
