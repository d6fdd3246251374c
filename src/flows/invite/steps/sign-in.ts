import { z } from 'zod'
import { text } from '../../../core/index.ts'
import { normalizeUsername } from '../../../core/names.ts'
import { checkNewPassword, normalizePassword, passwordPolicy } from '../../../core/passwords.ts'
import { defineStep, type StepContext } from '../../../flow-engine/index.ts'
import { hours } from '../../../platform/index.ts'
import { takenProblem, usernameFault } from '../../../steps/index.ts'
import { type InviteFacts, numberProofs, progressAt, provenEmail } from '../facts.ts'
import { fullName, type Invited, type InviteScene, invitedIn } from '../scene.ts'

const typedUsername = z.string('username-length').trim().min(1, 'username-length').max(254, 'username-length')
const typedPassword = z.string('password-short').max(1024, 'password-long')
const usernameProblems = [
  'problem.username-length',
  'problem.username-characters',
  'problem.username-not-your-email',
  'problem.username-tries',
]
const passwordProblems = [
  'problem.password-short',
  'problem.password-long',
  'problem.password-common',
  'problem.password-personal',
  'problem.password-composition',
]

/** Of the record's person, none of which may be the password. */
const ownOf = ({ demographics, patient, contacts, representative }: Invited): readonly string[] => [
  fullName(patient),
  ...demographics.given_names,
  demographics.family_name,
  demographics.birth_date,
  ...contacts.map(({ value }) => value),
  ...(representative ? [fullName(representative.name), representative.phone] : []),
]

/** A name that is not their own mailbox costs a try, taken or not: nothing is looked up before everything is proven. */
async function chargeName({ house }: StepContext, invitationId: string): Promise<boolean> {
  const rule = { points: house.settings.limits.username_tries, seconds: hours(24) }
  return (await house.limits.charge('username-lookup', `invitation:${invitationId}`, rule)).allowed
}

/**
 * Username and password, before anything is proven of the record: so nothing of what is known is told here. A name that
 * is taken, and a password with the person's own data in it, are asked for again after the proof.
 */
export const chooseCredentials = defineStep<InviteFacts, InviteScene>()({
  name: 'choose-credentials',
  needs: ['invitation', 'email'],
  gives: ['credentials'],
  required: (_facts, { isAdding }) => !isAdding,
  input: z.object({ username: typedUsername, new_password: typedPassword }),
  limits: ['address', 'flow'],
  texts: [...usernameProblems, ...passwordProblems],
  page({ credentials, email }, { lengths }) {
    const minLength = lengths.min_length
    return {
      kind: 'form',
      name: 'choose-credentials',
      title: text('credentials.title'),
      progress: progressAt('sign-in'),
      lead: [text('credentials.lead')],
      fields: [
        {
          kind: 'username',
          name: 'username',
          isNew: true,
          label: text('field.username'),
          hint: text('invite.username-hint'),
          value: credentials?.username ?? email?.address ?? '',
        },
        {
          kind: 'password',
          name: 'new_password',
          isNew: true,
          minLength,
          label: text('field.new_password'),
          hint: text('credentials.password-hint', { length: minLength }),
        },
      ],
      submit: text('credentials.submit'),
    }
  },
  async handle(context, facts, scene, input) {
    const { house } = context
    const username = normalizeUsername(input.username)
    const email = provenEmail(facts)
    const fault = usernameFault(username, email ? [email] : [])
    if (fault) return { kind: 'retry', problem: fault, field: 'username' }
    const policy = passwordPolicy(house.settings.passwords, false)
    const typed = email ? [username, email] : [username]
    const weakness = await checkNewPassword(input.new_password, policy, typed)
    const own = await checkNewPassword(input.new_password, policy, [...typed, ...ownOf(invitedIn(scene))])
    if (weakness) return { kind: 'retry', problem: weakness, field: 'new_password' }
    const isFree = username === email || username === facts.credentials?.username
    if (!isFree && !(await chargeName(context, facts.invitation.id)))
      return { kind: 'retry', problem: 'username-tries', field: 'username' }
    const passwordHash = await house.hasher.hash(normalizePassword(input.new_password))
    return { kind: 'advance', facts: { credentials: { username, passwordHash, isPersonal: own !== undefined } } }
  },
})

/** "Taken" is told only now. */
export const chooseUsername = defineStep<InviteFacts, InviteScene>()({
  name: 'choose-username',
  needs: ['who', 'numberProof'],
  gives: ['username'],
  required: (facts, { isAdding, isNameTaken }) => !isAdding && (isNameTaken || facts.username !== undefined),
  input: z.object({ username: typedUsername }),
  limits: ['address', 'flow'],
  texts: [...usernameProblems, 'problem.username-taken'],
  page({ username, credentials }, { suggestion }) {
    const free = username ?? suggestion
    return {
      kind: 'form',
      name: 'choose-username',
      title: text('invite.username.title'),
      progress: progressAt('person'),
      lead: [text('invite.username.lead', { username: credentials?.username ?? '' })],
      fields: [
        {
          kind: 'username',
          name: 'username',
          isNew: true,
          label: text('field.username'),
          hint: free ? text('credentials.username-hint-free', { free }) : text('credentials.username-hint'),
          ...(free ? { value: free } : {}),
        },
      ],
      submit: text('credentials.submit'),
    }
  },
  async handle(context, facts, { suggestion }, input) {
    const username = normalizeUsername(input.username)
    const email = provenEmail(facts)
    const fault = usernameFault(username, email ? [email] : [])
    if (fault) return { kind: 'retry', problem: fault, field: 'username' }
    const isFree = username === suggestion || username === facts.username
    const taken = isFree ? undefined : await takenProblem(context, `invitation:${facts.invitation?.id}`, username)
    return taken ? { kind: 'retry', problem: taken, field: 'username' } : { kind: 'advance', facts: { username } }
  },
})

/** Instead of a password that had the person's own data in it. A phone is proven by now, so a shorter one will do. */
export const anotherPassword = defineStep<InviteFacts, InviteScene>()({
  name: 'another-password',
  needs: ['who', 'numberProof'],
  gives: ['newPasswordHash'],
  required: ({ credentials }, { isAdding }) => !isAdding && credentials?.isPersonal === true,
  input: z.object({ new_password: typedPassword }),
  limits: ['address', 'flow'],
  texts: passwordProblems,
  page(_facts, { lengths }) {
    const { minLength } = passwordPolicy(lengths, true)
    return {
      kind: 'form',
      name: 'another-password',
      title: text('invite.password.title'),
      progress: progressAt('person'),
      lead: [text('problem.password-personal')],
      fields: [
        {
          kind: 'password',
          name: 'new_password',
          isNew: true,
          minLength,
          label: text('field.new_password'),
          hint: text('credentials.password-hint', { length: minLength }),
        },
      ],
      submit: text('credentials.submit'),
    }
  },
  async handle({ house }, facts, scene, input) {
    const { manager, username, credentials } = facts
    const policy = passwordPolicy(house.settings.passwords, numberProofs(facts).length > 0)
    const own = [
      ...ownOf(invitedIn(scene)),
      ...(manager ? [fullName(manager), manager.birthDate] : []),
      username ?? credentials?.username ?? '',
      provenEmail(facts) ?? '',
    ]
    const weakness = await checkNewPassword(input.new_password, policy, own)
    if (weakness) return { kind: 'retry', problem: weakness, field: 'new_password' }
    return {
      kind: 'advance',
      facts: { newPasswordHash: await house.hasher.hash(normalizePassword(input.new_password)) },
    }
  },
})
