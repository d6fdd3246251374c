import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { createLocalJWKSet, type JWTPayload, jwtVerify } from 'jose'
import { type Dispatcher, fetch } from 'undici'
import { lockAccount } from '../../src/operations/account-lock.ts'
import { newId, now } from '../../src/platform/index.ts'
import type { Agent } from '../driver/agent.ts'
import { SoftAuthenticator } from '../driver/authenticator.ts'
import { clock } from '../driver/clock.ts'
import { appCode, enrolQuestion } from '../driver/enrolled.ts'
import { linkToSelf } from '../driver/links.ts'
import { askDevice } from '../driver/passkeys.ts'
import { importPatient, seedAccount } from '../driver/people.ts'
import { wordsIn } from '../driver/words.ts'
import { openWorld, type World } from '../driver/world.ts'

/**
 * A new password, another factor, a lock: what was open before ends with it, on every instance within a second of the
 * answer, by the clock on the wall; portals are told, and so is the person, wherever they can be reached. A new kind of
 * change is one row of this table.
 */
const password = 'a kestrel above the limestone quarry'
const say = wordsIn('en')
let world: World
let receiver: Server
let received: string[] = []
/** The change is made at one instance; what ended is looked for at the other. */
let here: Dispatcher
let there: Dispatcher

beforeAll(async () => {
  receiver = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    received.push(new URLSearchParams(Buffer.concat(chunks).toString()).get('logout_token') ?? '')
    response.writeHead(200).end()
  })
  await new Promise<void>(resolve => receiver.listen(0, '127.0.0.1', resolve))
  const { port } = receiver.address() as AddressInfo
  world = await openWorld({
    instances: 2,
    settings: { passwords: { memory_kib: 64, queue: 1000 } },
    objects: `
kind: client
id: listening-portal
name: { en: Listening portal, es: Portal que escucha }
organization: northside
redirect_uris: [http://127.0.0.1:9/callback]
backchannel_logout_uri: http://127.0.0.1:${port}/backchannel
auth: { method: client_secret_basic, secrets: [env:PORTAL_SECRET] }
scopes: [openid, offline_access]
first_party: true
`,
  })
  here = world.only(0)
  there = world.only(1)
})
afterAll(async () => {
  await world.close()
  receiver.closeAllConnections()
  receiver.close()
})
afterEach(() => {
  clock.reset()
  received = []
})

interface Person {
  readonly id: string
  readonly username: string
  readonly phone: string
  readonly email: string
  /** as the clinic has them */
  readonly record: { readonly phone: string; readonly email: string }
}
interface Change {
  readonly name: string
  /** What every contact is told; left out where the person only closes doors. */
  readonly notice?: RegExp
  /** The session in which it is done lives on; a recovery is done in none. */
  readonly keepsOwn: boolean
  readonly before?: (person: Person) => Promise<void>
  /** @param agent signed in at the account, a moment ago. @returns what is left: the POST that changes something */
  begin(agent: Agent, person: Person): Promise<() => Promise<unknown>>
}
const added = /new way to confirm that it is you was added/
const opensAccount = (agent: Agent, path: string) => agent.open(`${world.issuer}/account${path}`)

const changes: readonly Change[] = [
  {
    name: 'a new password, by recovery',
    notice: /Your password was changed/,
    keepsOwn: false,
    async begin(_agent, { username, email, phone }) {
      const recovering = world.browser({ dispatcher: here })
      await recovering.open(`${world.issuer}/recover?organization=northside`)
      await recovering.submit({ username })
      aMoment()
      await recovering.submit({ code: await world.inbox.latestCode(email) })
      await recovering.submit({ code: await world.inbox.latestCode(phone) })
      return () => recovering.submit({ new_password: 'a dipper under the granite bridge' })
    },
  },
  {
    name: 'a new password, at the account',
    notice: /Your password was changed/,
    keepsOwn: true,
    async begin(agent) {
      await opensAccount(agent, '/password')
      return () => agent.submit({ new_password: 'a dipper under the granite bridge' })
    },
  },
  {
    name: 'a new username',
    notice: /username of your account was changed/,
    keepsOwn: true,
    async begin(agent, { username }) {
      await opensAccount(agent, '/username')
      return () => agent.submit({ username: `renamed.${username}` })
    },
  },
  {
    name: 'a lock',
    notice: /Your account was locked/,
    keepsOwn: false,
    async begin(_agent, { id }) {
      const { house } = world.app
      const told = { accountId: id, language: 'en', organization: 'northside' } as const
      const lock = { ...told, reason: 'person', actor: id, journey: { correlationId: newId() } } as const
      return () => house.db.transaction().execute(tx => lockAccount(tx, house, lock, now()))
    },
  },
  {
    name: 'ending every other session',
    keepsOwn: true,
    async begin(agent) {
      await opensAccount(agent, '/sessions')
      return () => agent.submit({}, 'end-others')
    },
  },
  {
    name: 'an authenticator app',
    notice: added,
    keepsOwn: true,
    async begin(agent) {
      await opensAccount(agent, '/authenticator')
      await agent.submit()
      const key = /((?:[A-Z2-7]{4} ){7}[A-Z2-7]{4})/.exec(agent.page.text)?.[1]?.replaceAll(' ', '') ?? ''
      return () => agent.submit({ code: appCode(key) })
    },
  },
  {
    name: 'recovery codes',
    notice: /New recovery codes were made/,
    keepsOwn: true,
    async begin(agent) {
      await opensAccount(agent, '/recovery-codes')
      await agent.submit()
      return () => agent.submit()
    },
  },
  {
    name: 'a security question',
    notice: added,
    keepsOwn: true,
    async begin(agent, { record }) {
      await opensAccount(agent, '/security-question')
      await agent.submit({ question: 'dream-job', answer: 'A painter of signs' })
      const code = await world.inbox.latestCode(record.phone)
      return () => agent.submit({ code })
    },
  },
  {
    name: 'a passkey',
    notice: added,
    keepsOwn: true,
    async begin(agent) {
      await opensAccount(agent, '/passkey')
      const device = new SoftAuthenticator(world.issuer)
      const passkey = await askDevice(agent, device, 'create')
      return () => agent.submit({ passkey })
    },
  },
  {
    name: 'a factor taken away',
    notice: /way to confirm that it is you was removed/,
    keepsOwn: true,
    before: ({ id }) => enrolQuestion(world.app.house, id, 'A painter of signs'),
    async begin(agent, { id }) {
      await opensAccount(agent, '/factors/remove')
      const question = await world.database.db
        .selectFrom('account_factors')
        .select('id')
        .where('account_id', '=', id)
        .where('kind', '=', 'security-question')
        .executeTakeFirstOrThrow()
      await agent.submit({ factor: question.id })
      return () => agent.submit()
    },
  },
]

let count = 0
async function resident(): Promise<Person> {
  count += 1
  const username = `leopold.harrowgate-${count}`
  const [phone, email] = [`+1312555${String(5100 + count)}`, `${username}@example.org`]
  const record = { phone: `+1312555${String(5200 + count)}`, email: `clinic-${username}@example.org` }
  const { house } = world.app
  const id = await seedAccount(house, { username, password, phone, email, factors: ['text-code'] })
  const named = { given: 'Leopold', family: `Harrowgate${'abcdefghij'[count]}`, birthDate: '1951-07-14' }
  await linkToSelf(house, id, await importPatient(house, { ...named, ...record }))
  return { id, username, phone, email, record }
}
/** Codes to one phone are sent half a minute apart. */
const aMoment = () => clock.advance(31)
async function signsIn(agent: Agent, { username, phone }: Person) {
  aMoment()
  const answer = await agent.submit({ username, password })
  if (answer.page.heading !== say('factor.text-code.title')) return answer
  return agent.submit({ code: await world.inbox.latestCode(phone) })
}
/** A session at one instance, and what two portals got of it. */
async function opened(person: Person, at: Dispatcher) {
  const agent = world.browser({ dispatcher: at })
  const tokensFor = async (clientId: string, scope: string) => {
    const portal = await world.portal(clientId, at)
    const begun = await portal.begins({ scope })
    let answer = await agent.open(begun.url.href)
    if (!portal.owns(new URL(answer.url))) answer = await signsIn(agent, person)
    return portal.tokens(begun, answer.url)
  }
  const [offline, bound] = [
    await tokensFor('listening-portal', 'openid offline_access'),
    await tokensFor('northside-portal', 'openid'),
  ]
  return { agent, offline, bound }
}
type Opened = Awaited<ReturnType<typeof opened>>

/** What is still alive of it, asked at the other instance, each in its own way. */
async function aliveOf({ agent, offline, bound }: Opened): Promise<string[]> {
  const [listening, northside] = await Promise.all(
    ['listening-portal', 'northside-portal'].map(clientId => world.portal(clientId, there)),
  )
  if (!listening || !northside) throw new Error('no portal')
  const works = (asked: Promise<unknown>) =>
    asked.then(
      () => true,
      () => false,
    )
  const elsewhere = world.browser({ dispatcher: there })
  for (const cookie of await agent.jar.getCookies(world.issuer))
    await elsewhere.jar.setCookie(cookie.toString(), world.issuer)
  const silent = elsewhere.tab()
  const answers = await Promise.all([
    listening.isActive(offline.access_token),
    northside.isActive(bound.access_token),
    works(listening.userinfo(offline.access_token, offline.claims()?.sub ?? '')),
    works(northside.userinfo(bound.access_token, bound.claims()?.sub ?? '')),
    works(listening.refresh(offline.refresh_token ?? '')),
    works(northside.refresh(bound.refresh_token ?? '')),
    elsewhere.open(`${world.issuer}/account`).then(({ page }) => page.heading !== say('sign-in.title')),
    northside
      .begins({ prompt: 'none' })
      .then(({ url }) => silent.open(url.href))
      .then(({ url }) => new URL(url).searchParams.has('code')),
  ])
  const names = [
    'opaque token, offline',
    'opaque token, of the session',
    'userinfo, offline',
    'userinfo, of the session',
    'refresh token, offline',
    'refresh token, of the session',
    'session at the account',
    'session at a portal',
  ]
  return names.filter((_, at) => answers[at])
}
const everything = 8

describe.each(changes.map(change => [change.name, change] as const))('%s', (_name, change) => {
  test('ends every other session and token at once, portals and every contact are told', async () => {
    const person = await resident()
    await change.before?.(person)
    const own = await opened(person, here)
    const other = await opened(person, there)
    const finish = await change.begin(own.agent, person)
    // the other instance has looked at all of it a moment ago
    expect(await aliveOf(other)).toHaveLength(everything)
    const contacts = [person.phone, person.email, person.record.phone, person.record.email]
    const earlier = new Map<string, number>()
    for (const contact of contacts) earlier.set(contact, (await world.inbox.messages(contact)).length)
    received = []

    expect(await finish()).toBeTruthy()
    // the first look after the answer: nothing has a second to live on
    expect(await aliveOf(other)).toEqual([])
    expect(await aliveOf(own)).toHaveLength(change.keepsOwn ? everything : 0)

    for (const contact of contacts) {
      const messages = await world.inbox.messages(contact)
      const news = messages.slice(0, messages.length - (earlier.get(contact) ?? 0))
      const texts = news.map(({ text }) => text).join('\n')
      expect([contact, texts]).toEqual([contact, change.notice ? expect.stringMatching(change.notice) : ''])
    }
    const told = await Promise.all(received.map(readLogoutToken))
    const sids = told.map(({ sid }) => sid)
    expect(sids).toContain(other.offline.claims()?.sid)
    expect(sids.includes(own.offline.claims()?.sid)).toBe(!change.keepsOwn)
  })
})

/** As a portal's library checks it (OpenID Connect Back-Channel Logout §2.6). */
async function readLogoutToken(token: string): Promise<JWTPayload> {
  const jwks = (await (await fetch(`${world.issuer}/jwks`)).json()) as { keys: object[] }
  const { payload, protectedHeader } = await jwtVerify(token, createLocalJWKSet(jwks as never), {
    issuer: world.issuer,
    audience: 'listening-portal',
    requiredClaims: ['iat', 'jti', 'sub', 'sid'],
  })
  expect(protectedHeader.typ).toBe('logout+jwt')
  expect(payload.events).toEqual({ 'http://schemas.openid.net/event/backchannel-logout': {} })
  expect(payload).not.toHaveProperty('nonce')
  return payload
}
