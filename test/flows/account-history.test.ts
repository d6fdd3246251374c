import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { recordAudit } from '../../src/operations/audit.ts'
import { newId } from '../../src/platform/index.ts'
import type { Agent } from '../driver/agent.ts'
import { clock } from '../driver/clock.ts'
import { enrolApp, enrolQuestion, enrolRecoveryCodes } from '../driver/enrolled.ts'
import { seedAccount } from '../driver/people.ts'
import { linkIn } from '../driver/recovery.ts'
import { logoutsOf, toldPortal, toldPortalAt } from '../driver/told-portal.ts'
import { openWorld, type World } from '../driver/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld({ objects: toldPortal, settings: { passwords: { memory_kib: 1024 } } })
})
afterAll(() => world.close())
afterEach(() => clock.reset())

const password = 'violet otter kelp'
const fresh = 'new harbour kelp'
const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0'
let count = 0
async function someone() {
  count += 1
  const username = `history-reader-${count}`
  const [email, phone] = [`${username}@example.org`, `+1312555${4600 + count}`]
  const accountId = await seedAccount(world.app.house, { username, password, email, phone })
  const agent = world.browser({ userAgent: firefox })
  const signsIn = async (secret = password) => {
    await agent.open(`${world.issuer}/sign-in?return=/account/history`)
    return agent.submit({ username, password: secret })
  }
  return { accountId, username, email, phone, agent, signsIn }
}
const history = (agent: Agent, query = '') => agent.open(`${world.issuer}/account/history${query}`)
const denials = (agent: Agent) => agent.page.links.filter(link => link.href.endsWith('/not-me'))
const statusOf = async (id: string) =>
  (await world.database.db.selectFrom('accounts').select('status').where('id', '=', id).executeTakeFirst())?.status

test('the hub shows how things stand, masked, and links only to what there is', async () => {
  const { accountId, username, phone, email, agent, signsIn } = await someone()
  const { house } = world.app
  await signsIn()
  await enrolApp(house, accountId, 'The blue telephone')
  await enrolQuestion(house, accountId, 'a lighthouse keeper')
  await enrolRecoveryCodes(house, accountId)
  await agent.open(`${world.issuer}/account`)
  const { text, links } = agent.page
  expect(agent.page.heading).toBe('Your account')
  for (const said of [username, 'Authenticator app: The blue telephone', '10 codes left', 'You chose one'])
    expect(text).toContain(said)
  expect(text).toContain(`Phone ending in ${phone.slice(-2)}`)
  expect(text).toContain('Signed in on 1 device')
  expect(text).not.toContain(phone)
  expect(text).not.toContain(email)
  expect(text).not.toContain('lighthouse')
  const paths = links.map(link => new URL(link.href, world.issuer).pathname)
  for (const path of ['/account/sessions', '/account/portals', '/account/history', '/account/preferences', '/logout'])
    expect(paths).toContain(path)
  for (const path of paths.filter(each => each.startsWith('/account/')))
    expect([path, (await agent.tab().open(`${world.issuer}${path}`)).status]).toEqual([path, 200])
  expect((await agent.open(`${world.issuer}/account?lang=es`)).page.heading).toBe('Su cuenta')
})

test('history: in plain words, with date, device, masked network and portal; staff acts too; never a secret', async () => {
  const { accountId, username, agent, signsIn } = await someone()
  await agent.open(`${world.issuer}/sign-in`)
  await agent.submit({ username, password: 'not the right password' })
  await signsIn()
  await toldPortalAt(world, agent)
  await recordAudit(world.app.house.db, world.app.house, {
    type: 'account.something-new',
    outcome: 'success',
    actor: 'operator:7',
    accountId,
    correlationId: newId(),
    details: { ip: '198.51.100.44', device: firefox, reason: 'asked on the telephone' },
  })
  await history(agent)
  const { text } = agent.page
  expect(text).toMatch(/Something about the account was changed By our staff/)
  expect(text).toMatch(/Opened a portal .* Portal: Told portal/)
  expect(text).toMatch(/Signed in .* Firefox on Windows From the network (127\.0\.0|0:0:0)[.:]x/)
  expect(text).toContain('Someone typed a wrong password')
  expect(text).not.toContain('198.51.100')
  expect(text).not.toContain('asked on the telephone')
  expect(text).not.toContain(username)
})

test('history is read page by page; a cursor of somebody else or a made-up one shows nothing of theirs', async () => {
  const { accountId, agent, signsIn } = await someone()
  const other = await someone()
  await signsIn()
  for (let each = 0; each < 45; each += 1)
    await recordAudit(world.app.house.db, world.app.house, {
      type: 'account.preferences-changed',
      outcome: 'success',
      actor: accountId,
      accountId,
      correlationId: newId(),
    })
  const seen = new Set<string>()
  let pages = 0
  for (let next: string | undefined = '/account/history'; next; pages += 1) {
    await agent.open(`${world.issuer}${next}`)
    for (const link of denials(agent)) seen.add(link.href)
    next = agent.page.links.find(link => link.text === 'Older entries')?.href
  }
  expect(pages).toBe(3)
  expect(seen.size).toBeGreaterThanOrEqual(46)
  await other.signsIn()
  const cursor = [...seen][0]?.split('/')[3]
  for (const before of [cursor, 'nothing', `${cursor}'--`]) {
    const page = await history(other.agent, `?before=${encodeURIComponent(before ?? '')}`)
    expect(page.status).toBe(200)
    expect(page.page.text).not.toContain('Language or notices were changed')
  }
})

test("this wasn't me: locks, ends everything, tells everyone; a recovery opens the account again", async () => {
  const { accountId, username, email, phone, agent, signsIn } = await someone()
  await signsIn()
  const portal = await toldPortalAt(world, agent)
  await history(agent)
  const entry = denials(agent).find(link => link.text.includes('This wasn')) ?? denials(agent)[0]
  await agent.open(new URL(entry?.href ?? '', world.issuer).href)
  expect(agent.page.heading).toBe('Lock your account?')
  // nothing happens by looking
  expect(await statusOf(accountId)).toBe('active')
  const form = agent.formFor()
  const pressed = await Promise.all(Array.from({ length: 20 }, () => agent.tab().post(form.action, form.fields)))
  expect(pressed.filter(answer => answer.status >= 500)).toEqual([])
  expect(await statusOf(accountId)).toBe('locked')
  expect(pressed.some(answer => answer.page.text.includes('Your account is locked'))).toBe(true)
  expect(await portal.isAlive()).toEqual({ refresh: false, opaque: false })
  expect(await logoutsOf(world, accountId)).toEqual(['told-portal'])
  for (const to of [email, phone]) {
    const told = (await world.inbox.messages(to)).filter(message => message.text.includes('Your account was locked'))
    expect(told).toHaveLength(1)
    expect(told[0]?.links.some(link => new URL(link).pathname === '/recover')).toBe(true)
  }
  expect((await signsIn()).status).toBe(422)

  await agent.open(`${world.issuer}/recover?organization=northside`)
  await agent.submit({ username })
  await agent.open(await linkIn(world, email))
  await agent.submit()
  await agent.submit({ code: await world.inbox.latestCode(phone) })
  await agent.submit({ new_password: fresh })
  expect(await statusOf(accountId)).toBe('active')
  await signsIn(fresh)
  expect(agent.page.heading).toBe('What happened')
  expect(agent.page.text).toContain('The account was opened again')
  expect(agent.page.text).toContain('The account was locked')
})

test("an entry of somebody else's history locks nobody", async () => {
  const [owner, stranger] = [await someone(), await someone()]
  await owner.signsIn()
  const entry = denials(owner.agent)[0]?.href ?? ''
  await stranger.signsIn()
  await stranger.agent.open(new URL(entry, world.issuer).href)
  expect(stranger.agent.page.heading).toBe('We cannot find that entry')
  expect(stranger.agent.page.forms.filter(form => form.method === 'post')).toEqual([])
  await history(stranger.agent)
  const form = (
    await stranger.agent.open(new URL(denials(stranger.agent)[0]?.href ?? '', world.issuer).href)
  ).page.forms.find(each => each.method === 'post')
  const answer = await stranger.agent.post(new URL(entry, world.issuer).href, form?.fields ?? {})
  expect(answer.status).toBe(403)
  expect([await statusOf(owner.accountId), await statusOf(stranger.accountId)]).toEqual(['active', 'active'])
})
