import { z } from 'zod'
import { type Option, text } from '../../../core/index.ts'
import { defineStep } from '../../../flow-engine/index.ts'
import { acceptTermsStep, enrolOptionSteps, securityOptionStep, setPasswordStep } from '../../../steps/index.ts'
import { progressAt, provenEmail, provenPhone, type RegisterFacts } from '../facts.ts'
import type { RegisterScene } from '../scene.ts'

/**
 * One page for details that differ, several records, no record, and limits: nothing on it, nor before it, tells which.
 */
export const newHere = defineStep<RegisterFacts, RegisterScene>()({
  name: 'new-here',
  needs: ['match'],
  gives: ['isNew'],
  required: facts => facts.match?.kind === 'unsure',
  input: z.object({}),
  limits: ['address'],
  texts: ['problem.register-not-new'],
  page: (_facts, { mayBeNew }, { paths }) => ({
    kind: 'notice',
    tone: 'dead-end',
    name: 'new-here',
    title: text('register.new.title'),
    progress: progressAt('check'),
    lead: [text('register.new.seen'), text(mayBeNew ? 'register.new.new' : 'register.new.not-online')],
    ...(mayBeNew ? { submit: text('register.new.continue') } : {}),
    links: [
      { href: './your-details', label: text('register.new.correct') },
      ...(paths.apply ? [{ href: paths.apply, label: text('register.new.apply') }] : []),
    ],
  }),
  handle: async (_context, _facts, { mayBeNew }) =>
    mayBeNew ? { kind: 'advance', facts: { isNew: true } } : { kind: 'deny', problem: 'register-not-new' },
})

const anyPlace = ''
const optionsOf = (list: readonly { readonly sourceId: string; readonly name: string }[]): readonly Option[] => [
  { value: anyPlace, label: text('register.place.any') },
  ...list.map(({ sourceId, name }) => ({ value: sourceId, label: text('register.value', { value: name }) })),
]

/** Where, and with whom; an organisation without a list asks nothing. */
export const choosePlace = defineStep<RegisterFacts, RegisterScene>()({
  name: 'choose-place',
  needs: ['isNew'],
  gives: ['place'],
  required: (facts, { locations, providers }) =>
    facts.match?.kind === 'unsure' && locations.length + providers.length > 0,
  input: z.object({ location: z.string().max(100).default(''), provider: z.string().max(100).default('') }),
  limits: ['address'],
  texts: ['problem.choose-one'],
  page: ({ place }, { locations, providers }) => ({
    kind: 'form',
    name: 'choose-place',
    title: text('register.place.title'),
    progress: progressAt('check'),
    fields: [
      ...(locations.length > 0
        ? [
            {
              kind: 'select',
              name: 'location',
              label: text('register.place.location'),
              options: optionsOf(locations).map(each => ({
                ...each,
                checked: each.value === (place?.location ?? anyPlace),
              })),
            } as const,
          ]
        : []),
      ...(providers.length > 0
        ? [
            {
              kind: 'select',
              name: 'provider',
              label: text('register.place.provider'),
              options: optionsOf(providers).map(each => ({
                ...each,
                checked: each.value === (place?.provider ?? anyPlace),
              })),
            } as const,
          ]
        : []),
    ],
    submit: text('verify.continue'),
  }),
  async handle(_context, _facts, { locations, providers }, { location, provider }) {
    const isOf = (list: readonly { readonly sourceId: string }[], id: string) =>
      id === anyPlace || list.some(({ sourceId }) => sourceId === id)
    if (!isOf(locations, location)) return { kind: 'retry', problem: 'choose-one', field: 'location' }
    if (!isOf(providers, provider)) return { kind: 'retry', problem: 'choose-one', field: 'provider' }
    return {
      kind: 'advance',
      facts: { place: { ...(location ? { location } : {}), ...(provider ? { provider } : {}) } },
    }
  },
})

const given = (...values: readonly (string | undefined | null)[]): readonly string[] =>
  values.filter((value): value is string => !!value)

export const signInSteps = [
  acceptTermsStep<RegisterFacts, RegisterScene>({
    needs: ['match'],
    required: () => true,
    progress: () => progressAt('sign-in'),
  }),
  setPasswordStep<RegisterFacts, RegisterScene>({
    name: 'choose-credentials',
    needs: ['match'],
    required: () => true,
    hasProvenFactor: facts => provenPhone(facts) !== undefined,
    minLength: (_facts, scene) => scene.passwordLength,
    own: ({ person, patient, birth, email, phone }) =>
      given(
        person && `${person.given} ${person.family}`,
        patient && `${patient.given} ${patient.family}`,
        birth,
        patient?.birthDate,
        email?.address,
        phone?.number,
      ),
    email: provenEmail,
    budgetKey: facts => `phone:${facts.phone?.number}`,
    suggestion: (_facts, scene) => scene.suggestion,
    progress: () => progressAt('sign-in'),
  }),
  securityOptionStep<RegisterFacts, RegisterScene>({
    needs: ['match', 'credentials'],
    required: () => true,
    known: provenPhone,
    knownOnly: true,
    others: () => ['passkey', 'security-question'],
    preferred: facts => facts.phone?.factor,
    phoneCountry: scene => scene.phoneCountry,
    progress: () => progressAt('sign-in'),
  }),
  ...enrolOptionSteps<RegisterFacts, RegisterScene>({
    purpose: 'register.option-passkey',
    // the account does not exist yet: it is the name that was chosen
    owner: ({ credentials }) => ({ username: credentials?.username ?? '' }),
    device: scene => scene.device,
    progress: () => progressAt('sign-in'),
  }),
]
