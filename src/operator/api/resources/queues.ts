import { z } from 'zod'
import { reasonTexts } from '../../../core/matching/index.ts'
import type { MatchedCandidate } from '../../../operations/matching.ts'
import { id } from '../fields.ts'

/** What a clerk needs to decide whom somebody may be; shared by the queues. */
export const candidate = z
  .strictObject({
    patient: id.optional(),
    grade: z.string(),
    reasons: z.array(z.strictObject({ id: z.string(), text: z.string() })),
    has_account: z.boolean(),
  })
  .meta({ id: 'Candidate' })

export const candidateOf = ({ patientId, grade, reasons, selfAccountId }: MatchedCandidate) => ({
  patient: patientId,
  grade,
  reasons: reasons.map(reason => ({ id: reason, text: reasonTexts[reason] })),
  has_account: selfAccountId !== undefined,
})

export const sex = z.enum(['female', 'male', 'another', 'undisclosed'])
