import { z } from 'zod'
import { challengeSchema, proofSchema } from '../../factors/index.ts'
import { acceptedTermsSchema, offeredPasskeySchema } from '../../steps/index.ts'

/** What a sign-in has established. */
export const signInFacts = z.object({
  account: z.object({
    id: z.string(),
    /** This browser was known for this account when the password was given. */
    isKnownDevice: z.boolean(),
    /** `session`: a step-up of somebody who is signed in already; the person never changes then. */
    by: z.enum(['password', 'passkey', 'session']),
    /** The page's script found that this device can make a passkey. */
    canMakePasskey: z.boolean().optional(),
  }),
  /** Too many guesses were made at this name: whom a code is sent to before a password is taken. `to` may be nobody's. */
  cautious: z
    .object({
      subject: z.string(),
      accountId: z.string().optional(),
      language: z.enum(['en', 'es']),
      contact: z.object({ id: z.string(), value: z.string() }),
    })
    .optional(),
  firstChallenge: challengeSchema.optional(),
  firstAnother: z.boolean().optional(),
  firstProof: proofSchema.optional(),
  /** The password, or a passkey, which needs nothing beside it. */
  firstFactor: proofSchema.optional(),
  secondChallenge: challengeSchema.optional(),
  secondAnother: z.boolean().optional(),
  secondProof: proofSchema.optional(),
  terms: acceptedTermsSchema.optional(),
  passkey: offeredPasskeySchema.optional(),
})
export type SignInFacts = z.output<typeof signInFacts>
