import { z } from 'zod'
import { challengeSchema, type Proof, proofSchema } from '../../factors/index.ts'
import {
  acceptedTermsSchema,
  chosenQuestionSchema,
  credentialsSchema,
  namedPasskeySchema,
  personDetailsSchema,
  securityOptionSchema,
  typedEmailSchema,
  typedPhoneSchema,
  upstreamSchema,
} from '../../steps/index.ts'
import type { ProspectDetails } from '../../store/index.ts'

export const relationships = ['parent', 'guardian', 'representative', 'caregiver'] as const

/** What the journey has established, all of it typed by the person; nothing of the registry but a record certainly theirs. */
export const registerFacts = z.object({
  /** Who signed in at an insurer before: fills the fields, and is tied to the account. */
  upstream: upstreamSchema.optional(),
  /** ISO date of the person who registers */
  birth: z.string(),
  registrant: z.enum(['patient', 'family']),
  person: personDetailsSchema,
  email: typedEmailSchema,
  emailChallenge: challengeSchema.optional(),
  emailAnother: z.boolean().optional(),
  emailProof: proofSchema.optional(),
  phone: typedPhoneSchema,
  phoneChallenge: challengeSchema.optional(),
  phoneAnother: z.boolean().optional(),
  phoneProof: proofSchema.optional(),
  /** The mailbox serves an account already; another one is wanted. */
  separate: z.literal(true).optional(),
  /** Whose record a family member asks for. */
  patient: personDetailsSchema.extend({ birthDate: z.string(), relationship: z.enum(relationships) }).optional(),
  match: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('certain'), patientId: z.string() }),
    z.object({ kind: z.literal('has-account') }),
    z.object({ kind: z.literal('unsure') }),
    z.object({ kind: z.literal('family') }),
  ]),
  /** Never given: the page that wants it is the last one. */
  told: z.literal(true).optional(),
  isNew: z.literal(true).optional(),
  place: z.object({ location: z.string().optional(), provider: z.string().optional() }).optional(),
  terms: acceptedTermsSchema,
  credentials: credentialsSchema,
  option: securityOptionSchema,
  /** What the security option needs, where it is no phone. */
  passkey: namedPasskeySchema.optional(),
  answer: chosenQuestionSchema.optional(),
})
export type RegisterFacts = z.output<typeof registerFacts>

const isOf = (proof: Proof | undefined, to: string | null | undefined): boolean => !!to && proof?.to === to

/** The typed email, once its code was right. */
export const provenEmail = ({ email, emailProof }: Partial<RegisterFacts>): string | undefined =>
  email?.address && isOf(emailProof, email.address) ? email.address : undefined
/** The typed phone, once its code was right. */
export const provenPhone = ({ phone, phoneProof }: Partial<RegisterFacts>): string | undefined =>
  phone && isOf(phoneProof, phone.number) ? phone.number : undefined

/** Everything that was to be proven is: only now anything may be looked up. */
export const isProven = (facts: Partial<RegisterFacts>): boolean =>
  provenPhone(facts) !== undefined &&
  !!facts.email &&
  (facts.email.address === null || provenEmail(facts) !== undefined)

/** @throws Error before everything is proven */
export function detailsOf(facts: Partial<RegisterFacts>): ProspectDetails {
  const { person, birth } = facts
  const phone = provenPhone(facts)
  const email = provenEmail(facts)
  if (!person || !birth || !phone) throw new Error('a registrant is looked up after both codes only')
  return {
    given: person.given,
    family: person.family,
    sex: person.sex,
    birth_date: birth,
    ...(person.postalCode ? { postal_code: person.postalCode } : {}),
    phone,
    ...(email ? { email } : {}),
  }
}

/** The parts of the journey as the person counts them. */
export const stages = ['you', 'contact', 'check', 'sign-in'] as const
export const progressAt = (stage: (typeof stages)[number]): { step: number; of: number } => ({
  step: stages.indexOf(stage) + 1,
  of: stages.length,
})
