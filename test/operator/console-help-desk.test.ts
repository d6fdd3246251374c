/** What the help desk does at the console for people who have an account, without scripts, and what it does to them. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import type { Agent } from '../driver/agent.ts'
import { notes } from '../driver/canaries.ts'
import { clock } from '../driver/clock.ts'
import { linkToSelf } from '../driver/links.ts'
import { importPatient, seedAccount } from '../driver/people.ts'
import { wordsIn } from '../driver/words.ts'
import { type Desk, deskOf } from './console-desk.ts'
import { type OperatorWorld, openOperatorWorld, password, type Staff } from './world.ts'

let open: OperatorWorld
let desk: Desk
let clerk: Staff
beforeAll(async () => {
  open = await openOperatorWorld()
  desk = deskOf(open)
  clerk = desk.staff('help-desk', 'northside')
}, 60_000)
afterEach(() => clock.reset())
afterAll(() => open.close())

const say = wordsIn('en')
const reason = 'they called us'
const pool = () => open.world.database.pool
const addressOf = (agent: Agent) => new URL(agent.current?.url ?? '')
const actsOf = (agent: Agent) => agent.page.forms.map(({ action }) => action.split('/').at(-1))
const typed = (agent: Agent, act: string) => agent.page.forms.find(({ action }) => action.endsWith(`/${act}`))?.fields

let count = 0
/** A patient of northside with a phone, and how they sign in. */
async function member() {
  count += 1
  const { house } = open.world.app
  const username = `wilhelmina-${count}`
  const phone = `+1312555${8000 + count}`
  const id = await seedAccount(house, { username, password, phone, factors: ['text-code'] })
  const born = { given: 'Rosalinda', family: 'Quintanilla', birthDate: '1984-03-27', phone }
  const patientId = await importPatient(house, born)
  await linkToSelf(house, id, patientId)
  return { id, username, phone, patientId }
}
type Member = Awaited<ReturnType<typeof member>>
const pathOf = ({ id }: Member) => `/console/people/${id}`

/** At the member's page: a code goes out, and the one that their phone got is typed. */
async function proves(agent: Agent, { phone }: Member): Promise<void> {
  const [contact] = /name="contact" value="([\w-]+)"/.exec(agent.current?.body ?? '')?.slice(1) ?? []
  await agent.sendTo('/send-code', { contact: contact ?? '', reason })
  expect(agent.page.text).toContain(say('console.notice.caller-code-sent'))
  await agent.sendTo('/prove', { code: await open.world.inbox.latestCode(phone), reason })
  expect(agent.page.text).toContain(say('console.call.proven'))
}
async function signedIn({ username, phone }: Member): Promise<Agent> {
  const agent = open.world.browser()
  await agent.open(desk.url('/account'))
  await open.world.database.pool.query('truncate limits')
  await agent.submit({ username, password, passkey_ready: '' })
  await agent.finish({ code: await open.world.inbox.latestCode(phone) })
  return agent
}
const told = async ({ phone }: Member) => (await open.world.inbox.messages(phone)).map(each => each.text).join('\n')

describe('a caller', () => {
  test('is nobody until they read out the code that their phone got; then they are helped, and told', async () => {
    const person = await member()
    const theirs = await signedIn(person)
    const agent = await desk.signsIn(clerk, pathOf(person))
    expect(agent.page.heading).toBe('Rosalinda Quintanilla')
    await agent.sendTo('/send-code', { reason: '' })
    expect(agent.current?.status).toBe(422)
    expect(agent.page.text).toContain(say('console.call.contact.wanted'))

    await agent.sendTo('/send-code', { contact: contactIn(agent), reason })
    // no act before the code is right
    expect(actsOf(agent)).toEqual(expect.arrayContaining(['prove']))
    expect(actsOf(agent).some(act => ['unlock', 'recover', 'end-sessions'].includes(act ?? ''))).toBe(false)
    await agent.sendTo('/prove', { code: '12', reason })
    expect([agent.current?.status, typed(agent, 'prove')?.reason]).toEqual([422, reason])
    expect(agent.page.text).toContain(say('console.problem.code-format'))
    const code = await open.world.inbox.latestCode(person.phone)
    await agent.sendTo('/prove', { code, reason })
    expect(agent.page.text).toContain(say('console.call.proven'))
    expect(typed(agent, 'unlock')).not.toHaveProperty('in_person')

    const address = addressOf(agent).pathname
    await agent.sendTo('/end-sessions', { session: 'all', reason: '' })
    expect([agent.current?.status, addressOf(agent).pathname]).toEqual([422, `${address}/end-sessions`])
    expect(agent.page.text).toContain(say('console.call.proven'))
    await agent.sendTo('/end-sessions', { session: 'all', reason })
    expect(agent.page.text).toContain(say('console.notice.sessions-ended'))
    expect((await theirs.open(desk.url('/account'))).page.heading).toBe(say('sign-in.title'))

    await agent.sendTo('/recover', { reason })
    expect(agent.page.text).toContain(say('console.notice.recovery-sent-phone'))
    expect(agent.page.text).toContain(say('console.call.used'))
    await agent.sendTo('/recover', { reason })
    expect(agent.page.text).toContain(say('console.problem.proof-used'))
    expect(await told(person)).toContain(say('message.notice.sessions-ended-by-staff'))

    // the proof is of this person alone, and of this call
    const other = await member()
    await agent.open(desk.url(address.replace(person.id, other.id)))
    expect(agent.page.text).toContain(say('console.call.over'))
    clock.advance(16 * 60)
    await agent.open(desk.url(address))
    expect(agent.page.text).toContain(say('console.call.over'))
    expect(actsOf(agent)).not.toContain('unlock')
  })
})

const contactIn = (agent: Agent) => /name="contact" value="([\w-]+)"/.exec(agent.current?.body ?? '')?.[1] ?? ''

describe('somebody at the desk', () => {
  test('gets back in by the page that is printed for them, named with the document that was seen', async () => {
    const person = await member()
    const agent = await desk.signsIn(clerk, pathOf(person), { language: 'es' })
    const spanish = wordsIn('es')
    await agent.sendTo('/recover', { in_person: '', reason: 'está aquí' })
    expect([agent.current?.status, typed(agent, 'recover')?.reason]).toEqual([422, 'está aquí'])
    expect(agent.page.text).toContain(spanish('console.help.in-person.wanted'))
    await agent.sendTo('/recover', { in_person: 'pasaporte', reason: 'está aquí' })
    expect(agent.page.heading).toBe(spanish('console.handed'))
    // the page is in the language of the clinic's people first, whatever the clerk reads
    expect(agent.page.text).toContain(say('view.handed.title'))
    const link = /https?:\/\/[^\s<"]+\/recover\/[\w-]+[^\s<"]*/.exec(agent.page.text)?.[0] ?? ''
    notes('recovery link', new URL(link).pathname.split('/').at(-1))
    const theirs = open.world.browser()
    await theirs.open(link)
    expect([theirs.current?.status, theirs.page.heading]).toEqual([200, say('recover.link.title')])
    expect(await told(person)).toContain(say('message.notice.recovery-by-staff'))
  })

  test('is locked out and let in again', async () => {
    const person = await member()
    const theirs = await signedIn(person)
    const agent = await desk.signsIn(clerk, pathOf(person))
    expect(agent.page.text).toContain(say('message.notice.account-locked-by-staff'))
    await agent.sendTo('/lock', { reason: 'a stolen phone' })
    expect(agent.page.text).toContain(say('console.notice.locked'))
    expect(agent.page.text).toContain(say('console.people.status.locked'))
    expect(actsOf(agent)).not.toContain('lock')
    expect((await theirs.open(desk.url('/account'))).page.heading).toBe(say('sign-in.title'))
    await agent.sendTo('/unlock', { in_person: 'passport', reason: 'they stand here' })
    expect(agent.page.text).toContain(say('console.notice.unlocked'))
    expect(agent.page.text).toContain(say('console.people.status.active'))
    expect((await signedIn(person)).current?.status).toBe(200)
  })
})

test('a lost factor is asked for by one, found by another, and goes when that one confirms', async () => {
  const person = await member()
  const agent = await desk.signsIn(clerk, pathOf(person))
  await proves(agent, person)
  await agent.sendTo('/ask-reset', { reason: 'lost the phone' })
  expect(agent.page.text).toContain(say('console.help.factor.wanted'))
  await agent.sendTo('/ask-reset', { factor: 'text-code', reason: 'lost the phone' })
  expect(agent.page.text).toContain(say('console.notice.reset-asked'))
  // whoever asked calls it off at most
  expect(actsOf(agent)).toContain('cancel-reset')
  expect(actsOf(agent)).not.toContain('confirm-reset')
  await agent.sendTo('/ask-reset', { factor: 'text-code', reason: 'lost the phone' })
  expect(agent.page.text).toContain(say('console.problem.reset-under-way'))

  const security = await desk.signsIn(desk.staff('security', 'northside'))
  expect(security.page.text).toContain(say('console.resets.to-confirm'))
  await security.open(desk.url('/console/factor-resets'))
  expect(security.page.text).toContain('lost the phone')
  expect(security.page.text).toContain(say('console.resets.you.may'))
  await security.open(desk.url(pathOf(person)))
  clock.advance(6 * 60)
  // too long ago: what was typed waits for a fresh sign-in, and is pressed again
  await security.sendTo('/confirm-reset', { reason: 'spoke with the desk' })
  expect(security.page.heading).toBe(say('sign-in.title'))
  await desk.confirms(security, desk.staff('security', 'northside'))
  expect(typed(security, 'confirm-reset')?.reason).toBe('spoke with the desk')
  await security.sendTo('/confirm-reset')
  expect(security.page.text).toContain(say('console.notice.reset-done'))
  expect(security.page.text).toContain(say('console.resets.state.done'))
  const left = await pool().query('select from account_factors where account_id = $1', [person.id])
  expect(left.rowCount).toBe(0)
  expect(await told(person)).toContain(say('message.notice.factor-reset-done'))
})

test('a reset is called off by anybody of the desk', async () => {
  const person = await member()
  const agent = await desk.signsIn(clerk, pathOf(person))
  await agent.sendTo('/ask-reset', { factor: 'all', in_person: 'passport', reason: 'lost everything' })
  const other = await desk.signsIn(desk.staff('help-desk'), '/console/factor-resets')
  await other.sendTo('/choose', { chosen: 'northside' })
  expect(other.page.text).toContain(say('console.resets.you.may-not'))
  await other.open(desk.url(pathOf(person)))
  expect(actsOf(other)).not.toContain('confirm-reset')
  await other.sendTo('/cancel-reset', { reason: 'found again' })
  expect(other.page.text).toContain(say('console.notice.reset-cancelled'))
  expect(other.page.text).toContain(say('console.resets.state.stopped-by-staff'))
})

test('the code of a page leads to its person, and to what happened then', async () => {
  const person = await member()
  await signedIn(person)
  const { rows } = await pool().query(
    `select reference from audit_events where account_id = $1 and type = 'account.signed-in'`,
    [person.id],
  )
  const reference = rows[0].reference as string
  const agent = await desk.signsIn(clerk, '/console/people')
  await agent.sendTo('/search', { by: 'reference', value: reference.toLowerCase().replace('-', ' '), reason })
  const way = agent.page.links.find(({ href }) => href.startsWith(pathOf(person)))
  await agent.open(desk.url(way?.href ?? ''))
  expect(agent.page.text).toContain(say('console.person.sought'))
  expect(agent.page.text).toContain(reference)
  await agent.open(desk.url(`${pathOf(person)}/history`))
  expect(agent.page.text).toContain(say('history.signed-in'))
  await agent.open(desk.url('/console/people'))
  await agent.sendTo('/search', { by: 'reference', value: 'ZZZ-ZZZ', reason })
  expect(agent.page.text).toContain(say('console.people.nobody-at-reference'))
})

test('somebody of another organization, or without the role, sees and does nothing', async () => {
  const person = await member()
  const agent = await desk.signsIn(clerk, pathOf(person))
  const form = agent.page.forms.find(({ action }) => action.endsWith('/lock'))
  const south = await desk.signsIn(desk.staff('help-desk', 'southside'), pathOf(person))
  expect(south.current?.status).toBe(404)
  expect((await south.open(desk.url(`${pathOf(person)}/history`))).status).toBe(404)
  expect((await south.post(desk.url(`${pathOf(person)}/lock`), { ...form?.fields, reason })).status).not.toBe(303)
  const viewer = await desk.signsIn(desk.staff('viewer', 'northside'), pathOf(person))
  expect(viewer.current?.status).toBe(403)
  expect((await viewer.open(desk.url('/console/factor-resets'))).status).toBe(403)
  const { rows } = await pool().query('select status from accounts where id = $1', [person.id])
  expect(rows[0].status).toBe('active')
})
