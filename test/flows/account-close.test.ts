import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { purge } from '../../src/operations/purge.ts'
import type { Agent } from '../driver/agent.ts'
import { clock } from '../driver/clock.ts'
import { undoLinkIn, undoLinksIn } from '../driver/contacts.ts'
import { linkToSelf } from '../driver/links.ts'
import { importPatient, seedAccount } from '../driver/people.ts'
import { openWorld, type World } from '../driver/world.ts'
import { password, someone, toldTo } from './account-people.ts'

let world: World
beforeAll(async () => {
  world = await openWorld({ instances: 2, settings: { passwords: { memory_kib: 1024 } } })
})
afterAll(() => world.close())
afterEach(() => clock.reset())

type Someone = Awaited<ReturnType<typeof someone>>
const heading = (agent: Agent) => agent.page.heading
async function closes(who: Someone, agent?: Agent) {
  const at = agent ?? (await who.signsIn())
  await at.open(`${world.issuer}/account/close`)
  await at.submit({ agreed: 'on' })
  return at
}
const statusOf = async (accountId: string) =>
  (
    await world.database.db
      .selectFrom('accounts')
      .select(['status', 'erase_at'])
      .where('id', '=', accountId)
      .executeTakeFirstOrThrow()
  ).status
const openLinks = async (accountId: string) =>
  (
    await world.database.db
      .selectFrom('account_links')
      .select('id')
      .where('account_id', '=', accountId)
      .where('ended_at', 'is', null)
      .execute()
  ).length
async function withRecord(born = { given: 'Ottilie', family: 'Quackenbush', birthDate: '1979-11-05' }) {
  const who = await someone(world)
  const patientId = await importPatient(world.app.house, born)
  await linkToSelf(world.app.house, who.accountId, patientId)
  return { ...who, patientId }
}

describe('closing', () => {
  test('says what happens, wants a yes and a fresh proof; ends everything and tells every contact', async () => {
    const who = await withRecord()
    const elsewhere = await who.signsIn()
    const agent = await who.signsIn()
    clock.advance(360)
    await agent.open(`${world.issuer}/account/close`)
    await agent.submit({ password })
    expect(agent.page.text).toContain('For 30 days you can open it again')
    expect((await agent.submit()).status).toBe(422)
    expect(await statusOf(who.accountId)).toBe('active')
    await agent.submit({ agreed: 'on' })
    expect(heading(agent)).toBe('Sign in')
    expect(agent.page.text).toContain('Your account is closed')
    for (const each of [agent, elsewhere]) {
      await each.open(`${world.issuer}/account`)
      expect(heading(each)).toBe('Sign in')
    }
    expect([await statusOf(who.accountId), await openLinks(who.accountId)]).toEqual(['closed', 0])
    for (const to of [who.email, who.phone]) {
      expect(await toldTo(world, to)).toContain('Your account was closed')
      expect(await undoLinksIn(world, to)).toHaveLength(1)
    }
  })

  test('a wrong password is answered as anybody’s; recovery finds nobody', async () => {
    const who = await someone(world)
    await closes(who)
    const masked = (agent: Agent) =>
      agent.current?.body.replace(/nonce[-=]"?[\w-]{22}|name="csrf" value="[^"]+"|\/flow\/[\w-]+|value="[^"]*"/g, '')
    const [closed, other] = [
      await who.signsIn('not the password at all'),
      await (await someone(world)).signsIn('not the password at all'),
    ]
    expect([closed.current?.status, masked(closed)]).toEqual([other.current?.status, masked(other)])
    const recovery = world.browser()
    await recovery.open(`${world.issuer}/recover?organization=northside`)
    await recovery.submit({ username: who.email })
    expect(await toldTo(world, who.email)).toContain('No account uses it')
  })
})

describe('opening it again', () => {
  test('by the link, once; fifty at once; links to records come back, and everybody is told', async () => {
    const who = await withRecord()
    await closes(who)
    const link = await undoLinkIn(world, who.email)
    const agents = await Promise.all(
      Array.from({ length: 50 }, async () => {
        const agent = world.browser()
        await agent.open(link)
        return agent
      }),
    )
    expect(await statusOf(who.accountId)).toBe('closed')
    const answers = await Promise.all(agents.map(agent => agent.submit()))
    expect(answers.every(({ status }) => status < 500)).toBe(true)
    expect(answers.filter(({ page }) => page.text.includes('Your account is open again'))).toHaveLength(1)
    expect([await statusOf(who.accountId), await openLinks(who.accountId)]).toEqual(['active', 1])
    expect(await toldTo(world, who.phone)).toContain('Your account was opened again')
    expect(heading(await who.signsIn())).not.toBe('Sign in')
    const again = world.browser()
    await again.open(link)
    expect(heading(again)).toBe('This link no longer works')
    // a link of one purpose opens nothing of another
    await again.open(link.replace('/reopen/', '/undo/'))
    expect(heading(again)).toBe('This link no longer works')
  })

  test('by signing in, with every proof that a sign-in wants, by username and by email', async () => {
    const who = await someone(world, { factors: ['text-code'] })
    const first = await who.signsIn()
    await first.submit({ code: await world.inbox.latestCode(who.phone) })
    await closes(who, first)
    for (const name of [who.username, who.email]) {
      clock.advance(60)
      const agent = await who.signsIn(password, name)
      expect(heading(agent)).not.toBe('Open your account again?')
      expect(await statusOf(who.accountId)).toBe('closed')
      await agent.submit({ code: await world.inbox.latestCode(who.phone) })
      expect(heading(agent)).toBe('Open your account again?')
      if (name === who.email) {
        await agent.submit()
        expect(agent.current?.url).toBe(`${world.issuer}/account`)
      }
    }
    expect(await statusOf(who.accountId)).toBe('active')
    // the link of the closing is used up by it
    const dead = world.browser()
    await dead.open(await undoLinkIn(world, who.email))
    expect(heading(dead)).toBe('This link no longer works')
  })

  test('a record that has another account by now stays with that one', async () => {
    const who = await withRecord({ given: 'Ludmila', family: 'Quackenbush', birthDate: '1979-11-05' })
    await closes(who)
    const next = await someone(world)
    await linkToSelf(world.app.house, next.accountId, who.patientId)
    const agent = world.browser()
    await agent.open(await undoLinkIn(world, who.email))
    await agent.submit()
    expect([await openLinks(who.accountId), await openLinks(next.accountId)]).toEqual([0, 1])
  })

  test('of two accounts on one mailbox the open one keeps signing in with it', async () => {
    const who = await someone(world)
    const username = `${who.username}-second`
    await seedAccount(world.app.house, { username, password: 'another otter paints eight lanterns', email: who.email })
    await closes(who)
    expect(heading(await who.signsIn('another otter paints eight lanterns', who.email))).not.toBe('Sign in')
    expect(heading(await who.signsIn(password, who.email))).toBe('Sign in')
  })

  test('a thief who changes the contacts and closes the account has won nothing', async () => {
    const who = await someone(world)
    const agent = await who.signsIn()
    const email = 'thief.who.closes@example.org'
    await agent.open(`${world.issuer}/account/email`)
    await agent.submit({ email })
    await agent.submit({ code: await world.inbox.latestCode(email) })
    const undo = await undoLinkIn(world, who.phone)
    await closes(who, agent)
    expect(await undoLinksIn(world, email)).toEqual([])
    const owner = world.browser()
    await owner.open(undo)
    await owner.submit()
    expect(heading(owner)).toBe('Your account is as it was')
    expect(await statusOf(who.accountId)).toBe('active')
    expect(heading(await who.signsIn())).not.toBe('Sign in')
  })
})

test('after thirty days nothing of the person is left, the username is free, and the audit stays', async () => {
  const who = await withRecord({ given: 'Philippa', family: 'Quackenbush', birthDate: '1979-11-05' })
  await closes(who)
  const link = await undoLinkIn(world, who.email)
  clock.advance(29 * 86_400)
  expect((await purge(world.app.house)).accounts).toBe(0)
  clock.advance(86_400 + 60)
  // too late already, before anything is removed
  expect(heading(await who.signsIn())).toBe('Sign in')
  const late = world.browser()
  await late.open(link)
  expect(heading(late)).toBe('This link no longer works')
  expect((await purge(world.app.house)).accounts).toBeGreaterThanOrEqual(1)
  const { db } = world.database
  for (const table of ['account_contacts', 'account_factors', 'account_undos', 'known_devices'] as const)
    expect([
      table,
      await db.selectFrom(table).select('account_id').where('account_id', '=', who.accountId).execute(),
    ]).toEqual([table, []])
  const row = await db.selectFrom('accounts').selectAll().where('id', '=', who.accountId).executeTakeFirstOrThrow()
  expect([row.password_hash, row.erase_at]).toEqual([null, null])
  const audit = await db
    .selectFrom('audit_events')
    .select('type')
    .where('account_id', '=', who.accountId)
    .where('type', 'in', ['account.closed', 'account.erased'])
    .orderBy('id')
    .execute()
  expect(audit.map(({ type }) => type)).toEqual(['account.closed', 'account.erased'])
  // somebody else may have the name now
  await seedAccount(world.app.house, { username: who.username, password })
  expect(heading(await who.signsIn())).not.toBe('Sign in')
})
