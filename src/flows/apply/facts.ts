import { z } from 'zod'
import { challengeSchema, proofSchema } from '../../factors/index.ts'
import { acceptedTermsSchema, personDetailsSchema, typedEmailSchema } from '../../steps/index.ts'

export const relationships = ['parent', 'guardian', 'representative', 'caregiver'] as const

/** What the applicant typed; nothing of the registry. */
export const applyFacts = z.object({
  /** for whom: themself, or somebody to whom they are that */
  applicant: z.enum(['self', ...relationships]),
  /** ISO date of the patient */
  birth: z.string(),
  /** the patient */
  person: personDetailsSchema,
  /** who applies, where it is not the patient */
  representative: z.object({ given: z.string(), family: z.string() }),
  email: typedEmailSchema,
  emailChallenge: challengeSchema.optional(),
  emailAnother: z.boolean().optional(),
  emailProof: proofSchema.optional(),
  /** E.164; `null`: they have none */
  phone: z.string().nullable(),
  postalCode: z.string(),
  terms: acceptedTermsSchema,
  /** Never given: the page that wants it is the last one. */
  told: z.literal(true).optional(),
})
export type ApplyFacts = z.output<typeof applyFacts>

export const provenEmail = ({ email, emailProof }: Partial<ApplyFacts>): string | undefined =>
  email?.address && emailProof?.to === email.address ? email.address : undefined

/** The parts of the journey as the person counts them. */
const stages = ['for-whom', 'birth-date', 'names', 'email', 'phone', 'send'] as const
export const progressAt = (stage: (typeof stages)[number]): { step: number; of: number } => ({
  step: stages.indexOf(stage) + 1,
  of: stages.length,
})
