import { z } from 'zod'
import { challengeSchema, proofSchema } from '../../factors/index.ts'
import { freshProofFacts } from '../../steps/index.ts'

export const questionFacts = z.object({
  ...freshProofFacts,
  /** Only the hash of the answer is kept, like a password's. */
  answer: z.object({ question: z.string(), hash: z.string() }),
  recordChallenge: challengeSchema.optional(),
  recordAnother: z.boolean().optional(),
  /** Control of a number that the clinic has on file; never becomes an own contact. */
  recordProof: proofSchema.optional(),
})
export type QuestionFacts = z.output<typeof questionFacts>
