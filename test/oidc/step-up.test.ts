/** Step-up as portals and people see it, with real sign-ins: what is asked, what the tokens say, what may be refused. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { fetch } from 'undici'
import { cookieNames } from '../../src/oidc/configuration/cookies.ts'
import { searchAudit } from '../../src/operations/audit-search.ts'
import type { Agent } from '../driver/agent.ts'
import { SoftAuthenticator } from '../driver/authenticator.ts'
import { clock } from '../driver/clock.ts'
import { appCode, enrolApp, enrolQuestion } from '../driver/enrolled.ts'
import { linkToSelf } from '../driver/links.ts'
import { askDevice, enrolPasskey } from '../driver/passkeys.ts'
import { importPatient, seedAccount } from '../driver/people.ts'
import { openWorld, portalRedirect, portalSecret, type World } from '../driver/world.ts'

const password = 'kettle orbit mango lamp'
const [aal1, confirmed, aal2, hardware] = [
  'urn:vestibule:aal1',
  'urn:vestibule:aal1:confirmed',
  'urn:vestibule:aal2',
  'urn:vestibule:aal2:phishing-resistant',
] as const
const essential = (...values: string[]) => ({
  claims: JSON.stringify({ id_token: { acr: { essential: true, values } } }),
})

const objects = `
kind: client
id: results-portal
name: { en: Results, es: Resultados }
organization: northside
redirect_uris: [${portalRedirect}]
auth: { method: client_secret_basic, secrets: [env:PORTAL_SECRET] }
scopes: [openid, profile, email, patients]
first_party: true
assurance: { floor: ${aal2} }
---
kind: organization
id: mailfree
name: { en: Mailfree Clinic, es: Clínica sin correo }
time_zone: America/New_York
settings: { email_code_confirms: false }
---
kind: client
id: mailfree-portal
name: { en: Mailfree portal }
organization: mailfree
redirect_uris: [${portalRedirect}]
auth: { method: client_secret_basic, secrets: [env:PORTAL_SECRET] }
scopes: [openid]
first_party: true
---
kind: policy
id: caregiver
assurance: { floor: ${aal2}, enrol_on_the_way: false }
exceptions:
  - name: waiting-room-kiosk
    client: mailfree-portal
    reason: the kiosk cannot show a field for codes before it is replaced
    until: 2099-12-31
    assurance: { floor: ${aal1} }
`

let world: World
let portal: Awaited<ReturnType<World['portal']>>
let results: Awaited<ReturnType<World['portal']>>
beforeAll(async () => {
  world = await openWorld({ objects })
  portal = await world.portal()
  results = await world.portal('results-portal')
})
afterAll(() => world.close())
beforeEach(() => world.database.pool.query('truncate limits'))
afterEach(() => clock.reset())

let count = 0
interface Who {
  readonly enrolled?: readonly string[]
  readonly email?: boolean
  readonly onRecord?: boolean
  readonly population?: 'caregiver' | 'provider'
}
/** Somebody with a password and what else is said. */
async function somebody({ enrolled = [], email, onRecord, population }: Who = {}) {
  count += 1
  const username = `climber-${count}`
  const [phone, address] = [`+1312555${2000 + count}`, `${username}@example.org`]
  const { house } = world.app
  const factors = enrolled.filter(kind => kind.endsWith('-code'))
  const id = await seedAccount(house, {
    username,
    password,
    ...(factors.length > 0 ? { phone, factors } : {}),
    ...(email ? { email: address } : {}),
    ...(population ? { population } : {}),
  })
  const device = new SoftAuthenticator(world.issuer)
  if (enrolled.includes('passkey')) await enrolPasskey(house, device, { accountId: id, username })
  const secret = enrolled.includes('totp') ? await enrolApp(house, id) : ''
  if (enrolled.includes('security-question')) await enrolQuestion(house, id, 'a lighthouse keeper')
  if (onRecord) {
    const person = { given: 'Wilhelmina', family: 'Quackenbush', birthDate: '1984-03-27', phone }
    await linkToSelf(house, id, await importPatient(house, person))
  }
  return {
    id,
    username,
    phone,
    address,
    device,
    secret,
    texted: factors.length > 0,
    code: () => world.inbox.latestCode(phone),
  }
}
type Somebody = Awaited<ReturnType<typeof somebody>>
type Asking = Readonly<Record<string, string>>

/** Goes where a portal sends them. @returns what the portal gets once the person is back */
async function goes(agent: Agent, asking: Asking = {}, at = portal) {
  const begun = await at.begins(asking)
  const opened = await agent.open(begun.url.href)
  return {
    isBack: opened.url.startsWith(portalRedirect),
    url: opened.url,
    async told(url = opened.url) {
      const error = new URL(url).searchParams.get('error')
      if (error) return { error }
      const tokens = await at.tokens(begun, url)
      const { acr, amr, auth_time: authTime } = tokens.claims() as Record<string, unknown>
      return { acr, amr, authTime, tokens }
    },
  }
}
const nothing: Asking = {}
/** Username and password, on a device that nobody knows. */
async function signsIn(who: Somebody, asking: Asking = nothing, at = portal) {
  const agent = world.browser()
  const gone = await goes(agent, asking, at)
  const answer = await agent.submit({ username: who.username, password, passkey_ready: '' })
  return { agent, gone, answer }
}
/** With nothing more than a password: on a device that is known already. */
async function signsInByPassword(who: Somebody) {
  const { agent, answer, gone } = await signsIn(who)
  if (answer.url.startsWith(portalRedirect)) return { agent, told: await gone.told(answer.url) }
  await agent.submit({ code: who.texted ? await who.code() : appCode(who.secret) })
  clock.advance(30)
  const { hostname } = new URL(world.issuer)
  await agent.jar.store.removeCookie(hostname, '/', cookieNames(world.issuer).session)
  const again = await goes(agent)
  const back = await agent.submit({ username: who.username, password, passkey_ready: '' })
  return { agent, told: await again.told(back.url) }
}
/** Asks without a page: what the standing session is worth to a portal. */
const quietly = async (agent: Agent, at = portal) => (await goes(agent, { prompt: 'none' }, at)).told()
const heading = (agent: Agent) => agent.page.heading
const buttons = (agent: Agent) => agent.page.forms.flatMap(form => form.buttons.map(({ value }) => value))

describe('a step-up', () => {
  test('goes straight to the strongest way that is enough; others are one press away', async () => {
    const who = await somebody({ enrolled: ['text-code', 'totp', 'passkey', 'security-question'], email: true })
    const { agent } = await signsInByPassword(who)
    await goes(agent, { acr_values: aal2 })
    expect(heading(agent)).toMatch(/passkey/i)
    await agent.submit({}, 'another-way')
    const offered = agent.page.text
    expect(offered).toContain('authenticator app')
    // neither an answer nor a mailbox makes two factors
    expect(offered).not.toMatch(/question|email/i)
    const asked = await goes(agent, { acr_values: confirmed })
    expect(asked.isBack).toBe(false)
    await agent.submit({}, 'another-way')
    expect(agent.page.text).toMatch(/question/i)
    expect(agent.page.text).toMatch(/email/i)
  })

  test('a fresh sign-in of which two factors are asked is ordered by strength too, not by preference', async () => {
    const who = await somebody({ enrolled: ['text-code', 'passkey'] })
    const { agent } = await signsIn(who, { acr_values: hardware })
    expect(heading(agent)).toMatch(/passkey/i)
    const plain = await signsIn(who)
    expect(heading(plain.agent)).not.toMatch(/passkey/i)
  })

  test('tells the truth after each of several, to two portals, and as time goes by', async () => {
    const who = await somebody({ enrolled: ['text-code', 'passkey', 'security-question'] })
    const { agent, told } = await signsInByPassword(who)
    expect(told).toMatchObject({ acr: aal1, amr: ['pwd'] })
    const signedInAt = told.authTime
    const ways = async (asking: Asking, factor: string) => {
      const gone = await goes(agent, asking)
      if (buttons(agent).includes('another-way')) {
        await agent.submit({}, 'another-way')
        const values = [...(agent.current?.body ?? '').matchAll(/value="([a-z-]+(?::[^"]*)?)"/g)].map(
          ([, value]) => value,
        )
        await agent.submit({ factor: values.find(value => value?.startsWith(factor)) ?? factor })
      }
      return gone
    }

    // a text: two factors, and no new authentication
    clock.advance(400)
    const text = await ways({ acr_values: aal2 }, 'text-code')
    await agent.submit({})
    const second = await text.told((await agent.submit({ code: await who.code() })).url)
    expect(second).toMatchObject({ acr: aal2, amr: ['mfa', 'otp', 'pwd', 'sms'], authTime: signedInAt })
    // the other portal has a floor of two factors, and is content without a page
    expect(await quietly(agent, results)).toMatchObject({ acr: aal2, authTime: signedInAt })
    expect(await (await goes(agent, { acr_values: confirmed })).told()).toMatchObject({ acr: confirmed })

    // a passkey authenticates by itself: now auth_time moves
    clock.advance(400)
    const third = await ways({ acr_values: hardware }, 'passkey')
    const answer = await agent.submit({ passkey: await askDevice(agent, who.device, 'get') })
    const byPasskey = await third.told(answer.url)
    expect(byPasskey).toMatchObject({ acr: hardware, amr: ['hwk', 'mfa', 'otp', 'pwd', 'sms', 'user'] })
    expect(Number(byPasskey.authTime)).toBeGreaterThan(Number(signedInAt) + 700)

    // five minutes later nothing is confirmed any more; an answer confirms again and lowers nothing
    clock.advance(301)
    expect(await (await goes(agent, { acr_values: confirmed, prompt: 'none' })).told()).toEqual({
      error: 'login_required',
    })
    const fourth = await ways({ acr_values: confirmed }, 'security-question')
    const told4 = await fourth.told((await agent.submit({ answer: 'a lighthouse keeper' })).url)
    expect(told4).toMatchObject({ acr: confirmed, authTime: byPasskey.authTime })
    expect(told4.amr).toContain('kba')
    expect(await quietly(agent)).toMatchObject({ acr: hardware, authTime: byPasskey.authTime })
    expect(await quietly(agent, results)).toMatchObject({ acr: hardware })
  }, 30_000)

  test('an access token says at the introspection how sure it is, and since when', async () => {
    const who = await somebody({ enrolled: ['totp'] })
    const { agent, gone } = await signsIn(who, { acr_values: aal2 })
    const told = await gone.told((await agent.submit({ code: appCode(who.secret) })).url)
    const answer = await fetch(`${world.issuer}/introspect`, {
      method: 'POST',
      dispatcher: world.dispatcher,
      headers: {
        authorization: `Basic ${Buffer.from(`northside-portal:${encodeURIComponent(portalSecret)}`).toString('base64')}`,
      },
      body: new URLSearchParams({ token: told.tokens?.access_token ?? '' }),
    })
    expect(await answer.json()).toMatchObject({ active: true, acr: aal2, auth_time: told.authTime })
  })
})

describe('a code by mail', () => {
  test('confirms, and is never a second factor', async () => {
    const who = await somebody({ email: true })
    const { agent } = await signsInByPassword(who)
    const asked = await goes(agent, { acr_values: confirmed })
    await agent.submit({})
    const back = await agent.submit({ code: await world.inbox.latestCode(who.address) })
    expect(await asked.told(back.url)).toMatchObject({ acr: confirmed, amr: ['otp', 'pwd'] })
    expect(await (await goes(agent, essential(aal2))).told()).toEqual({ error: 'unmet_authentication_requirements' })
  })

  test('does not where the organization turned it off, even one that was given elsewhere', async () => {
    const who = await somebody({ email: true })
    const { agent } = await signsInByPassword(who)
    const elsewhere = await world.portal('mailfree-portal')
    const ask = () => goes(agent, { ...essential(confirmed), scope: 'openid' }, elsewhere)
    expect(await (await ask()).told()).toEqual({ error: 'unmet_authentication_requirements' })
    await goes(agent, { acr_values: confirmed })
    await agent.submit({})
    await agent.submit({ code: await world.inbox.latestCode(who.address) })
    expect(await (await ask()).told()).toEqual({ error: 'unmet_authentication_requirements' })
  })
})

describe('what was asked and cannot be', () => {
  test('is told to the portal, and the lower session lives on', async () => {
    const who = await somebody()
    const { agent, told } = await signsInByPassword(who)
    expect(await (await goes(agent, essential(aal2))).told()).toEqual({ error: 'unmet_authentication_requirements' })
    expect(await (await goes(agent, nothing, results)).told()).toEqual({ error: 'unmet_authentication_requirements' })
    expect(await quietly(agent)).toMatchObject({ acr: aal1 })
    const claims = told.tokens?.claims()
    const info = await portal.userinfo(told.tokens?.access_token ?? '', claims?.sub ?? '')
    expect(info.sub).toBe(claims?.sub)
  })

  test('is told where the person does not want to, and nothing was sent', async () => {
    const who = await somebody({ enrolled: ['text-code'] })
    const { agent } = await signsInByPassword(who)
    const sent = (await world.inbox.messages(who.phone)).length
    const asked = await goes(agent, { acr_values: aal2 })
    const back = await agent.submit({}, 'not-now')
    expect(await asked.told(back.url)).toEqual({ error: 'unmet_authentication_requirements' })
    expect(await world.inbox.messages(who.phone)).toHaveLength(sent)
    expect(await quietly(agent)).toMatchObject({ acr: aal1 })
    const { rows } = await world.database.pool.query(
      "select 1 from audit_events where type = 'account.step-up-refused' and account_id = $1",
      [who.id],
    )
    expect(rows).toHaveLength(1)
  })

  test('is no error where an unknown value was asked, essential or not known at all', async () => {
    const who = await somebody()
    const { agent } = await signsInByPassword(who)
    expect(await (await goes(agent, { acr_values: 'urn:other:gold 1' })).told()).toMatchObject({ acr: aal1 })
    expect(await (await goes(agent, { acr_values: `urn:other:gold ${aal1}` })).told()).toMatchObject({ acr: aal1 })
  })
})

describe('a floor', () => {
  test('of a client is never lowered by a request', async () => {
    const who = await somebody({ enrolled: ['text-code'] })
    const { agent } = await signsInByPassword(who)
    const asked = await goes(agent, { acr_values: aal1 }, results)
    expect(asked.isBack).toBe(false)
    await agent.submit({})
    expect(await asked.told((await agent.submit({ code: await who.code() })).url)).toMatchObject({ acr: aal2 })
  })

  test('of a population holds at every portal, and policy may forbid enrolment on the way', async () => {
    const who = await somebody({ population: 'caregiver', onRecord: true })
    const { agent, gone, answer } = await signsIn(who)
    expect(await gone.told(answer.url)).toEqual({ error: 'unmet_authentication_requirements' })
    const armed = await somebody({ population: 'caregiver', enrolled: ['totp'] })
    const strong = await signsIn(armed)
    const back = await strong.agent.submit({ code: appCode(armed.secret) })
    expect(await strong.gone.told(back.url)).toMatchObject({ acr: aal2 })
    expect(heading(agent)).toBeDefined()
  })
})

test('an exception holds at its portal alone, and every sign-in under it names it', async () => {
  const who = await somebody({ population: 'caregiver' })
  const kiosk = await world.portal('mailfree-portal')
  const agent = world.browser()
  const gone = await goes(agent, { scope: 'openid' }, kiosk)
  const back = await agent.submit({ username: who.username, password, passkey_ready: '' })
  expect(await gone.told(back.url)).toMatchObject({ acr: aal1 })
  expect(await quietly(agent)).toEqual({ error: 'login_required' })
  const found = await searchAudit(world.app.house, {
    filter: { accountId: who.id },
    limit: 20,
    details: true,
    actor: 'test',
  })
  const signIn = found.find(({ type }) => type === 'account.signed-in')
  expect(signIn?.details).toMatchObject({ policyExceptions: ['waiting-room-kiosk'] })
})

describe('a fresh sign-in', () => {
  test.each<[string, Asking]>([
    ['prompt=login', { prompt: 'login' }],
    ['max_age', { max_age: '60' }],
  ])('asked by %s moves auth_time, and the password is asked', async (_name, asking) => {
    const who = await somebody()
    const { agent, told } = await signsInByPassword(who)
    clock.advance(120)
    const asked = await goes(agent, asking)
    const back = await agent.submit({ username: who.username, password, passkey_ready: '' })
    const again = await asked.told(back.url)
    expect(Number(again.authTime)).toBeGreaterThanOrEqual(Number(told.authTime) + 120)
  })
})

describe('with nothing enrolled that fits', () => {
  /** At the page that asks what to add. */
  async function atTheOffer(asking: Asking, who: Awaited<ReturnType<typeof somebody>>) {
    const { agent } = await signsInByPassword(who)
    const asked = await goes(agent, asking)
    expect(heading(agent)).toBe('Add a way to confirm that it is you')
    return { agent, asked }
  }
  const factorsOf = async ({ id }: Somebody) => {
    const { rows } = await world.database.pool.query('select kind from account_factors where account_id = $1', [id])
    return rows.map(row => row.kind as string)
  }

  test('codes to the number on file are set up on the way, and that code is the second factor', async () => {
    const who = await somebody({ onRecord: true, email: true })
    const { agent, asked } = await atTheOffer({ acr_values: aal2 }, who)
    expect(agent.page.text).toContain(`ends in ${who.phone.slice(-2)}`)
    expect(agent.page.text).not.toContain(who.phone.slice(-4))
    await agent.submit({ factor: 'text-code' })
    const back = await agent.submit({ code: await who.code() })
    expect(await asked.told(back.url)).toMatchObject({ acr: aal2, amr: ['mfa', 'otp', 'pwd', 'sms'] })
    expect(await factorsOf(who)).toEqual(['text-code'])
    // every contact is told
    expect((await world.inbox.messages(who.address)).length).toBe(1)
    // and from now on it is an ordinary way
    clock.advance(600)
    await goes(agent, { acr_values: confirmed })
    expect(agent.page.text).toContain(who.phone.slice(-2))
  })

  test('an authenticator app', async () => {
    const who = await somebody({ onRecord: true })
    const { agent, asked } = await atTheOffer({ acr_values: aal2 }, who)
    await agent.submit({ factor: 'totp' })
    await agent.submit({ code: await who.code() })
    await agent.submit({})
    const key = /key=?[^A-Z2-7]*((?:[A-Z2-7]{4} ){7}[A-Z2-7]{4})/.exec(agent.page.text)?.[1]?.replaceAll(' ', '') ?? ''
    const back = await agent.submit({ code: appCode(key), name: 'Tablet' })
    expect(await asked.told(back.url)).toMatchObject({ acr: aal2, amr: ['mfa', 'otp', 'pwd'] })
    expect(await factorsOf(who)).toEqual(['totp'])
  })

  test('a passkey, where nothing less will do: the only thing to choose', async () => {
    const who = await somebody({ onRecord: true })
    const { agent, asked } = await atTheOffer(essential(hardware), who)
    expect(agent.page.text).not.toContain('authenticator app')
    await agent.submit({ factor: 'text-code' })
    expect(heading(agent)).toBe('Add a way to confirm that it is you')
    await agent.submit({ factor: 'passkey' })
    await agent.submit({ code: await who.code() })
    const made = await askDevice(agent, who.device, 'create')
    const back = await agent.submit({ passkey: made, passkey_name: 'Tablet' })
    expect(await asked.told(back.url)).toMatchObject({ acr: hardware })
    // the session in which it was made lives on
    expect(await quietly(agent)).toMatchObject({ acr: hardware })
  })

  test('whoever has a second factor gives it too, before a passkey is added', async () => {
    const who = await somebody({ onRecord: true, enrolled: ['totp'] })
    const { agent } = await signsInByPassword(who)
    await goes(agent, { acr_values: hardware })
    expect(heading(agent)).toMatch(/app/i)
    clock.advance(60)
    await agent.submit({ code: appCode(who.secret) })
    expect(heading(agent)).toBe('Add a way to confirm that it is you')
  })

  test.each(['add-way', 'prove-number'])('"Not now" at %s tells the portal, and changes nothing', async step => {
    const who = await somebody({ onRecord: true })
    const { agent, asked } = await atTheOffer({ acr_values: aal2 }, who)
    if (step === 'prove-number') await agent.submit({ factor: 'totp' })
    const back = await agent.submit({}, 'not-now')
    expect(await asked.told(back.url)).toEqual({ error: 'unmet_authentication_requirements' })
    expect(await factorsOf(who)).toEqual([])
    expect(await quietly(agent)).toMatchObject({ acr: aal1 })
  })

  test('"Not now" in a fresh sign-in signs in with what there is: a wish stays a wish, a must is told', async () => {
    const who = await somebody({ onRecord: true })
    for (const [asking, told] of [
      [{ acr_values: aal2 }, { acr: aal1 }],
      [essential(aal2), { error: 'unmet_authentication_requirements' }],
    ] as const) {
      const { agent, gone } = await signsIn(who, asking)
      const back = await agent.submit({}, 'not-now')
      expect(await gone.told(back.url)).toMatchObject(told)
      expect(await quietly(agent)).toMatchObject({ acr: aal1 })
    }
  })

  test('a provider with nothing enrolled adds something or does not get in', async () => {
    const who = await somebody({ onRecord: true, population: 'provider' })
    const { agent, gone } = await signsIn(who)
    expect(heading(agent)).toBe('Add a way to confirm that it is you')
    await agent.submit({}, 'not-now')
    expect(agent.page.text).toContain('We need to help you in person')
    const again = await signsIn(who)
    await again.agent.submit({ factor: 'text-code' })
    const back = await again.agent.submit({ code: await who.code() })
    expect(await again.gone.told(back.url)).toMatchObject({ acr: aal2 })
    expect(gone.isBack).toBe(false)
  })

  test('a number that is not on file of this organization proves nobody', async () => {
    const who = await somebody()
    const record = { given: 'Wilhelmina', family: 'Quackenbush', birthDate: '1984-03-27', phone: who.phone }
    const patient = await importPatient(world.app.house, record)
    await linkToSelf(world.app.house, who.id, patient)
    await world.database.pool.query("update account_links set organization_id = 'mailfree' where account_id = $1", [
      who.id,
    ])
    const { agent } = await signsInByPassword(who)
    expect(await (await goes(agent, essential(aal2))).told()).toEqual({ error: 'unmet_authentication_requirements' })
  })
})
