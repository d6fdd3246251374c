import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import type { House } from '../../src/operations/house.ts'
import { newId } from '../../src/platform/index.ts'
import type { Agent, Answer } from '../driver/agent.ts'
import { clock } from '../driver/clock.ts'
import { appCode, enrolApp, enrolQuestion, enrolRecoveryCodes } from '../driver/enrolled.ts'
import { seedAccount } from '../driver/people.ts'
import { wordsIn } from '../driver/words.ts'
import { openWorld, type World } from '../driver/world.ts'

/**
 * A hundred guesses at once, over two instances and in several journeys, against everything that can be guessed: no more
 * than the budget is compared, which the counters in the database say and the pages show, and nothing gives it back.
 */
const password = 'a lantern hangs in the quiet boathouse'
let world: World
beforeAll(async () => {
  // what is counted here is tries, not what a try costs; the proof that comes before a password is lockout.test's
  const settings = {
    passwords: { memory_kib: 64, queue: 1000 },
    lockout: { hard_failures: 1000 },
  }
  world = await openWorld({ instances: 2, settings })
})
afterAll(() => world.close())
afterEach(() => clock.reset())

const say = wordsIn('en')
const refused = 422
const signedIn = 303
const journeys = 5

interface Person {
  readonly id: string
  readonly username: string
  readonly phone: string
}
interface Guessed {
  readonly name: string
  readonly field: 'password' | 'code' | 'answer'
  readonly budget: number
  /** How long the pause is that follows. */
  readonly pause: number
  /** What the pages say of a guess that was compared, and of one that was not; a password has one answer for both. */
  readonly said?: readonly [wrong: string, paused: string]
  readonly factors?: readonly string[]
  readonly option?: string
  /** @returns what is right, at the moment when it is asked */
  enrol(house: House, person: Person): Promise<() => Promise<string>>
  wrong(right: string, turn: number): string
}
const otherDigits = (right: string, turn: number) => {
  const most = 10 ** right.length
  return String((Number(right) + 1000 * (turn + 1)) % most).padStart(right.length, '0')
}

const table: readonly Guessed[] = [
  {
    name: 'a password',
    field: 'password',
    budget: 5,
    pause: 1800,
    enrol: async () => async () => password,
    wrong: (_right, turn) => `a lantern hangs in boathouse number ${turn}`,
  },
  {
    name: 'a text code',
    field: 'code',
    budget: 10,
    pause: 600,
    said: ['problem.code-wrong', 'problem.code-paused'],
    factors: ['text-code'],
    enrol:
      async (_house, { phone }) =>
      () =>
        world.inbox.latestCode(phone),
    wrong: otherDigits,
  },
  {
    name: 'a code of an authenticator app',
    field: 'code',
    budget: 10,
    pause: 600,
    said: ['problem.totp-wrong', 'problem.totp-paused'],
    async enrol(house, { id }) {
      const app = await enrolApp(house, id)
      return async () => appCode(app)
    },
    wrong: otherDigits,
  },
  {
    name: 'a security answer',
    field: 'answer',
    budget: 3,
    pause: 3600,
    said: ['problem.answer-wrong', 'problem.answer-paused'],
    async enrol(house, { id }) {
      await enrolQuestion(house, id, 'Keeper of a lock on the canal')
      return async () => 'Keeper of a lock on the canal'
    },
    wrong: (_right, turn) => `Keeper of ${turn + 2} bees`,
  },
  {
    name: 'a recovery code',
    field: 'code',
    budget: 10,
    pause: 600,
    said: ['problem.recovery-code-wrong', 'problem.recovery-code-paused'],
    async enrol(house, { id }) {
      const [code = ''] = await enrolRecoveryCodes(house, id)
      return async () => code
    },
    wrong: otherDigits,
  },
]

let count = 0
async function person({ factors }: Pick<Guessed, 'factors'>): Promise<Person> {
  count += 1
  const username = `ottoline.fairweather-${count}`
  const phone = `+1312555${String(4100 + count)}`
  const email = `${username}@example.org`
  const id = await seedAccount(world.app.house, { username, password, phone, email, ...(factors ? { factors } : {}) })
  return { id, username, phone }
}
/** A journey of its own, up to where the guess is typed. */
async function arrives({ field }: Guessed, { username }: Person, agent = world.browser()): Promise<Agent> {
  await agent.open((await (await world.portal()).begins()).url.href)
  if (field !== 'password') await agent.submit({ username, password })
  return agent
}
const typed = ({ field }: Guessed, { username }: Person, guess: string): Record<string, string> =>
  field === 'password' ? { username, password: guess } : { [field]: guess }

/** All at once, each journey in its turn; every connection of an agent leads to either instance. */
const allAtOnce = (agents: readonly Agent[], fields: readonly Record<string, string>[]): Promise<Answer[]> => {
  const forms = agents.map(agent => ({ ...agent.formFor(), tab: () => agent.tab() }))
  return Promise.all(
    fields.map((each, turn) => {
      const form = forms[turn % forms.length] as (typeof forms)[number]
      return form.tab().post(form.action, { ...form.fields, ...each })
    }),
  )
}
const admitted = (answers: readonly Answer[]) => answers.filter(({ status }) => status === signedIn).length
/** How many tries were counted meanwhile; only budgets that can be used up. */
async function compared(work: () => Promise<unknown>): Promise<number> {
  const total = async () =>
    (await world.database.db.selectFrom('failure_budgets').select(['total', 'paused_until']).execute())
      .filter(row => row.paused_until)
      .reduce((sum, row) => sum + row.total, 0)
  const before = await total()
  await work()
  return (await total()) - before
}

describe.each(table.map(one => [one.name, one] as const))('%s', (_name, guessed) => {
  test('a hundred guesses at once are compared as often as the budget allows, and nothing gives it back', async () => {
    const who = await person(guessed)
    const right = await guessed.enrol(world.app.house, who)
    const agents = await Promise.all(Array.from({ length: journeys }, () => arrives(guessed, who)))
    const secret = await right()
    const guesses = Array.from({ length: 100 }, (_, turn) => typed(guessed, who, guessed.wrong(secret, turn)))
    let answers: Answer[] = []
    const counted = await compared(async () => {
      answers = await allAtOnce(agents, guesses)
    })
    expect(admitted(answers)).toBe(0)
    expect(counted).toBe(guessed.budget)
    if (guessed.said) {
      const [wrong, paused] = guessed.said.map(id => answers.filter(({ page }) => page.text.includes(say(id))).length)
      expect({ wrong, paused }).toEqual({ wrong: guessed.budget, paused: 100 - guessed.budget })
    }

    // the right one comes too late: among a hundred in the same journeys, in a fresh one, after a resend
    const late = await allAtOnce(agents, [...guesses.slice(1), typed(guessed, who, await right())])
    expect(admitted(late)).toBe(0)
    const afresh = await arrives(guessed, who)
    expect((await afresh.submit(typed(guessed, who, await right()))).status).toBe(refused)
    if (guessed.factors) {
      clock.advance(31)
      await afresh.submit({}, 'resend')
      expect((await afresh.submit(typed(guessed, who, await right()))).status).toBe(refused)
    }

    // it rests, and no longer than it says
    clock.advance(guessed.pause + 1)
    const rested = await arrives(guessed, who)
    expect((await rested.submit(typed(guessed, who, await right()))).status).toBe(signedIn)
  })

  test('once the budget is used up, the right one a hundred times at once opens nothing', async () => {
    const who = await person(guessed)
    const right = await guessed.enrol(world.app.house, who)
    const agents = await Promise.all(Array.from({ length: journeys }, () => arrives(guessed, who)))
    const secret = await right()
    const wrong = Array.from({ length: guessed.budget }, (_, turn) => typed(guessed, who, guessed.wrong(secret, turn)))
    await allAtOnce(agents, wrong)
    const answers = await allAtOnce(agents, Array<Record<string, string>>(100).fill(typed(guessed, who, await right())))
    expect(admitted(answers)).toBe(0)
  })
})

describe('what is good once', () => {
  const rowOf = (name: string) => table.find(one => one.name === name) as Guessed

  test('a used code of an app is refused on the other instance too, in whatever journey', async () => {
    const guessed = rowOf('a code of an authenticator app')
    const who = await person(guessed)
    const right = await guessed.enrol(world.app.house, who)
    const [here, there] = [0, 1].map(instance => world.browser({ dispatcher: world.only(instance) })) as [Agent, Agent]
    await arrives(guessed, who, here)
    await arrives(guessed, who, there)
    const code = await right()
    expect((await here.submit({ code })).status).toBe(signedIn)
    const again = await there.submit({ code })
    expect([again.status, again.page.text]).toEqual([refused, expect.stringContaining(say('problem.totp-wrong'))])
  })

  test.each([['a code of an authenticator app'], ['a recovery code']])(
    '%s: of fifty journeys that use it at once, on two instances, one gets in',
    async name => {
      const guessed = rowOf(name)
      const who = await person(guessed)
      const right = await guessed.enrol(world.app.house, who)
      const agents = await Promise.all(Array.from({ length: 50 }, () => arrives(guessed, who)))
      const code = await right()
      const answers = await allAtOnce(
        agents,
        agents.map(() => ({ code })),
      )
      expect(admitted(answers)).toBe(1)
      expect(answers.filter(({ status }) => status === refused)).toHaveLength(49)
      const later = await arrives(guessed, who)
      expect((await later.submit({ code })).status).toBe(refused)
    },
  )
})

test('a budget is one for every way to be asked: signing in, a step-up, the own account', async () => {
  const guessed = table.find(({ name }) => name.includes('app')) as Guessed
  const who = await person(guessed)
  const right = await guessed.enrol(world.app.house, who)
  const own = await arrives(guessed, who)
  expect((await own.submit({ code: await right() })).status).toBe(signedIn)
  clock.advance(600)

  const stranger = await arrives(guessed, who)
  const secret = await right()
  for (let turn = 0; turn < guessed.budget; turn += 1) await stranger.submit({ code: otherDigits(secret, turn) })
  const aal2 = { acr_values: 'urn:vestibule:aal2', prompt: 'login', state: newId() }
  for (const place of [
    `${world.issuer}/account/factors/remove`,
    (await (await world.portal()).begins(aal2)).url.href,
  ]) {
    await own.open(place)
    if (own.page.text.includes(say('field.password'))) await own.submit({ username: who.username, password })
    const answer = await own.submit({ code: secret })
    expect([answer.status, answer.page.text]).toEqual([refused, expect.stringContaining(say('problem.totp-paused'))])
  }
})
