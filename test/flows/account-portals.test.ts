import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import type { Agent } from '../driver/agent.ts'
import { clock } from '../driver/clock.ts'
import { seedAccount } from '../driver/people.ts'
import { logoutsOf, toldPortal, toldPortalAt } from '../driver/told-portal.ts'
import { openWorld, type World } from '../driver/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld({ objects: toldPortal, settings: { passwords: { memory_kib: 1024 } } })
})
afterAll(() => world.close())
afterEach(() => clock.reset())

const password = 'violet otter kelp'
let count = 0
async function someone() {
  count += 1
  const username = `portal-visitor-${count}`
  const email = `${username}@example.org`
  const accountId = await seedAccount(world.app.house, { username, password, email })
  const agent = world.browser()
  await agent.open(`${world.issuer}/sign-in?return=/account`)
  await agent.submit({ username, password })
  return { accountId, email, agent }
}
const portals = (agent: Agent) => agent.open(`${world.issuer}/account/portals`)
const leave = { action: 'leave:told-portal' }

test('a portal is listed with what it may do; disconnected, its tokens are dead at once and it is told', async () => {
  const { accountId, agent } = await someone()
  expect((await portals(agent)).page.text).toContain('No portal or app is connected')
  const portal = await toldPortalAt(world, agent)
  expect(await portal.isAlive()).toEqual({ refresh: true, opaque: true })
  await portals(agent)
  expect(agent.page.text).toContain('Told portal Signed in on 1 device May see your details while you are away')
  const form = agent.formFor()
  const pressed = await Promise.all(
    Array.from({ length: 50 }, () => agent.tab().post(form.action, { ...form.fields, ...leave })),
  )
  expect(pressed.filter(answer => answer.status >= 500)).toEqual([])
  expect(await portal.isAlive()).toEqual({ refresh: false, opaque: false })
  expect(await logoutsOf(world, accountId)).toEqual(['told-portal'])
  // this session lives on, and can go there again
  expect((await portals(agent)).page.text).toContain('No portal or app is connected')
  expect(await (await toldPortalAt(world, agent)).isAlive()).toEqual({ refresh: true, opaque: true })
})

test('one that only has offline access, long after the session, is disconnected and told as well', async () => {
  const { accountId, agent } = await someone()
  const portal = await toldPortalAt(world, agent)
  clock.advance(13 * 3600)
  const again = await agent.open(`${world.issuer}/sign-in?return=/account/portals`)
  expect(again.page.heading).toBe('Sign in')
  await agent.submit({ username: `portal-visitor-${count}`, password })
  expect(agent.page.text).toContain('Told portal Not signed in now May see your details while you are away')
  await agent.submit({}, leave.action)
  expect(agent.page.text).toContain('Disconnected. It can no longer see your details.')
  expect((await portal.isAlive()).refresh).toBe(false)
  expect(await logoutsOf(world, accountId)).toContain('told-portal')
})

test('one that asked for no offline access is not said to have it', async () => {
  const { agent } = await someone()
  const portal = await world.portal()
  const begun = await portal.begins()
  const back = await agent.open(begun.url.href)
  await portal.tokens(begun, back.url)
  await portals(agent)
  expect(agent.page.text).toContain('Patient portal Signed in on 1 device')
  expect(agent.page.text).not.toContain('while you are away')
})

test("another person's portal is not listed, and cannot be disconnected", async () => {
  const [owner, stranger] = [await someone(), await someone()]
  const portal = await toldPortalAt(world, owner.agent)
  await portals(stranger.agent)
  expect(stranger.agent.page.text).toContain('No portal or app is connected')
  const shown = (await portals(owner.agent)) && owner.agent.formFor()
  const own = stranger.agent.page.forms.find(form => form.method === 'post')
  expect(own).toBeUndefined()
  const answer = await stranger.agent.post(shown.action, { ...shown.fields, ...leave })
  expect(answer.status).toBeGreaterThanOrEqual(400)
  expect(await portal.isAlive()).toEqual({ refresh: true, opaque: true })
})

test('language and notices: pages and mails follow; safety notices are shown as what cannot be turned off', async () => {
  const { accountId, email, agent } = await someone()
  await agent.open(`${world.issuer}/account/preferences`)
  expect(agent.page.text).toContain('These cannot be turned off')
  expect((await agent.tab().post(agent.formFor().action, { ...agent.formFor().fields, language: 'fr' })).status).toBe(
    422,
  )
  await agent.open(`${world.issuer}/account/preferences`)
  await agent.submit({ language: 'es', notices: 'on' })
  expect(agent.page.heading).toBe('Idioma y avisos')
  expect(agent.page.text).toContain('Se guardó.')
  const { language, notices } = await world.database.db
    .selectFrom('accounts')
    .select(['language', 'notices'])
    .where('id', '=', accountId)
    .executeTakeFirstOrThrow()
  expect({ language, notices }).toEqual({ language: 'es', notices: { portal: true } })
  await agent.open(`${world.issuer}/account/recovery-codes`)
  await agent.submit()
  await agent.submit()
  expect((await world.inbox.messages(email))[0]?.text).toContain('Se crearon códigos de recuperación nuevos')
})
