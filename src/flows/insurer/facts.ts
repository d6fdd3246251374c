import { z } from 'zod'
import { challengeSchema, proofSchema } from '../../factors/index.ts'
import {
  acceptedTermsSchema,
  anyCredentialsSchema,
  chosenInsurerFacts,
  chosenQuestionSchema,
  namedPasskeySchema,
  securityOptionSchema,
  typedEmailSchema,
  upstreamFacts,
} from '../../steps/index.ts'

/** Ways on for somebody whom we do not know from this insurer yet. */
export const ways = ['sign-in', 'access-code', 'member', 'register'] as const

/** What the journey has established; what the insurer says of its member is asserted, never proof of a record. */
export const insurerFacts = z.object({
  ...chosenInsurerFacts,
  ...upstreamFacts,
  /** The portal is told: what it asked for is not to be had. */
  refused: z.literal('invalid_idp').optional(),
  way: z.enum(ways).optional(),
  /** Whom the insurer's member is on record, if anybody; whoever it is, the pages are the same until a code was right. */
  member: z
    .object({
      patientId: z.string().optional(),
      phone: z.object({ id: z.string(), value: z.string() }).optional(),
      isTrusted: z.literal(true).optional(),
    })
    .optional(),
  memberChallenge: challengeSchema.optional(),
  memberAnother: z.boolean().optional(),
  memberProof: proofSchema.optional(),
  /** The record has an account: its own sign-in comes first. */
  owner: z.literal('sign-in').optional(),
  person: z.literal('confirmed').optional(),
  terms: acceptedTermsSchema.optional(),
  email: typedEmailSchema.optional(),
  emailChallenge: challengeSchema.optional(),
  emailAnother: z.boolean().optional(),
  emailProof: proofSchema.optional(),
  credentials: anyCredentialsSchema.optional(),
  option: securityOptionSchema.optional(),
  answer: chosenQuestionSchema.optional(),
  passkey: namedPasskeySchema.optional(),
  phoneChallenge: challengeSchema.optional(),
  phoneAnother: z.boolean().optional(),
  phoneProof: proofSchema.optional(),
})
export type InsurerFacts = z.output<typeof insurerFacts>
