/**
 * Whether time tells what pages do not: interleaved tries of names that do not exist, wrong passwords, and accounts that
 * are locked, disabled or without a password; and registrations of people who are on record and who are not. Reported
 * only: noise must not break a build.
 */
import { passwordBudget } from '../../src/core/lockout.ts'
import { now } from '../../src/platform/index.ts'
import { chargeFailure } from '../../src/store/failure-budgets.ts'
import { Agent } from '../driver/agent.ts'
import { type SeedAccount, seedAccount } from '../driver/people.ts'
import { objects, secret } from './clients.ts'
import { type Figure, reported } from './figures.ts'
import { type Installation, openInstallation } from './installation.ts'
import { registrationTimes } from './registration-times.ts'
import { compare, median } from './statistics.ts'

const tries = 200
/** Fewer than lock a name, so that each kind stays what it is. */
const triesAName = 4
const warmUp = 10
const password = 'wandering otter paints seven lanterns'
/** All pairs together must be as unlikely as one in a hundred. */
const significance = 0.01

const kinds: Readonly<Record<string, Omit<SeedAccount, 'username'> | undefined>> = {
  unknown: undefined,
  wrong: { password },
  locked: { password },
  disabled: { password, status: 'disabled' },
  passwordless: {},
}

export async function timing(): Promise<Figure[]> {
  const installation = await openInstallation(objects, { PORTAL_SECRET: secret })
  try {
    await installation.start()
    const names = await seedNames(installation)
    const agent = new Agent()
    const times = new Map(Object.keys(kinds).map(kind => [kind, [] as number[]]))
    for (let turn = -warmUp; turn < tries; turn += 1)
      for (const [kind, values] of shuffled([...times])) {
        const username =
          turn < 0 ? `warm-${kind}-${turn}` : (names.get(kind)?.[Math.floor(turn / triesAName)] as string)
        const taken = await tryOnce(agent, installation.issuer, username)
        if (turn >= 0) values.push(taken)
      }
    return [...figuresOf(times), ...figuresOf(await registrationTimes(installation, tries))]
  } finally {
    await installation.close()
  }
}

async function seedNames({ house }: Installation): Promise<Map<string, string[]>> {
  const names = new Map<string, string[]>()
  for (const [kind, person] of Object.entries(kinds)) {
    const own = Array.from({ length: Math.ceil(tries / triesAName) }, (_, count) => `bench-${kind}-${count}`)
    names.set(kind, own)
    for (const username of own) {
      const accountId = person && (await seedAccount(house, { username, ...person }))
      if (kind !== 'locked' || !accountId) continue
      const key = house.sealer.index('failures.password', passwordBudget({ typed: username, accountId }))
      const { failures, seconds } = house.settings.lockout
      for (let count = 0; count < failures; count += 1) await chargeFailure(house.db, key, { failures, seconds }, now())
    }
  }
  return names
}

/** Milliseconds from the POST to the end of its answer. */
async function tryOnce(agent: Agent, issuer: string, username: string): Promise<number> {
  await agent.open(`${issuer}/sign-in?organization=northside`)
  const { action, fields } = agent.formFor()
  const started = performance.now()
  const answer = await agent.post(action, { ...fields, username, password: 'a wrong password of some length' })
  const taken = performance.now() - started
  if (answer.status !== 422) throw new Error(`a wrong sign-in was answered ${answer.status}: ${answer.page.text}`)
  return taken
}

function figuresOf(times: ReadonlyMap<string, readonly number[]>): Figure[] {
  const figures = [...times].map(([kind, values]) =>
    reported(`${kind}: median of ${values.length}`, `${median(values).toFixed(2)} ms`),
  )
  const kindsSeen = [...times.keys()]
  const significant = significance / ((kindsSeen.length * (kindsSeen.length - 1)) / 2)
  for (const [index, first] of kindsSeen.entries())
    for (const second of kindsSeen.slice(index + 1)) {
      const { p, dominance } = compare(times.get(first) as number[], times.get(second) as number[])
      const verdict = p < significant ? 'DISTINGUISHABLE' : 'not distinguishable'
      figures.push(
        reported(`${first} against ${second}`, `p = ${p.toFixed(4)}, dominance ${dominance.toFixed(2)}: ${verdict}`),
      )
    }
  return figures
}

function shuffled<T>(list: T[]): T[] {
  for (let index = list.length - 1; index > 0; index -= 1) {
    const other = Math.floor(Math.random() * (index + 1))
    ;[list[index], list[other]] = [list[other] as T, list[index] as T]
  }
  return list
}
