import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals'
import type { Agent } from '../driver/agent.ts'
import { clock } from '../driver/clock.ts'
import { type InsurerWorld, linkTo, openInsurerWorld } from '../driver/insurer-world.ts'
import { seedAccount } from '../driver/people.ts'

/** What comes back from an insurer counts once, in the browser and the journey that left, for the insurer it left for. */
let open: InsurerWorld
beforeAll(async () => {
  open = await openInsurerWorld({ instances: 2, settings: { passwords: { memory_kib: 1024 } } })
  const accountId = await seedAccount(open.world.app.house, { username: 'victim', password })
  await linkTo(open, accountId, 'member-victim')
})
beforeEach(() => open.commonwealth.signsIn({ sub: 'member-victim' }))
afterEach(() => clock.reset())
afterAll(() => open.close())

const password = 'violet otter kelp'

/** A browser that has gone to Commonwealth and come back, all but for the last step. */
async function atTheDoor(): Promise<{
  readonly agent: Agent
  readonly picker: string
  readonly callback: string
  readonly portalUri: string
}> {
  const portal = await open.world.portal()
  const agent = open.world.browser({
    stopAt: url => url.origin === 'http://127.0.0.1:9' || url.pathname.startsWith('/federation/'),
  })
  await agent.open((await portal.begins()).url.href)
  await agent.open(agent.page.links.find(({ href }) => href.includes('/insurer/'))?.href ?? '')
  const picker = agent.current?.url ?? ''
  const back = await agent.submit({ insurer: 'commonwealth' })
  expect(back.url).toContain('/federation/commonwealth/callback?')
  return { agent, picker, callback: back.url, portalUri: portal.redirectUri }
}
/** Opens an address with the cookies of a browser, to its end. */
const enters = async (agent: Agent, url: string) => {
  const same = open.world.browser()
  Object.assign(same, { jar: agent.jar })
  return same.open(url)
}
const signedIn = async () =>
  (
    await open.world.database.db
      .selectFrom('audit_events')
      .select('id')
      .where('type', '=', 'account.signed-in')
      .execute()
  ).length

async function isRefusedKindly(agent: Agent, url: string): Promise<void> {
  const before = await signedIn()
  const answer = await enters(agent, url)
  expect(answer.status).toBe(403)
  expect(answer.page.text).toMatch(/[2-9A-Z]{3}-[2-9A-Z]{3}/)
  // back to where the person was going
  expect(answer.page.links.map(({ href }) => href)).toEqual(
    expect.arrayContaining([expect.stringMatching(/127\.0\.0\.1:9|sign-in/)]),
  )
  expect(await signedIn()).toBe(before)
}

test('the browser that left comes back once; a second time is refused, and leads back to the portal', async () => {
  const { agent, callback, portalUri } = await atTheDoor()
  expect((await enters(agent, callback)).url).toContain(portalUri)
  await isRefusedKindly(agent, callback)
})

test('of twenty at once, on two instances, one is taken', async () => {
  const { agent, callback } = await atTheDoor()
  const before = open.commonwealth.asked.filter(path => path === '/token').length
  await Promise.all(Array.from({ length: 20 }, () => enters(agent, callback)))
  expect(open.commonwealth.asked.filter(path => path === '/token').length - before).toBe(1)
})

test('another browser cannot use it, and does not spend it', async () => {
  const { agent, callback, portalUri } = await atTheDoor()
  await isRefusedKindly(open.world.browser(), callback)
  // nor one that has a journey of its own
  const other = await atTheDoor()
  await isRefusedKindly(other.agent, callback)
  expect((await enters(agent, callback)).url).toContain(portalUri)
})

test('an answer of Commonwealth at the address of Harbor is refused, and nothing is spent', async () => {
  const { agent, callback, portalUri } = await atTheDoor()
  await isRefusedKindly(agent, callback.replace('/commonwealth/', '/harbor/'))
  await isRefusedKindly(agent, callback.replace('/commonwealth/', '/nobody/'))
  expect((await enters(agent, callback)).url).toContain(portalUri)
})

test('two tabs with two insurers: the answer of the one that was left is not taken for the other', async () => {
  const { agent, picker, callback } = await atTheDoor()
  const before = await signedIn()
  open.harbor.signsIn({ sub: 'member-victim' })
  await agent.open(picker)
  const { url } = await agent.submit({ insurer: 'harbor' })
  expect(url).toContain('/federation/harbor/callback?')
  expect((await enters(agent, callback)).page.heading).toBe('Continue to Harbor Mutual')
  expect((await enters(agent, url)).page.heading).toBe('Do you already have an account?')
  expect(await signedIn()).toBe(before)
})

test('without state, with a made-up one, or with another journey’s, nothing happens', async () => {
  const { agent, callback } = await atTheDoor()
  const other = await atTheDoor()
  const without = new URL(callback)
  without.searchParams.delete('state')
  await isRefusedKindly(agent, without.href)
  await isRefusedKindly(agent, callback.replace(/state=[^&]+/, `state=${'A'.repeat(43)}`))
  await isRefusedKindly(agent, callback.replace(/state=[^&]+/, 'state=x'))
  // the code of one journey with the state of another: its code challenge is another's
  const foreign = new URL(other.callback)
  foreign.searchParams.set('state', new URL(callback).searchParams.get('state') ?? '')
  const answer = await enters(agent, foreign.href)
  expect(answer.page.heading).toBe('That did not work')
})

test('too late is too late, and says so', async () => {
  const { agent, callback } = await atTheDoor()
  clock.advance(16 * 60)
  const answer = await enters(agent, callback)
  expect(answer.status).toBe(410)
})

test('the handle stands in the database as a hash only, and what was kept for it is sealed', async () => {
  const { callback } = await atTheDoor()
  const state = new URL(callback).searchParams.get('state') ?? ''
  expect(state.length).toBeGreaterThanOrEqual(43)
  const { rows } = await open.world.database.pool.query('select * from upstream_requests')
  expect(JSON.stringify(rows)).not.toContain(state)
})

test('a form that was sent twice leads the browser the same way twice', async () => {
  const { callback } = await atTheDoor()
  const state = new URL(callback).searchParams.get('state') ?? ''
  const posts = () =>
    fetch(`${open.world.issuer}/federation/commonwealth/acs`, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin: 'https://insurer.example', 'sec-fetch-site': 'cross-site' },
      body: new URLSearchParams({ SAMLResponse: 'bm90aGluZw==', RelayState: state }),
    })
  for (const answer of [await posts(), await posts()])
    expect([answer.status, answer.headers.get('location')]).toEqual([303, expect.stringContaining(`state=${state}`)])
})

test('a cross-site POST without cookies is kept, answered 303, and taken by nobody else', async () => {
  const stranger = open.world.browser()
  const answer = await stranger.post(
    `${open.world.issuer}/federation/commonwealth/acs`,
    { SAMLResponse: 'bm90aGluZw==', RelayState: 'A'.repeat(43) },
    { origin: 'https://insurer.example', 'sec-fetch-site': 'cross-site' },
  )
  expect(stranger.hops[0]).toMatchObject({ method: 'POST', status: 303 })
  expect(answer.status).toBe(403)
})
