import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals'
import {
  type ApplicationDecision,
  type DecisionResult,
  decideApplication,
} from '../../src/operations/application-decisions.ts'
import { now } from '../../src/platform/index.ts'
import type { Answer } from '../driver/agent.ts'
import { type Applicant, applying, statusLinkOf } from '../driver/applicant.ts'
import { clock } from '../driver/clock.ts'
import { linkToSelf } from '../driver/links.ts'
import { importPatient, seedAccount } from '../driver/people.ts'
import { openWorld, type World } from '../driver/world.ts'

/** What an applicant sees and gets, byte for byte, says nothing of the registry nor of the answer. */
let world: World
beforeAll(async () => {
  world = await openWorld({ settings: { limits: { application_email_points: 100 } } })
})
// the page of the code counts seconds
beforeEach(() => clock.hold())
afterEach(() => clock.reset())
afterAll(() => world.close())

let count = 0
const house = () => world.app.house
const staff = { actor: 'test', operator: 'Dana', organization: 'northside', reason: 'the queue' }

type Records = (person: Applicant) => Promise<string | undefined>
const phoneOf = (number: number) => `+1312555${String(8100 + number)}`
const oneRecord: Records = person => importPatient(house(), { ...person, phone: phoneOf(count) })
const registries: Readonly<Record<string, Records>> = {
  'no record': async () => undefined,
  'one record': oneRecord,
  'one record without contacts': ({ given, family, birthDate }) => importPatient(house(), { given, family, birthDate }),
  'a record whose details differ': person => importPatient(house(), { ...person, given: 'Perpetuo' }),
  'several records': async person => {
    await oneRecord(person)
    return importPatient(house(), { ...person, phone: phoneOf(count + 50) })
  },
  'a record with an account': async person => {
    const patientId = await oneRecord(person)
    const username = `owner-of-record-${count}`
    await linkToSelf(
      house(),
      await seedAccount(house(), { username, email: `${username}@example.org` }),
      patientId ?? '',
    )
    return patientId
  },
}

/** Everything that is each time another by its nature, in place of itself. */
function masked(text: string, person: Applicant): string {
  return text
    .replaceAll(person.email, 'EMAIL')
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'ID')
    .replace(/\b[2-9A-HJ-NP-Z]{3}-[2-9A-HJ-NP-Z]{3}\b/g, 'REF-ERE')
    .replace(/nonce[-=]"?[\w+/=-]+/g, 'NONCE')
    .replace(/\d+\.(ID)?\.[\w-]{22}/g, 'CSRF')
    .replace(/\/application\/[\w-]{22}/g, '/application/TOKEN')
    .replace(/\b\d{6}\b/g, 'CODE')
}
const seen = ({ status, headers, body }: Answer, person: Applicant) => ({
  status,
  headers: [...headers]
    .filter(([name]) => !['date', 'set-cookie', 'x-request-id'].includes(name))
    .map(([name, value]) => [name, masked(value, person)]),
  body: masked(body, person),
})

async function transcript(records: Records, decision: (patientId: string | undefined) => ApplicationDecision) {
  count += 1
  // as long as all others, so that pages are
  const person = {
    given: 'Perpetua',
    family: 'Applewhite',
    birthDate: '1961-04-12',
    email: `applies-${String(count).padStart(3, '0')}@example.org`,
    phone: '+13125558099',
  }
  await house().db.updateTable('patients').set({ status: 'inactive' }).execute()
  const patientId = await records(person)
  const agent = world.browser()
  const journey = applying(world, agent, person)
  const pages = [seen(await journey.begin(), person)]
  for (const { answer } of await journey.until('application-sent')) pages.push(seen(answer, person))
  const link = await statusLinkOf(world, person.email)
  pages.push(seen(await world.browser().open(link), person))
  const { id } = await house()
    .db.selectFrom('applications')
    .select('id')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  const result = await decideApplication(house(), id, decision(patientId), staff, now())
  pages.push(seen(await world.browser().open(link), person))
  const mails = (await world.inbox.messages(person.email)).map(({ subject, text, html }) =>
    [subject, text, html].map(part => masked(part ?? '', person)),
  )
  return { result, told: { pages, mails } }
}
const deny = (): ApplicationDecision => ({ kind: 'deny', because: 'no-record' })
const approve = (patientId: string | undefined): ApplicationDecision =>
  patientId ? { kind: 'approve', patientId } : deny()
const ask = (): ApplicationDecision => ({ kind: 'ask', question: 'last-visit' })

test.each([
  ['approved where staff can', approve],
  ['denied', deny],
  ['asked', ask],
] as const)('%s: the same pages and mails whatever the registry holds', async (_name, decision) => {
  const results: DecisionResult[] = []
  let first: unknown
  for (const records of Object.values(registries)) {
    const { result, told } = await transcript(
      person => records({ ...person, email: `of-record-${count}@example.org` }),
      decision,
    )
    results.push(result)
    first ??= told
    expect(told).toEqual(first)
  }
  expect(results.some(({ kind }) => kind === 'refused')).toBe(false)
  if (decision === approve)
    expect(results.map(each => (each.kind === 'approved' ? each.outcome : each.kind))).toEqual([
      'denied',
      'code-sent',
      'no-contact',
      'code-sent',
      'code-sent',
      'owner-told',
    ])
})

test('approval and denial cannot be told apart, and an unknown link from one that was purged', async () => {
  const other: Records = person => oneRecord({ ...person, email: `of-record-${count}@example.org` })
  const [approved, denied] = [await transcript(other, approve), await transcript(other, deny)]
  expect(approved.result).toEqual({ kind: 'approved', outcome: 'code-sent' })
  expect(denied.result).toEqual({ kind: 'denied' })
  expect(approved.told).toEqual(denied.told)
  const person = { given: '', family: '', birthDate: '', email: 'none@example.org' }
  const at = async (token: string) =>
    seen(await world.browser().open(`${world.issuer}/application/${token}?organization=northside`), person)
  expect(await at('A'.repeat(22))).toEqual(await at('B'.repeat(22)))
})

test('the link of an application opens nothing else, and no other link opens an application', async () => {
  const person = { given: 'Perpetua', family: 'Applewhite', birthDate: '1961-04-12', email: 'purpose@example.org' }
  const journey = applying(world, world.browser(), person)
  await journey.begin()
  await journey.until('application-sent')
  const token = /application\/([\w-]{22})/.exec(await statusLinkOf(world, person.email))?.[1]
  const heading = async (path: string) => (await world.browser().open(`${world.issuer}${path}`)).page.heading
  expect(await heading(`/recover/${token}`)).toBe(await heading(`/recover/${'A'.repeat(22)}`))
  expect(await heading(`/reopen/${token}`)).toBe(await heading(`/reopen/${'A'.repeat(22)}`))
  const before = await house().db.selectFrom('applications').selectAll().orderBy('id').execute()
  for (let times = 0; times < 3; times += 1) await heading(`/application/${token}`)
  expect(await house().db.selectFrom('applications').selectAll().orderBy('id').execute()).toEqual(before)
})
