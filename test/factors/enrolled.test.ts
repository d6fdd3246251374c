import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { normalizeAnswer, securityQuestions } from '../../src/core/security-questions.ts'
import {
  accountSubject,
  type Factor,
  type FactorContext,
  factorOf,
  factorTexts,
  type Offer,
} from '../../src/factors/index.ts'
import { WriteRefused } from '../../src/flow-engine/index.ts'
import type { House } from '../../src/operations/house.ts'
import { newId, now } from '../../src/platform/index.ts'
import { openDatabase, openPool, type Pool } from '../../src/store/database.ts'
import { countRecoveryCodes } from '../../src/store/recovery-codes.ts'
import { clock } from '../driver/clock.ts'
import { appCode, enrolApp, enrolQuestion, enrolRecoveryCodes } from '../driver/enrolled.ts'
import { openTestHouse, type TestHouse } from '../driver/house.ts'

let open: TestHouse
/** A second instance: its own connections to the same database. */
let pool: Pool
let second: House
beforeAll(async () => {
  open = await openTestHouse('enrolled factors')
  pool = openPool({ url: open.database.url, max: 10, connectTimeoutMs: 20_000 }, () => {})
  second = { ...open.house, db: openDatabase(pool) }
})
afterAll(async () => {
  await pool.end()
  await open.close()
})
afterEach(() => clock.reset())

let serial = 0
const newAccount = () => {
  serial += 1
  return open.seedAccount({ username: `holder${serial}`, password: 'kettle orbit mango lamp' })
}
const contextOf = (accountId: string, house: House = open.house): FactorContext => ({
  house,
  now: now(),
  flowId: newId(),
  organization: 'northside',
  ip: '192.0.2.7',
  purpose: 'test.proof',
  subject: accountSubject(accountId, 'en'),
})
const offer: Offer = { id: 'any', factor: 'any', to: 'any', masked: '' }

/** Every answer in a journey of its own, committed as a step would. */
async function answers(kind: string, accountId: string, typed: string, house = open.house): Promise<string> {
  const verdict = await factorOf(kind).verify(contextOf(accountId, house), offer, typed)
  if (verdict.kind === 'refused') return verdict.problem
  try {
    if (verdict.write) await house.db.transaction().execute(verdict.write)
    return 'proven'
  } catch (error) {
    if (error instanceof WriteRefused) return error.problem
    throw error
  }
}
const hundred = (kind: string, accountId: string, typed: string) =>
  Promise.all(Array.from({ length: 100 }, (_, at) => answers(kind, accountId, typed, at % 2 ? second : open.house)))
const counted = (results: readonly string[]) =>
  Object.fromEntries([...new Set(results)].map(each => [each, results.filter(result => result === each).length]))
const other = (code: string) => `${(Number(code[0]) + 1) % 10}${code.slice(1)}`

describe('an authenticator app', () => {
  test('a time step is good once, whichever journey it comes in', async () => {
    const id = await newAccount()
    const app = await enrolApp(open.house, id)
    const code = appCode(app)
    expect(await answers('totp', id, code)).toBe('proven')
    expect(await answers('totp', id, code)).toBe('totp-wrong')
    clock.advance(30)
    // still within reach of the clock, but used
    expect(await answers('totp', id, code)).toBe('totp-wrong')
    expect(await answers('totp', id, appCode(app))).toBe('proven')
  })

  test('one step off either way, and no further; an older step than the last is refused', async () => {
    const id = await newAccount()
    const app = await enrolApp(open.house, id)
    const at = (seconds: number) => appCode(app, new Date(now().getTime() + seconds * 1000))
    expect(await answers('totp', id, at(-60))).toBe('totp-wrong')
    expect(await answers('totp', id, at(60))).toBe('totp-wrong')
    expect(await answers('totp', id, at(-30))).toBe('proven')
    expect(await answers('totp', id, at(30))).toBe('proven')
    expect(await answers('totp', id, at(0))).toBe('totp-wrong')
  })

  test('of a hundred simultaneous uses on two instances one succeeds', async () => {
    const id = await newAccount()
    const code = appCode(await enrolApp(open.house, id))
    const results = await hundred('totp', id, code)
    expect(results.filter(result => result === 'proven')).toHaveLength(1)
  })

  test('each of several apps works', async () => {
    const id = await newAccount()
    const apps = [await enrolApp(open.house, id, 'Phone'), await enrolApp(open.house, id, 'Tablet')]
    for (const app of apps) expect(await answers('totp', id, appCode(app))).toBe('proven')
  })
})

describe('a security question', () => {
  const answer = 'A lighthouse-keeper, on an island'
  test('capital letters and composed marks do not count; spaces and punctuation do', async () => {
    const id = await newAccount()
    await enrolQuestion(open.house, id, 'Señorita Ñandú-Straße 4')
    expect(await answers('security-question', id, 'SEN\u0303ORITA ñandú-STRASSE 4')).toBe('proven')
    for (const wrong of ['Señorita Ñandú Straße 4', 'Señorita  Ñandú-Straße 4'])
      expect(await answers('security-question', id, wrong)).toBe('answer-wrong')
    expect(normalizeAnswer('É')).toBe(normalizeAnswer('e\u0301'))
  })

  test('three tries, then it rests, for the right answer too', async () => {
    const id = await newAccount()
    await enrolQuestion(open.house, id, answer)
    for (let count = 0; count < 3; count += 1)
      expect(await answers('security-question', id, 'an astronaut')).toBe('answer-wrong')
    expect(await answers('security-question', id, answer)).toBe('answer-paused')
    clock.advance(3601)
    expect(await answers('security-question', id, answer)).toBe('proven')
  })

  test('every question has words in both languages', () => {
    const known = factorTexts as Record<string, { en: string; es: string } | undefined>
    for (const id of securityQuestions) {
      expect(known[`question.${id}`]?.en).toBeTruthy()
      expect(known[`question.${id}`]?.es).toBeTruthy()
    }
  })

  test('nothing of question or answer stands in the database but a sealed hash', async () => {
    const id = await newAccount()
    await enrolQuestion(open.house, id, answer)
    const [row] = await open.house.db.selectFrom('account_factors').selectAll().where('account_id', '=', id).execute()
    expect(row?.data_sealed?.toString('latin1')).not.toContain('argon2')
  })
})

describe('recovery codes', () => {
  test('ten, each good once, counted; a new set replaces the old one', async () => {
    const id = await newAccount()
    const codes = await enrolRecoveryCodes(open.house, id)
    expect(new Set(codes).size).toBe(10)
    expect(await answers('recovery-code', id, codes[0] as string)).toBe('proven')
    expect(await answers('recovery-code', id, codes[0] as string)).toBe('recovery-code-wrong')
    const [, next = ''] = codes
    expect(await answers('recovery-code', id, `${next.slice(0, 4)} ${next.slice(4, 8)}-${next.slice(8)}`)).toBe(
      'proven',
    )
    expect(await countRecoveryCodes(open.house.db, id)).toBe(8)
    const renewed = await enrolRecoveryCodes(open.house, id)
    expect(await countRecoveryCodes(open.house.db, id)).toBe(10)
    expect(await answers('recovery-code', id, codes[2] as string)).toBe('recovery-code-wrong')
    expect(await answers('recovery-code', id, renewed[2] as string)).toBe('proven')
  })

  test("another person's code opens nothing, and something else than twelve digits costs no try", async () => {
    const [one, two] = [await newAccount(), await newAccount()]
    const [code = ''] = await enrolRecoveryCodes(open.house, one)
    await enrolRecoveryCodes(open.house, two)
    expect(await answers('recovery-code', two, code)).toBe('recovery-code-wrong')
    for (let count = 0; count < 20; count += 1)
      expect(await answers('recovery-code', one, '123456')).toBe('recovery-code-format')
    expect(await answers('recovery-code', one, code)).toBe('proven')
  })

  test('of a hundred simultaneous uses on two instances one succeeds', async () => {
    const id = await newAccount()
    const [code = ''] = await enrolRecoveryCodes(open.house, id)
    expect((await hundred('recovery-code', id, code)).filter(result => result === 'proven')).toHaveLength(1)
    expect(await countRecoveryCodes(open.house.db, id)).toBe(9)
  })
})

describe('a hundred guesses at once on two instances, each in a fresh journey', () => {
  test.each([
    ['totp', 10, 'totp-wrong', 'totp-paused'],
    ['recovery-code', 10, 'recovery-code-wrong', 'recovery-code-paused'],
    ['security-question', 3, 'answer-wrong', 'answer-paused'],
  ])('%s: %d are compared', async (kind, budget, wrong, paused) => {
    const id = await newAccount()
    const right: Record<string, () => Promise<string>> = {
      totp: async () => appCode(await enrolApp(open.house, id)),
      'recovery-code': async () => (await enrolRecoveryCodes(open.house, id))[0] as string,
      'security-question': async () => {
        await enrolQuestion(open.house, id, 'An astronaut')
        return 'An astronaut'
      },
    }
    const secret = (await right[kind]?.()) as string
    const results = await hundred(kind, id, kind === 'security-question' ? 'a pilot' : other(secret))
    expect(counted(results)).toEqual({ [wrong]: budget, [paused]: 100 - budget })
    // the right one comes too late, in whatever journey
    expect(await answers(kind, id, secret)).toBe(paused)
  })
})

test('what is worth less than a second factor says so', () => {
  const ceiling = (kind: string): Factor['ceiling'] => factorOf(kind).ceiling
  for (const kind of ['security-question', 'recovery-code', 'email-code'])
    expect(ceiling(kind)).toBe('urn:vestibule:aal1:confirmed')
  expect(factorOf('security-question').amr).toEqual(['kba'])
  expect(factorOf('totp').amr).toEqual(['otp'])
})
