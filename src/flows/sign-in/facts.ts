import { z } from 'zod'
import { challengeSchema, proofSchema } from '../../factors/index.ts'
import {
  acceptedTermsSchema,
  appSecretSchema,
  chosenQuestionSchema,
  connectedAppSchema,
  offeredPasskeySchema,
  securityOptionSchema,
  upstreamSchema,
} from '../../steps/index.ts'

/** What a sign-in has established. */
export const signInFacts = z.object({
  account: z.object({
    id: z.string(),
    /** This browser was known for this account when the password was given. */
    isKnownDevice: z.boolean(),
    /**
     * `session`: a step-up of somebody who is signed in already; the person never changes then. `insurer`: `upstream`
     * is theirs.
     */
    by: z.enum(['password', 'passkey', 'insurer', 'session']),
    /** The page's script found that this device can make a passkey. */
    canMakePasskey: z.boolean().optional(),
    /** Of an imported account: our own hash of the password that was given, kept once the upgrade is done. */
    newHash: z.string().optional(),
  }),
  /** Who signed in at an insurer: the way in of this journey, or to be tied to the account that is signed in to. */
  upstream: upstreamSchema.optional(),
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
  /** "Not now": of what was asked besides, the person gives nothing more. */
  declined: z.boolean().optional(),
  /** What they chose to add, since nothing that they have fits; the proof of a number on file comes before it. */
  newWay: z.enum(['text-code', 'totp', 'passkey']).optional(),
  recordChallenge: challengeSchema.optional(),
  recordAnother: z.boolean().optional(),
  recordProof: proofSchema.optional(),
  secret: appSecretSchema.optional(),
  app: connectedAppSchema.optional(),
  /** The first sign-in of an imported account. */
  /** The imported mailbox is lost: a number on file is proven instead. */
  emailLost: z.literal(true).optional(),
  emailChallenge: challengeSchema.optional(),
  emailAnother: z.boolean().optional(),
  emailProof: proofSchema.optional(),
  option: securityOptionSchema.optional(),
  answer: chosenQuestionSchema.optional(),
  phoneChallenge: challengeSchema.optional(),
  phoneAnother: z.boolean().optional(),
  phoneProof: proofSchema.optional(),
  onFileChallenge: challengeSchema.optional(),
  onFileAnother: z.boolean().optional(),
  onFileProof: proofSchema.optional(),
  /** A closed account is to be opened again. */
  reopened: z.literal(true).optional(),
  terms: acceptedTermsSchema.optional(),
  passkey: offeredPasskeySchema.optional(),
})
export type SignInFacts = z.output<typeof signInFacts>

/** "Not now", on whichever page. */
export const hasDeclined = ({ declined, newWay, passkey }: Partial<SignInFacts>): boolean =>
  declined === true || (newWay === 'passkey' && passkey === 'refused')
/** A step-up that its person does not want: the portal is told, and the session stays what it was. */
export const isRefused = (facts: Partial<SignInFacts>): boolean => hasDeclined(facts) && facts.account?.by === 'session'
/** The insurer's identity is new here: it is tied to whomever signs in. */
export const isLinking = ({ account, upstream }: Partial<SignInFacts>): boolean =>
  upstream !== undefined && account?.by !== 'insurer'
