import { z } from 'zod'
import { challengeSchema, type Proof, proofSchema } from '../../factors/index.ts'
import {
  acceptedTermsSchema,
  chosenQuestionSchema,
  credentialsSchema,
  namedPasskeySchema,
  securityOptionSchema,
  typedEmailSchema,
} from '../../steps/index.ts'

/** A link that was opened in some browser: its token, and the press on its button. */
export const linkFacts = z.object({ token: z.string(), pressed: z.literal(true) })
export type LinkFacts = z.output<typeof linkFacts>

/** What the journey has established. Who adds to an account of theirs gives nothing that the account has. */
export const inviteFacts = z.object({
  /** Somebody holds its link: that proves nothing, mails are forwarded. */
  invitation: z.object({ id: z.string(), patient: z.string() }),
  /** Never given: these pages lead nowhere. */
  gone: z.never().optional(),
  freshSession: z.boolean().optional(),
  email: typedEmailSchema.optional(),
  emailChallenge: challengeSchema.optional(),
  emailAnother: z.boolean().optional(),
  emailProof: proofSchema.optional(),
  /** `isPersonal`: has something of the record's person in it, which is told only after the proof. */
  credentials: credentialsSchema.extend({ isPersonal: z.boolean() }).optional(),
  terms: acceptedTermsSchema.optional(),
  option: securityOptionSchema.optional(),
  /** Control of a number that the clinic has on file, for the patient or for who manages the account. */
  numberChallenge: challengeSchema.optional(),
  numberAnother: z.boolean().optional(),
  numberProof: proofSchema,
  who: z.enum(['patient', 'manager']),
  /** The number of whom they say they are, where the one before was the other's. */
  ownChallenge: challengeSchema.optional(),
  ownAnother: z.boolean().optional(),
  ownProof: proofSchema.optional(),
  manager: z.object({ given: z.string(), family: z.string(), birthDate: z.string() }).optional(),
  username: z.string().optional(),
  /** In place of one that was personal. */
  newPasswordHash: z.string().optional(),
  phoneChallenge: challengeSchema.optional(),
  phoneAnother: z.boolean().optional(),
  phoneProof: proofSchema.optional(),
  passkey: namedPasskeySchema.optional(),
  answer: chosenQuestionSchema.optional(),
})
export type InviteFacts = z.output<typeof inviteFacts>

/** The typed email, once its code was right. */
export const provenEmail = ({ email, emailProof }: Partial<InviteFacts>): string | undefined =>
  email?.address && emailProof?.to === email.address ? email.address : undefined

/** Whom proofs of numbers on file are for, and what is counted for them. */
export const subjectKey = (invitationId: string): string => `invitation:${invitationId}`

/** Proofs of numbers that stand on file, all of them given for this very invitation. */
export const numberProofs = ({ invitation, numberProof, ownProof }: Partial<InviteFacts>): readonly Proof[] =>
  [numberProof, ownProof].filter(
    (proof): proof is Proof =>
      proof !== undefined && invitation !== undefined && proof.subject === subjectKey(invitation.id),
  )

/** The parts of the journey as the person counts them. */
export const stages = ['email', 'sign-in', 'option', 'number', 'person'] as const
export const progressAt = (stage: (typeof stages)[number]): { step: number; of: number } => ({
  step: stages.indexOf(stage) + 1,
  of: stages.length,
})
