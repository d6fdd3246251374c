import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { finishFactorResets } from '../../src/operations/factor-reset-endings.ts'
import {
  confirmFactorReset,
  findResetsOf,
  requestFactorReset,
  stopFactorResetByStaff,
} from '../../src/operations/factor-resets.ts'
import { lockByStaff } from '../../src/operations/help-desk-lock.ts'
import { newId, now } from '../../src/platform/index.ts'
import { createOperator } from '../../src/store/operators.ts'
import { clock } from '../driver/clock.ts'
import { linkToSelf } from '../driver/links.ts'
import { importPatient, seedAccount } from '../driver/people.ts'
import { linkIn } from '../driver/recovery.ts'
import { openWorld, type World } from '../driver/world.ts'

/** A factor that its owner lost goes by two people, or by one and a day in which the owner can stop it. */
let world: World
let [dana, casey] = ['', '']
beforeAll(async () => {
  const southside = 'kind: organization\nid: southside\nname: { en: Southside }\ntime_zone: America/New_York\n'
  world = await openWorld({
    instances: 2,
    objects: southside,
    settings: { passwords: { memory_kib: 64, queue: 1000 } },
  })
  const operator = async (username: string) => {
    const accountId = await seedAccount(world.app.house, { username, password, population: 'staff' })
    const grant = { accountId, role: 'security', organizations: ['northside'], createdBy: 'test' } as const
    await world.app.house.db.transaction().execute(tx => createOperator(tx, grant, now()))
    return `operator:${accountId}`
  }
  ;[dana, casey] = [await operator('dana.desk'), await operator('casey.desk')]
})
afterAll(() => world.close())
afterEach(() => clock.reset())

const password = 'wandering otter paints seven lanterns'
const day = 24 * 3600
const staff = (actor: string, organization = 'northside') => ({
  actor,
  operator: 'Dana at the desk',
  organization,
  reason: 'lost the phone',
})
let count = 0
async function person(kinds: readonly ('text-code' | 'email-code')[] = ['text-code']) {
  count += 1
  const one = { username: `lost-${count}`, email: `lost-${count}@example.org`, phone: `+1415555${7000 + count}` }
  const { house } = world.app
  const id = await seedAccount(house, { ...one, password, factors: kinds })
  for (const organization of ['northside', 'southside']) {
    const born = { given: 'Leopoldina', family: 'Marchbanks', birthDate: '1981-02-11', phone: one.phone }
    await linkToSelf(house, id, await importPatient(house, { ...born, organization }), organization)
  }
  return { ...one, id }
}
const seen = { inPerson: 'passport' }
async function ask(accountId: string, { actor = dana, factor = 'text-code', organization = 'northside' } = {}) {
  const aim = { accountId, factor, grounds: seen }
  const asked = await requestFactorReset(world.app.house, aim, staff(actor, organization), now())
  return asked.kind === 'refused' ? asked.problem : asked.id
}
const kindOf = (result: { readonly kind: string }) => ('problem' in result ? result.problem : result.kind)
const confirm = async (accountId: string, resetId: string, actor = casey, organization = 'northside', turn = 0) => {
  const { house } = world.apps[turn % 2] as World['app']
  return kindOf(await confirmFactorReset(house, { accountId, resetId }, staff(actor, organization), now()))
}
const factors = async (accountId: string) =>
  (
    await world.database.db.selectFrom('account_factors').select('kind').where('account_id', '=', accountId).execute()
  ).map(({ kind }) => kind)
const outcomes = async (accountId: string) =>
  (await findResetsOf(world.app.house, { accountId, organization: 'northside' }, now()))?.map(({ outcome }) => outcome)
const told = async (to: string) => (await world.inbox.messages(to)).map(({ text }) => text).join('\n')

test('a second person: the factor goes at once, with every session, and another organisation’s link sleeps', async () => {
  const who = await person()
  const agent = world.browser()
  await agent.open((await (await world.portal()).begins()).url.href)
  await agent.submit({ username: who.username, password })
  await agent.submit({ code: await world.inbox.latestCode(who.phone) })
  const reset = await ask(who.id)
  expect(await told(who.phone)).toContain('Our staff were asked to remove a way to confirm')
  expect(await told(who.email)).toContain('/recover/cancel/')
  expect(await factors(who.id)).toEqual(['text-code'])
  expect(await confirm(who.id, reset)).toBe('done')
  expect(await factors(who.id)).toEqual([])
  for (const to of [who.phone, who.email]) expect(await told(to)).toContain('Our staff removed a way to confirm')
  const { db } = world.database
  const sessions = await db.selectFrom('sessions').select('ended_at').where('account_id', '=', who.id).execute()
  expect(sessions.length).toBeGreaterThan(0)
  for (const { ended_at } of sessions) expect(ended_at).not.toBeNull()
  const links = await db
    .selectFrom('account_links')
    .select(['organization_id', 'asleep_since'])
    .where('account_id', '=', who.id)
    .orderBy('organization_id')
    .execute()
  expect(links.map(link => [link.organization_id, link.asleep_since !== null])).toEqual([
    ['northside', false],
    ['southside', true],
  ])
  expect(await confirm(who.id, reset)).toBe('reset-closed')
  // the password alone is asked for now, and the person sets up what they confirm with anew
  const again = world.browser()
  await again.open((await (await world.portal()).begins()).url.href)
  expect((await again.submit({ username: who.username, password })).status).toBe(303)
})

test('nobody confirms what they asked for, nor what a terminal or another organisation did', async () => {
  const who = await person()
  const reset = await ask(who.id)
  expect(await ask(who.id, { actor: casey })).toBe('reset-under-way')
  expect(await confirm(who.id, reset, dana)).toBe('same-person')
  expect(await confirm(who.id, reset, 'client:program')).toBe('same-person')
  expect(await confirm(who.id, reset, casey, 'southside')).toBe('reset-unknown')
  expect(await confirm(who.id, newId())).toBe('reset-unknown')
  const other = await person()
  expect(await confirm(other.id, reset)).toBe('reset-unknown')
  expect(await confirm(other.id, await ask(other.id, { actor: 'cli:root' }))).toBe('reset-waits')
  expect(await ask(other.id, { factor: 'totp', organization: 'southside' })).toBe('factor-unknown')
  const refused = await world.database.db
    .selectFrom('audit_events')
    .select('actor')
    .where('type', '=', 'help-desk.factor-reset-confirmed-refused')
    .where('account_id', '=', who.id)
    .execute()
  expect(refused.length).toBeGreaterThanOrEqual(2)
  const stopped = { accountId: who.id, resetId: reset }
  expect(kindOf(await stopFactorResetByStaff(world.app.house, stopped, staff(dana), now()))).toBe('stopped')
  expect(await confirm(who.id, reset)).toBe('reset-closed')
  expect(await factors(who.id)).toEqual(['text-code'])
})

test('50 confirmations at once: one does it', async () => {
  const who = await person(['text-code', 'email-code'])
  const reset = await ask(who.id, { factor: 'all' })
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, turn) => confirm(who.id, reset, casey, 'northside', turn)),
  )
  expect(answers.filter(answer => answer === 'done')).toHaveLength(1)
  expect(answers.filter(answer => answer === 'reset-closed')).toHaveLength(49)
  expect(await factors(who.id)).toEqual([])
})

test('one person: after a day, not before; and what was missed for a day is not done any more', async () => {
  const [one, late] = [await person(), await person()]
  await ask(one.id, { actor: 'cli:root' })
  clock.advance(day - 60)
  await finishFactorResets(world.app.house, now())
  expect(await factors(one.id)).toEqual(['text-code'])
  clock.advance(61)
  await Promise.all(world.apps.map(({ house }) => finishFactorResets(house, now())))
  expect(await factors(one.id)).toEqual([])
  expect(await outcomes(one.id)).toEqual(['done'])
  const reset = await ask(late.id)
  clock.advance(2 * day + 1)
  await finishFactorResets(world.app.house, now())
  expect(await factors(late.id)).toEqual(['text-code'])
  expect(await confirm(late.id, reset)).toBe('reset-closed')
  expect(await ask(late.id)).not.toBe('reset-under-way')
  expect(await outcomes(late.id)).toEqual([undefined, 'lapsed'])
})

test('the owner stops it with one press, and only somebody who stands there may ask again', async () => {
  const who = await person()
  await ask(who.id)
  const link = await linkIn(world, who.email)
  const agent = world.browser()
  await agent.open(link)
  expect(agent.page.text).toContain('Keep your ways to confirm?')
  expect(await outcomes(who.id)).toEqual([undefined])
  await agent.submit()
  expect(await outcomes(who.id)).toEqual(['stopped-by-owner'])
  expect(await told(who.phone)).toContain('Nothing was removed')
  clock.advance(day + 1)
  await finishFactorResets(world.app.house, now())
  expect(await factors(who.id)).toEqual(['text-code'])
  const { db, sealer } = world.app.house
  const proofId = newId()
  await db
    .insertInto('caller_proofs')
    .values({
      id: proofId,
      account_id: who.id,
      organization_id: 'northside',
      kind: 'code',
      factor: 'email-code',
      details_sealed: sealer.sealJson('caller_proofs.details', {}),
      proven_at: now(),
      expires_at: new Date(now().getTime() + 900_000),
      created_at: now(),
    })
    .execute()
  const aim = { accountId: who.id, factor: 'text-code', grounds: { proofId } }
  expect(kindOf(await requestFactorReset(world.app.house, aim, staff(dana), now()))).toBe('stopped-by-owner')
  expect(await ask(who.id)).toMatch(/^[0-9a-f-]{36}$/)
})

test('what an operator began ends with their role, and what waits ends with a lock', async () => {
  const [who, locked] = [await person(), await person()]
  const { house } = world.app
  await ask(locked.id)
  await lockByStaff(house, locked.id, staff(casey), now())
  expect(await outcomes(locked.id)).toEqual(['lapsed'])
  const reset = await ask(who.id)
  await house.db
    .updateTable('operators')
    .set({ ended_at: now() })
    .where('account_id', '=', dana.replace('operator:', ''))
    .execute()
  expect(await confirm(who.id, reset)).toBe('reset-closed')
  clock.advance(day + 1)
  await finishFactorResets(house, now())
  expect(await factors(who.id)).toEqual(['text-code'])
  expect(await outcomes(who.id)).toEqual(['lapsed'])
})
