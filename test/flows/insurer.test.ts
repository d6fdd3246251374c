import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { clock } from '../driver/clock.ts'
import { goesToInsurer, type InsurerWorld, linkTo, openInsurerWorld } from '../driver/insurer-world.ts'
import { seedAccount, setAccountStatus } from '../driver/people.ts'
import { offersInsurers } from '../driver/upstream.ts'

/** Sign-in with an insurer, over HTTP: known people, the way there and back, and insurers that are away. */
let open: InsurerWorld
beforeAll(async () => {
  open = await openInsurerWorld()
})
afterEach(() => {
  clock.reset()
  open.commonwealth.slowDown(0)
})
afterAll(() => open.close())

const password = 'violet otter kelp'
let count = 0
/** Somebody whom Commonwealth's sign-in opens an account for. */
async function known(over: Partial<Parameters<typeof seedAccount>[1]> = {}) {
  count += 1
  const subject = `member-known-${count}`
  const username = `insured-${count}`
  const accountId = await seedAccount(open.world.app.house, { username, password, ...over })
  await linkTo(open, accountId, subject)
  return { accountId, subject, username }
}

test('whom the insurer is known to sign in is signed in at the portal, with fed in amr', async () => {
  const { subject, accountId } = await known()
  open.commonwealth.signsIn({ sub: subject })
  const { portal, begun, back, agent } = await goesToInsurer(open)
  expect(back.url).toContain(portal.redirectUri)
  const tokens = await portal.tokens(begun, back.url)
  expect(tokens.claims()).toMatchObject({ acr: 'urn:vestibule:aal1', amr: ['fed'] })
  const events = await open.world.app.house.db
    .selectFrom('audit_events')
    .select('type')
    .where('account_id', '=', accountId)
    .execute()
  expect(events.map(({ type }) => type)).toContain('account.signed-in')

  // the device remembers which insurer it was, and asks for it first
  const again = await portal.begins({ prompt: 'login' })
  await agent.open(again.url.href)
  await agent.open(agent.page.links.find(({ href }) => href.includes('/insurer/'))?.href ?? '')
  expect(agent.page.heading).toBe('Sign in with Commonwealth Health Plan?')
  await agent.submit({}, 'another')
  expect(agent.page.heading).toBe('Sign in with your insurer')
  expect(agent.page.text).toContain('Harbor Mutual')
})

test('its word for two factors counts as far as the operator wrote; otherwise the step-up is ours', async () => {
  const { subject } = await known()
  open.commonwealth.signsIn({ sub: subject }, 'urn:example:mfa')
  const { portal, begun, back } = await goesToInsurer(open, 'commonwealth', { acr_values: 'urn:vestibule:aal2' })
  expect((await portal.tokens(begun, back.url)).claims()).toMatchObject({
    acr: 'urn:vestibule:aal2',
    amr: ['fed', 'mfa'],
  })

  const phone = '+13125550190'
  const other = await known({ phone, factors: ['text-code'] })
  open.commonwealth.signsIn({ sub: other.subject })
  const low = await goesToInsurer(open, 'commonwealth', { acr_values: 'urn:vestibule:aal2' })
  expect(low.agent.page.heading).toBe('Enter the code we texted you')
  const done = await low.agent.submit({ code: await open.world.inbox.latestCode(phone) })
  expect((await low.portal.tokens(low.begun, done.url)).claims()).toMatchObject({
    acr: 'urn:vestibule:aal2',
    amr: ['fed', 'mfa', 'otp', 'sms'],
  })
})

test('the portal names the insurer: straight there; one that is not offered leads to the choice', async () => {
  const { subject } = await known()
  open.commonwealth.signsIn({ sub: subject })
  const portal = await open.world.portal()
  const agent = open.world.browser()
  const begun = await portal.begins({ idp_hint: 'commonwealth' })
  const back = await agent.open(begun.url.href)
  expect(back.url).toContain(portal.redirectUri)
  expect(agent.hops.filter(({ method }) => method === 'POST')).toEqual([])
  expect((await portal.tokens(begun, back.url)).claims()?.amr).toEqual(['fed'])

  const stranger = open.world.browser()
  await stranger.open((await portal.begins({ idp_hint: 'nobody-knows' })).url.href)
  expect(stranger.page.heading).toBe('Sign in with your insurer')
})

test('an insurer of other people is not there: not in the list, not by a hint, not by its id in the form', async () => {
  const insurer = (id: string, more: string) =>
    `kind: insurer\nid: ${id}\nname: Hidden ${id}\nprotocol: oidc\nissuer: ${open.commonwealth.issuer}/${id}\n` +
    `client: { id: vestibule, auth: private_key_jwt }\n${more}\n`
  const elsewhere =
    'kind: organization\nid: lakeside\nname: { en: Lakeside, es: Lakeside }\ntime_zone: America/Chicago\n'
  const another =
    'kind: client\nid: another-portal\nname: { en: Another, es: Otro }\norganization: northside\n' +
    'redirect_uris: [http://127.0.0.1:9/another]\nauth: { method: none }\nsector: another\n'
  const hidden = { lakes: 'organizations: [lakeside]', apps: 'clients: [another-portal]', off: 'enabled: false' }
  await offersInsurers(
    open.world,
    [elsewhere, another, ...Object.entries(hidden).map(each => insurer(...each))].join('---\n'),
  )
  const portal = await open.world.portal()
  const agent = open.world.browser()
  for (const id of Object.keys(hidden)) {
    await agent.open((await portal.begins({ idp_hint: id })).url.href)
    expect([id, agent.page.heading]).toEqual([id, 'Sign in with your insurer'])
    expect(agent.page.text).not.toContain('Hidden')
    expect([id, (await agent.submit({ insurer: id })).status]).toEqual([id, 422])
    const idp = `${open.commonwealth.issuer}/${id}`
    const refused = await open.world.browser().open((await portal.begins({ idp })).url.href)
    expect([id, new URL(refused.url).searchParams.get('error')]).toEqual([id, 'invalid_idp'])
  }
})

test('UDAP idp: the insurer behind the address, or invalid_idp for the portal', async () => {
  const { subject } = await known()
  open.commonwealth.signsIn({ sub: subject })
  const portal = await open.world.portal()
  const begun = await portal.begins({ idp: open.commonwealth.issuer })
  const back = await open.world.browser().open(begun.url.href)
  expect((await portal.tokens(begun, back.url)).claims()?.amr).toEqual(['fed'])
  const refused = await open.world
    .browser()
    .open((await portal.begins({ idp: 'https://idp.elsewhere.example' })).url.href)
  expect(new URL(refused.url).searchParams.get('error')).toBe('invalid_idp')
})

test.each(['staff', 'provider'] as const)(
  'of %s its word is not enough: our second factor as well',
  async population => {
    const phone = population === 'staff' ? '+13125550191' : '+13125550192'
    const { subject } = await known({ population, phone, factors: ['text-code'] })
    open.commonwealth.signsIn({ sub: subject }, 'urn:example:mfa')
    const { portal, begun, agent, back } = await goesToInsurer(open)
    expect(back.url).not.toContain(portal.redirectUri)
    const done = await agent.submit({ code: await open.world.inbox.latestCode(phone) })
    expect((await portal.tokens(begun, done.url)).claims()?.amr).toEqual(['fed', 'mfa', 'otp', 'sms'])
  },
)

test('the search finds plans by parts of their names, in any case, without a script', async () => {
  const agent = open.world.browser()
  await agent.open(`${open.world.issuer}/insurer?organization=northside`)
  expect(agent.page.text).toContain('Commonwealth HMO')
  await agent.submit({ plan: 'GOLD harbor' }, 'search')
  expect(agent.page.text).toContain('Harbor Mutual')
  expect(agent.page.text).not.toContain('Commonwealth Health Plan')
  // Enter in the field presses the first button
  await agent.submit({ plan: 'ppo', insurer: '' })
  expect(agent.page.text).toContain('Commonwealth Health Plan')
  expect(agent.page.text).not.toContain('Harbor Mutual')
  const none = await agent.submit({ plan: 'no such plan', insurer: '' })
  expect(none.status).toBe(422)
  expect(none.page.text).toContain('We found no plan of that name')
})

test('a locked or closed account is not opened, and the page says no more than that', async () => {
  const { subject, accountId } = await known()
  await setAccountStatus(open.world.app.house.db, accountId, 'disabled')
  open.commonwealth.signsIn({ sub: subject })
  const { back, agent } = await goesToInsurer(open)
  expect(back.status).toBe(403)
  expect(agent.page.heading).toBe('We could not sign you in')
})

test('who says no at the insurer is told so, and other ways are offered', async () => {
  open.commonwealth.signsIn(undefined)
  const { agent } = await goesToInsurer(open)
  expect(agent.page.heading).toBe('You were not signed in at Commonwealth Health Plan')
  expect(agent.page.text).toContain('Another insurer')
  expect(agent.page.text).toContain('I have an access code')
  const { subject } = await known()
  open.commonwealth.signsIn({ sub: subject })
  expect((await agent.submit()).url).toContain('http://127.0.0.1:9/callback')
})

test('an insurer that does not answer: told within five seconds, and everything else goes on', async () => {
  const agent = open.world.browser()
  const portal = await open.world.portal()
  await agent.open((await portal.begins()).url.href)
  const signIn = agent.current?.url ?? ''
  await agent.open(agent.page.links.find(({ href }) => href.includes('/insurer/'))?.href ?? '')
  open.harbor.slowDown(30_000)
  const { outbound, federation } = open.world.app.house.settings
  expect(Math.min(outbound.timeout_ms, federation.timeout_ms)).toBeLessThan(5000)
  const began = performance.now()
  await agent.submit({ insurer: 'harbor' })
  // those, and what a busy machine adds: far from the half minute that the insurer takes
  expect(performance.now() - began).toBeLessThan(15_000)
  expect(agent.page.heading).toBe('We could not reach Harbor Mutual')
  // left alone for a while: the next one is told at once, and nobody asks
  const asked = open.harbor.asked.length
  await agent.submit()
  expect(open.harbor.asked).toHaveLength(asked)
  expect(agent.page.heading).toBe('We could not reach Harbor Mutual')
  const { username } = await known()
  await agent.open(signIn)
  expect((await agent.finish({ username, password })).url).toContain(portal.redirectUri)
  open.harbor.slowDown(0)
})
