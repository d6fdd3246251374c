import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { proveCaller, sendCallerCode } from '../../src/operations/help-desk-caller.ts'
import { now } from '../../src/platform/index.ts'
import { clock } from '../driver/clock.ts'
import { linkToSelf } from '../driver/links.ts'
import { importPatient, printLetter, seedAccount } from '../driver/people.ts'
import { linkIn } from '../driver/recovery.ts'
import { openWorld, type World } from '../driver/world.ts'

/** What lets somebody in again, tried by somebody else: codes that a caller reads out, links, and the last step. */
let world: World
beforeAll(async () => {
  world = await openWorld({
    instances: 2,
    settings: { passwords: { memory_kib: 64, queue: 1000 } },
  })
})
afterAll(() => world.close())
afterEach(() => clock.reset())

const staff = { actor: 'cli:test', operator: 'Dana', organization: 'northside', reason: 'called us' }
const [password, fresh] = ['the old orchard under seven moons', 'new harbour kelp']
let count = 0
async function person() {
  count += 1
  const one = { username: `called-${count}`, email: `called-${count}@example.org`, phone: `+1415555${9000 + count}` }
  const { house } = world.app
  const id = await seedAccount(house, { ...one, password, factors: ['text-code'] })
  const patient = { given: 'Leopoldina', family: 'Marchbanks', birthDate: '1981-02-11', phone: one.phone }
  const patientId = await importPatient(house, patient)
  await linkToSelf(house, id, patientId)
  return { ...one, id, patientId }
}
const otherThan = (right: string, turn: number) => String((Number(right) + turn + 1) % 1_000_000).padStart(6, '0')

test('a hundred guesses at once at a caller’s code: five are compared, and a new code is not more tries for the factor', async () => {
  const who = await person()
  const contact = await world.database.db
    .selectFrom('account_contacts')
    .select('id')
    .where('account_id', '=', who.id)
    .where('kind', '=', 'phone')
    .executeTakeFirstOrThrow()
  const send = async () => {
    const sent = await sendCallerCode(world.app.house, { accountId: who.id, contactId: contact.id }, staff, now())
    if (sent.kind !== 'sent') throw new Error(sent.kind)
    return { proofId: sent.proofId, right: await world.inbox.latestCode(who.phone) }
  }
  const guess = async (proofId: string, code: string, turn: number) => {
    const { house } = world.apps[turn % 2] as World['app']
    const verdict = await proveCaller(house, { accountId: who.id, proofId, code }, staff, now())
    return verdict.kind === 'refused' ? verdict.problem : verdict.kind
  }
  const attempts = async (proofId: string) =>
    (
      await world.database.db
        .selectFrom('verifications')
        .select('attempts')
        .where('flow_id', '=', proofId)
        .executeTakeFirstOrThrow()
    ).attempts
  const first = await send()
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, turn) => guess(first.proofId, otherThan(first.right, turn), turn)),
  )
  expect(answers).not.toContain('proven')
  expect(answers.filter(answer => answer === 'code-paused').length).toBeGreaterThanOrEqual(90)
  expect(await attempts(first.proofId)).toBe(5)
  expect(await guess(first.proofId, first.right, 0)).toBe('code-paused')
  // the pause is on the person: a new code gives no tries back
  clock.advance(31)
  const second = await send()
  expect(await guess(second.proofId, second.right, 1)).toBe('code-paused')
  expect(await attempts(second.proofId)).toBe(0)
  clock.advance(600)
  clock.advance(31)
  const third = await send()
  expect(await guess(third.proofId, third.right, 0)).toBe('proven')
  // and what the help desk heard paused nothing of the person's own
  const agent = world.browser()
  await agent.open((await (await world.portal()).begins()).url.href)
  expect((await agent.submit({ username: who.username, password })).status).toBe(200)
  const code = await world.inbox.latestCode(who.phone)
  expect(code).not.toBe(third.right)
  expect((await agent.submit({ code })).status).toBe(303)
})

test('an access code opens no recovery, neither as a link nor as its code', async () => {
  const who = await person()
  const stranger = await importPatient(world.app.house, {
    given: 'Wilhelmina',
    family: 'Quackenbush',
    birthDate: '1984-03-27',
    phone: '+14155558123',
  })
  const code = await printLetter(world.app.house, stranger)
  const agent = world.browser()
  await agent.open(`${world.issuer}/recover/${code}`)
  expect(agent.page.heading).toBe('This link does not work any more')
  await agent.open(`${world.issuer}/recover?organization=northside`)
  await agent.submit({ username: who.username })
  expect((await agent.submit({ code })).status).toBe(422)
  expect(agent.page.heading).toBe('Look at your messages')
  // nor is a recovery link an access code
  const token = new URL(await linkIn(world, who.email)).pathname.split('/').at(-1) ?? ''
  await agent.open(`${world.issuer}/activate?organization=northside`)
  const refused = await agent.submit({ access_code: token, birth_year: '1981', birth_month: '2', birth_day: '11' })
  expect(refused.status).toBe(422)
})

test('the last step fifty times at once on two instances: one new password, told once', async () => {
  const who = await person()
  const agent = world.browser()
  await agent.open(`${world.issuer}/recover?organization=northside`)
  await agent.submit({ username: who.username })
  await agent.submit({ code: await world.inbox.latestCode(who.email) })
  await agent.submit({ code: await world.inbox.latestCode(who.phone) })
  const form = agent.formFor()
  const url = new URL(form.action, agent.current?.url).href
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, turn) =>
      agent.tab().post(url, { ...form.fields, new_password: `${fresh} ${turn}` }),
    ),
  )
  expect(answers.every(({ status }) => status < 500)).toBe(true)
  const events = await world.database.db
    .selectFrom('audit_events')
    .select('id')
    .where('account_id', '=', who.id)
    .where('type', '=', 'account.recovered')
    .execute()
  expect(events).toHaveLength(1)
  const told = (await world.inbox.messages(who.email)).filter(({ text }) => text.includes('password was changed'))
  expect(told).toHaveLength(1)
})
