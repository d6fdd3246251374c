import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { sessionId } from '../../src/operations/help-desk.ts'
import { endSessionsByStaff } from '../../src/operations/help-desk-acts.ts'
import { now } from '../../src/platform/index.ts'
import { findSessionsOfAccount } from '../../src/store/sessions.ts'
import type { Agent } from '../driver/agent.ts'
import { clock } from '../driver/clock.ts'
import { linkToSelf } from '../driver/links.ts'
import { importPatient, seedAccount } from '../driver/people.ts'
import { logoutsOf, toldPortal, toldPortalAt } from '../driver/told-portal.ts'
import { openWorld, type World } from '../driver/world.ts'

const southside = `
kind: organization
id: southside
name: { en: Southside Clinic, es: Clínica Southside }
time_zone: America/Chicago
`
let world: World
beforeAll(async () => {
  world = await openWorld({ objects: `${toldPortal}---${southside}`, settings: { passwords: { memory_kib: 1024 } } })
})
afterAll(() => world.close())
afterEach(() => clock.reset())

const password = 'violet otter kelp'
const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0'
const phoneBrowser =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1'
let count = 0
async function someone() {
  count += 1
  const username = `session-holder-${count}`
  const accountId = await seedAccount(world.app.house, { username, password })
  const signsIn = async (userAgent: string, agent = world.browser({ userAgent })) => {
    await agent.open(`${world.issuer}/sign-in?return=/account/sessions`)
    await agent.submit({ username, password })
    return agent
  }
  return { accountId, username, signsIn }
}
const open = (agent: Agent) => agent.open(`${world.issuer}/account/sessions`)
const buttons = (agent: Agent, verb: string) =>
  agent.page.forms.flatMap(form => form.buttons.flatMap(({ value }) => (value?.startsWith(verb) ? [value] : [])))
const isSignedIn = async (agent: Agent) => (await open(agent)).page.heading === 'Where you are signed in'

test('each device is named, with when and from where; this one is marked and cannot be ended here', async () => {
  const { signsIn } = await someone()
  await signsIn(phoneBrowser)
  const here = await signsIn(firefox)
  expect(here.page.heading).toBe('Where you are signed in')
  expect(here.page.text).toContain('Firefox on Windows This device')
  expect(here.page.text).toContain('Safari on iOS')
  expect(here.page.text).toMatch(/Last used from the network (127\.0\.0\.x|0:0:0:x)/)
  expect(here.page.text).not.toContain('127.0.0.1')
  expect(buttons(here, 'end:')).toHaveLength(1)
})

test('one is ended: its portal is told, refresh and opaque token are dead at once, this session lives on', async () => {
  const { accountId, signsIn } = await someone()
  const lost = await signsIn(phoneBrowser)
  const portal = await toldPortalAt(world, lost)
  expect(await portal.isAlive()).toEqual({ refresh: true, opaque: true })
  const here = await signsIn(firefox)
  const [end] = buttons(here, 'end:')
  await here.submit({}, end)
  expect(here.page.text).toContain('That device is signed out.')
  expect(await portal.isAlive()).toEqual({ refresh: false, opaque: false })
  expect(await logoutsOf(world, accountId)).toEqual(['told-portal'])
  expect(await isSignedIn(here)).toBe(true)
  expect(await isSignedIn(lost)).toBe(false)
  const ended = await world.database.db
    .selectFrom('audit_events')
    .select(['actor'])
    .where('type', '=', 'session.ended')
    .where('account_id', '=', accountId)
    .execute()
  expect(ended).toEqual([{ actor: accountId }])
})

test('one is ended by the help desk: its tokens are dead too, those for use while the person is away included', async () => {
  const { accountId, signsIn } = await someone()
  const { house } = world.app
  const born = { given: 'Ottilie', family: 'Quackenbush', birthDate: '1979-11-05' }
  await linkToSelf(house, accountId, await importPatient(house, born))
  const portal = await toldPortalAt(world, await signsIn(phoneBrowser))
  const [row] = await findSessionsOfAccount(house.db, accountId)
  const aim = { accountId, grounds: { inPerson: 'passport' }, session: row ? sessionId(row) : '' }
  const staff = { actor: 'cli:test', operator: 'Dana Reyes', organization: 'northside', reason: 'phone was stolen' }
  expect(await endSessionsByStaff(house, aim, staff, now())).toEqual({ kind: 'ended', sessions: 1 })
  expect(await portal.isAlive()).toEqual({ refresh: false, opaque: false })
  expect(await logoutsOf(world, accountId)).toEqual(['told-portal'])
})

test('all others at once; fifty presses at once end them once', async () => {
  const { accountId, signsIn } = await someone()
  const others = [await signsIn(phoneBrowser), await signsIn(firefox)]
  const portal = await toldPortalAt(world, others[0] as Agent)
  const here = await signsIn(firefox)
  const form = here.formFor('end-others')
  const pressed = await Promise.all(
    Array.from({ length: 50 }, () => here.tab().post(form.action, { ...form.fields, action: 'end-others' })),
  )
  expect(pressed.filter(answer => answer.status >= 500)).toEqual([])
  expect(await logoutsOf(world, accountId)).toEqual(['told-portal'])
  expect(await portal.isAlive()).toEqual({ refresh: false, opaque: false })
  expect(await isSignedIn(here)).toBe(true)
  for (const other of others) expect(await isSignedIn(other)).toBe(false)
})

test("somebody else's session and device give nothing, nor do made-up ones, nor one that ended", async () => {
  const [victim, thief] = [await someone(), await someone()]
  const theirs = await victim.signsIn(firefox)
  await victim.signsIn(phoneBrowser)
  await open(theirs)
  const [end, forget] = [buttons(theirs, 'end:')[0] ?? '', buttons(theirs, 'forget:')[0] ?? '']
  expect([end, forget].every(Boolean)).toBe(true)
  const agent = await thief.signsIn(firefox)
  for (const action of [end, forget, 'end:00', 'forget:', 'end:', 'nothing', 'forget:not-a-uuid']) {
    const form = agent.formFor()
    const answer = await agent.post(form.action, { ...form.fields, action })
    expect([action, answer.status]).toEqual([action, 422])
  }
  expect(await isSignedIn(theirs)).toBe(true)
  expect(buttons(theirs, 'end:')).toHaveLength(1)
  // twice
  const tab = theirs.tab()
  await theirs.submit({}, end)
  await open(tab)
  const again = await tab.post(tab.formFor().action, { ...tab.formFor().fields, action: end })
  expect(again.status).toBe(422)
})

test('a forgotten device is a new one at the next sign-in', async () => {
  const { accountId, signsIn } = await someone()
  const agent = await signsIn(firefox)
  const known = () =>
    world.database.db.selectFrom('known_devices').select('id').where('account_id', '=', accountId).execute()
  expect(await known()).toHaveLength(1)
  await agent.submit({}, buttons(agent, 'forget:')[0])
  expect(agent.page.text).toContain('That device is forgotten')
  expect(await known()).toEqual([])
})

test('a press from elsewhere does nothing', async () => {
  const { signsIn } = await someone()
  const other = await signsIn(phoneBrowser)
  const here = await signsIn(firefox)
  const form = here.formFor('end-others')
  const body = { ...form.fields, action: 'end-others' }
  const crossSite = await here.tab().post(form.action, body, { 'sec-fetch-site': 'cross-site' })
  expect(crossSite.status).toBe(403)
  expect((await here.tab().post(form.action, { action: 'end-others' })).status).not.toBe(303)
  expect(await isSignedIn(other)).toBe(true)
})

test('the pages speak for the clinic where the person has a record', async () => {
  const { accountId, signsIn } = await someone()
  const { house } = world.app
  const born = { given: 'Ottilie', family: 'Quackenbush', birthDate: '1979-11-05' }
  const record = await importPatient(house, { ...born, organization: 'southside' })
  await linkToSelf(house, accountId, record, 'southside')
  const agent = await signsIn(firefox)
  for (const path of ['/account/sessions', '/account', '/account/history', '/account/preferences'])
    expect([path, (await agent.open(`${world.issuer}${path}`)).body.includes('Southside Clinic')]).toEqual([path, true])
})

test('a page of the account counts as use: from then on the session is where the person is', async () => {
  const { accountId, signsIn } = await someone()
  const agent = await signsIn(phoneBrowser)
  clock.advance(300)
  const moved = world.browser({ userAgent: firefox })
  for (const cookie of await agent.jar.getCookies(world.issuer)) await moved.jar.setCookie(cookie, world.issuer)
  await moved.open(`${world.issuer}/account`)
  const { device_label } = await world.database.db
    .selectFrom('sessions')
    .select('device_label')
    .where('account_id', '=', accountId)
    .executeTakeFirstOrThrow()
  expect(device_label).toBe('Firefox on Windows')
})
