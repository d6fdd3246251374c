import { z } from 'zod'
import { challengeSchema, proofSchema } from '../../factors/index.ts'
import { acceptedTermsSchema } from '../../steps/accept-terms.ts'
import { chosenInsurerFacts } from '../../steps/choose-insurer.ts'
import { chosenQuestionSchema } from '../../steps/choose-question.ts'
import { namedPasskeySchema } from '../../steps/create-passkey.ts'
import { securityOptionSchema } from '../../steps/security-option.ts'
import { anyCredentialsSchema } from '../../steps/set-password.ts'
import { typedEmailSchema } from '../../steps/typed-email.ts'
import { type Upstream, upstreamFacts } from '../../steps/upstream.ts'

/** What the journey has established. Contacts are here because the engine seals facts; codes and passwords are not. */
export const activateFacts = z.object({
  /** Who signed in at an insurer, before this journey or in it: tied to the account that is made here. */
  ...upstreamFacts,
  ...chosenInsurerFacts,
  /** Code and birth date were right: which record this is about. */
  code: z.object({ id: z.string(), patient: z.string(), organization: z.string() }),
  recordChallenge: challengeSchema.optional(),
  recordAnother: z.boolean().optional(),
  /** Control of a contact of record; absent only where staff checked identity and nothing is on file. */
  recordProof: proofSchema.optional(),
  /** "I no longer have this number" was pressed, and its help page was read. */
  contactHelpAsked: z.boolean().optional(),
  contactHelpRead: z.boolean().optional(),
  person: z.literal('confirmed'),
  terms: acceptedTermsSchema,
  email: typedEmailSchema,
  emailChallenge: challengeSchema.optional(),
  emailAnother: z.boolean().optional(),
  emailProof: proofSchema.optional(),
  credentials: anyCredentialsSchema,
  /** Instead of a password, or as the security option. */
  passkey: namedPasskeySchema.optional(),
  option: securityOptionSchema,
  answer: chosenQuestionSchema.optional(),
  /** The number on file, where another phone was chosen and a mailbox of record proved the person. */
  onFileChallenge: challengeSchema.optional(),
  onFileAnother: z.boolean().optional(),
  onFileProof: proofSchema.optional(),
  phoneChallenge: challengeSchema.optional(),
  phoneAnother: z.boolean().optional(),
  phoneProof: proofSchema.optional(),
})
export type ActivateFacts = z.output<typeof activateFacts>

/** The own email, once it is proven: by its own code, or because the record's mailbox proven before is the same. */
export function provenEmail(facts: Partial<ActivateFacts>): string | undefined {
  const address = facts.email?.address
  if (!address) return undefined
  const proofs = [facts.emailProof, ownRecordProof(facts)]
  return proofs.some(proof => proof?.factor === 'email-code' && proof.to === address) ? address : undefined
}

/** The phone of the security option, once it is proven in this journey. */
export function provenPhone(facts: Partial<ActivateFacts>): string | undefined {
  const phone = facts.option?.phone
  if (!phone) return undefined
  const proofs = [facts.phoneProof, ownRecordProof(facts)]
  return proofs.some(proof => proof && proof.factor !== 'email-code' && proof.to === phone) ? phone : undefined
}

/** A passkey signs in, and there is no password. */
export const isWithoutPassword = ({ credentials }: Partial<ActivateFacts>): boolean =>
  credentials !== undefined && credentials.passwordHash === undefined && !credentials.byInsurer

/** They want an insurer for their way in, and did not come from one. */
export const picksInsurer = ({ credentials, chosen, upstream }: Partial<ActivateFacts>): boolean =>
  credentials?.byInsurer === true && (chosen !== undefined || upstream === undefined)

/** Whoever picked an insurer here and then thought better of it has it not. */
export const tiedUpstream = ({ credentials, chosen, upstream }: Partial<ActivateFacts>): Upstream | undefined =>
  chosen && !credentials?.byInsurer ? undefined : upstream

/** The phone of record that was proven in this journey, if it was a phone. */
export function recordPhone(facts: Partial<ActivateFacts>): string | undefined {
  const proof = ownRecordProof(facts)
  return proof && proof.factor !== 'email-code' ? proof.to : undefined
}

/** A proof of one record is worth nothing for another: a second code typed on the way back must prove its own. */
export const ownRecordProof = (facts: Partial<ActivateFacts>): ActivateFacts['recordProof'] =>
  facts.code && facts.recordProof?.subject === `patient:${facts.code.patient}` ? facts.recordProof : undefined
