import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { contactPurpose } from '../../src/core/purposes.ts'
import type { Answer } from '../driver/agent.ts'
import { clock } from '../driver/clock.ts'
import { linkToSelf } from '../driver/links.ts'
import { observe } from '../driver/observed.ts'
import { importPatient, seedAccount } from '../driver/people.ts'
import { type Registrant, registering } from '../driver/registrant.ts'
import { visible } from '../driver/visible.ts'
import { openWorld, type World } from '../driver/world.ts'

/**
 * Whether a named person is a patient: nothing that a visitor sees, gets or waits for tells, up to the second factor; and
 * after it only a certain match shows. The same person is typed every time, the registry is another.
 */
let world: World
beforeAll(async () => {
  world = await openWorld({ settings: { passwords: { memory_kib: 1024 } } })
})
afterAll(() => world.close())
beforeEach(() => clock.hold())
afterEach(() => clock.reset())

const person: Registrant = {
  given: 'Rosamund',
  family: 'Featherstone',
  birthDate: '1971-08-19',
  phone: '+13125550161',
  email: 'rosamund@correspondence.example',
}
const { given, family, birthDate, phone, email = '' } = person
const record = { given, family, birthDate }

async function emptyRegistry(): Promise<void> {
  const tables = 'messages limits patient_match_keys account_links patient_contacts patients prospects accounts'
  for (const table of tables.split(' ')) await world.database.pool.query(`delete from ${table}`)
}

/** What the visitor was sent, in order. */
async function sentToVisitor(): Promise<readonly string[]> {
  const { sealer, db } = world.app.house
  const indexes = [
    [phone, 'phone'],
    [email, 'email'],
  ] as const
  const rows = await db.selectFrom('messages').select(['template', 'channel', 'target_index']).orderBy('id').execute()
  return rows
    .filter(row => indexes.some(([to, kind]) => row.target_index?.equals(sealer.index(contactPurpose(kind), to))))
    .map(({ template, channel }) => `${channel} ${template}`)
}

interface Seen {
  readonly step: string
  readonly answer: ReturnType<typeof visible>
  readonly length: number
  readonly statements: readonly string[]
  readonly sent: readonly string[]
}
const masks = [given, family, email, phone]

/** Walks as far as the look-up, or through it. @returns what was seen at each step, in order */
async function transcript(through = false): Promise<readonly Seen[]> {
  const agent = world.browser()
  const journey = registering(world, agent, person)
  const seen: Seen[] = []
  const note = async (step: string, go: () => Promise<Answer>) => {
    const { result, work } = await observe(world.app, go)
    const answer = visible(result, masks)
    seen.push({ step, answer, length: result.body.length, statements: work.statements, sent: await sentToVisitor() })
  }
  await note('open', () => journey.begin())
  for (let step = journey.here(); step !== 'review'; step = journey.here()) {
    if (step.startsWith('confirm-')) {
      // read before anybody watches
      const code = await world.inbox.latestCode(step === 'confirm-email' ? email : phone)
      await note(`${step}, wrong`, () => agent.submit({ code: code === '000000' ? '000001' : '000000' }))
      await note(step, () => agent.submit({ code }))
    } else await note(step, () => journey.answer(step) as Promise<Answer>)
  }
  if (!through) return seen
  await note('review', () => agent.submit())
  // whoever is not certain goes on to an account, and to the page that says what happens next
  if (journey.here() !== 'new-here') return seen
  for (const step of onwards) {
    expect(journey.here()).toBe(step)
    await note(step, () => journey.answer(step) as Promise<Answer>)
  }
  return seen
}
const onwards = ['new-here', 'accept-terms', 'choose-credentials', 'security-option', 'what-next']

/** The registry of each case, with the same person typed. */
const cases: Readonly<Record<string, () => Promise<void>>> = {
  'no record': async () => {},
  'details that differ': async () => {
    await importPatient(world.app.house, { ...record, given: 'Rosalind', phone, email })
  },
  'another phone': async () => {
    await importPatient(world.app.house, { ...record, phone: '+13125550162' })
  },
  'several records': async () => {
    await importPatient(world.app.house, { ...record, phone })
    await importPatient(world.app.house, { ...record, given: 'Rosa', phone })
  },
  'limits exhausted': async () => {
    await importPatient(world.app.house, { ...record, phone, email })
    const { limits, settings } = world.app.house
    const rule = { points: settings.matching.contact_identities, seconds: 1_000_000, silent: true }
    for (let count = 0; count < 4; count += 1) await limits.charge('match-contact', `northside|${phone}`, rule)
  },
  certain: async () => {
    await importPatient(world.app.house, { ...record, phone, email })
  },
  'certain, with an account': async () => {
    const patientId = await importPatient(world.app.house, { ...record, phone, email })
    const accountId = await seedAccount(world.app.house, {
      username: 'rosamund-before',
      email: 'before@correspondence.example',
    })
    await linkToSelf(world.app.house, accountId, patientId)
  },
}

test('every registry gives one transcript up to the second factor, and one page after it to all but certain', async () => {
  const before: Record<string, readonly Seen[]> = {}
  const after: Record<string, readonly Seen[]> = {}
  for (const [name, prepare] of [['warm up', cases['no record']] as const, ...Object.entries(cases)]) {
    await emptyRegistry()
    await prepare?.()
    const seen = await transcript(true)
    const second = seen.findIndex(({ step }) => step === 'confirm-phone')
    before[name] = seen.slice(0, second + 1)
    after[name] = seen.slice(seen.findIndex(({ step }) => step === 'review'))
    expect(second).toBeGreaterThan(8)
  }
  delete before['warm up']
  delete after['warm up']
  for (const [name, seen] of Object.entries(before)) expect([name, seen]).toEqual([name, before['no record']])
  expect(before['no record']?.at(-1)?.sent).toEqual(['email one-time-code', 'sms one-time-code'])

  const { certain, 'certain, with an account': owned, ...unsure } = after
  const newcomer = unsure['no record']
  expect(newcomer?.map(({ step }) => step)).toEqual(['review', ...onwards])
  const [page] = newcomer ?? []
  expect(page?.answer.url).toContain('/new-here')
  // what is looked up differs in rows, never in statements
  for (const [name, seen] of Object.entries(unsure)) expect([name, seen]).toEqual([name, newcomer])
  expect(certain?.[0]?.answer.url).toContain('/accept-terms')
  expect(owned?.[0]?.answer.url).toContain('/check-email')
  for (const seen of [certain, owned]) expect(seen?.[0]?.sent).toEqual(page?.sent)
})

test('whatever happens to the registry, nothing before the second factor shows it', async () => {
  await emptyRegistry()
  await transcript()
  await emptyRegistry()
  const baseline = await transcript()
  const anything = fc.record({
    given: fc.constantFrom(given, 'Rosalind', 'Gwendolyn'),
    family: fc.constantFrom(family, 'Fetherstone', 'Ampleforth'),
    birthDate: fc.constantFrom(birthDate, '1971-08-20', '1999-01-02'),
    phone: fc.constantFrom(phone, '+13125550163', undefined),
    email: fc.constantFrom(email, 'other@correspondence.example', undefined),
    hasAccount: fc.boolean(),
  })
  let count = 0
  const registry = fc.array(anything, { minLength: 1, maxLength: 4 })
  await fc.assert(
    fc.asyncProperty(registry, async patients => {
      await emptyRegistry()
      for (const { hasAccount, phone: itsPhone, email: itsEmail, ...patient } of patients) {
        const contacts = { ...(itsPhone ? { phone: itsPhone } : {}), ...(itsEmail ? { email: itsEmail } : {}) }
        const patientId = await importPatient(world.app.house, { ...patient, ...contacts })
        if (!hasAccount) continue
        count += 1
        const accountId = await seedAccount(world.app.house, { username: `registry-${count}` })
        await linkToSelf(world.app.house, accountId, patientId)
      }
      expect(await transcript()).toEqual(baseline)
    }),
    { numRuns: 6 },
  )
})

test('probing is limited without a sign: a contact is three people, a name and birth date are five tries a day', async () => {
  await emptyRegistry()
  await importPatient(world.app.house, { ...record, phone, email })
  const walk = async (who: Registrant) => {
    // budgets of sending are not what is shown here
    await world.database.pool.query("delete from limits where key not like 'match-%'")
    const agent = world.browser()
    const journey = registering(world, agent, who)
    await journey.begin()
    await journey.until('review')
    await journey.answer('review')
    return journey.here()
  }
  expect(await walk(person)).toBe('accept-terms')
  expect(await walk({ ...person, given: 'Rosa' })).toBe('new-here')
  expect(await walk({ ...person, given: 'Rosalba' })).toBe('new-here')
  // the same person again is no other identity
  expect(await walk(person)).toBe('accept-terms')
  expect(await walk({ ...person, given: 'Roswitha' })).toBe('new-here')
  expect(await walk(person)).toBe('new-here')
  expect(world.log.some(line => line.includes('matching.limited'))).toBe(true)
})
