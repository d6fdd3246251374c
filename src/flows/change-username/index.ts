/**
 * Another username. Invariant: that a name is taken is told only to somebody who proved afresh who they are, five times
 * a day; a name with "@" is the person's own verified address.
 */
import { z } from 'zod'
import { text } from '../../core/index.ts'
import { normalizeUsername } from '../../core/names.ts'
import { usernameSuggestions } from '../../core/usernames.ts'
import { defineStep, type Flow, type StepContext } from '../../flow-engine/index.ts'
import { changeUsername as changeUsernameOf } from '../../operations/account-changes.ts'
import { minutes } from '../../platform/index.ts'
import {
  type AccountPerson,
  type AccountScene,
  finishAccountChange,
  firstFree,
  freshProofFacts,
  freshProofSteps,
  loadAccountScene,
  personIn,
  takenProblem,
  usernameFault,
} from '../../steps/index.ts'
import type { Reader } from '../../store/index.ts'

const changeUsernameFacts = z.object({ ...freshProofFacts, username: z.string() })
type ChangeUsernameFacts = z.output<typeof changeUsernameFacts>
interface ChangeUsernameScene extends AccountScene {
  /** A free one, the same on every visit. */
  readonly suggestion?: string
}

const emailsOf = ({ factors }: AccountPerson): readonly string[] =>
  factors.contacts.filter(({ kind }) => kind === 'email').map(({ value }) => value)

const chooseUsername = defineStep<ChangeUsernameFacts, ChangeUsernameScene>()({
  name: 'choose-username',
  needs: [],
  gives: ['username', 'freshSince'],
  required: () => true,
  input: z.object({
    username: z.string('username-length').trim().min(1, 'username-length').max(254, 'username-length'),
  }),
  limits: ['address', 'flow'],
  texts: [
    'problem.username-length',
    'problem.username-characters',
    'problem.username-not-your-email',
    'problem.username-taken',
    'problem.username-tries',
    'problem.username-same',
  ],
  page(_facts, scene) {
    const { username } = personIn(scene)
    const { suggestion } = scene
    return {
      kind: 'form',
      name: 'change-username',
      title: text('change-username.title'),
      lead: [text('change-username.now', { username }), text('change-username.lead')],
      fields: [
        {
          kind: 'username',
          name: 'username',
          isNew: true,
          label: text('change-username.field'),
          hint: suggestion
            ? text('credentials.username-hint-free', { free: suggestion })
            : text('credentials.username-hint'),
          ...(suggestion ? { value: suggestion } : {}),
        },
      ],
      submit: text('change-username.submit'),
      links: [{ href: '/account', label: text('change-username.back') }],
    }
  },
  async handle(context, _facts, scene, input) {
    const person = personIn(scene)
    const username = normalizeUsername(input.username)
    const retry = (problem: string) => ({ kind: 'retry', problem, field: 'username' }) as const
    if (username === normalizeUsername(person.username)) return retry('username-same')
    const fault = usernameFault(username, emailsOf(person))
    if (fault) return retry(fault)
    // what we suggest is free, so it costs no try
    const taken =
      username === scene.suggestion ? undefined : await takenProblem(context, `account:${person.accountId}`, username)
    return taken ? retry(taken) : { kind: 'advance', facts: { username, freshSince: context.now } }
  },
})

async function loadScene(
  read: Reader,
  context: Pick<StepContext, 'house' | 'now' | 'ask'>,
): Promise<ChangeUsernameScene> {
  const scene = await loadAccountScene(read, context)
  if (!scene.person) return scene
  const { accountId, name } = scene.person
  const seed = context.house.sealer.index('username.suggestion', `account:${accountId}`)
  const suggestion = await firstFree(read, context, usernameSuggestions(name, seed))
  return { ...scene, ...(suggestion ? { suggestion } : {}) }
}

export const changeUsername: Flow<ChangeUsernameFacts, ChangeUsernameScene> = {
  name: 'change-username',
  entry: { path: '/account/username', needs: 'session' },
  ttl: minutes(30),
  facts: changeUsernameFacts,
  given: [],
  steps: [
    ...freshProofSteps<ChangeUsernameFacts, ChangeUsernameScene>({ purpose: 'account.change-username' }),
    chooseUsername,
  ],
  scene: (read, _facts, context) => loadScene(read, context),
  async complete(tx, facts, scene, context) {
    if (!scene.person) return { kind: 'denied', problem: 'session-ended' }
    // the address may have been taken away in another tab
    if (usernameFault(facts.username, emailsOf(scene.person)))
      return { kind: 'denied', problem: 'username-not-your-email' }
    const { house, now } = context
    const make = { username: facts.username }
    const problem = await finishAccountChange(
      tx,
      { facts, scene },
      context,
      change => changeUsernameOf(tx, house, { ...change, ...make }, now),
      'username-taken',
    )
    return problem ? { kind: 'denied', problem } : { kind: 'done', notice: 'username-changed' }
  },
}
