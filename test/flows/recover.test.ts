import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { newId, now } from '../../src/platform/index.ts'
import { createAccountContact } from '../../src/store/account-contacts.ts'
import type { Agent } from '../driver/agent.ts'
import { clock } from '../driver/clock.ts'
import { type SeedAccount, seedAccount } from '../driver/people.ts'
import { linkIn, linksIn } from '../driver/recovery.ts'
import { openWorld, type World } from '../driver/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld({ settings: { passwords: { memory_kib: 1024 } } })
})
afterAll(() => world.close())
afterEach(() => clock.reset())

const password = 'the old orchard under seven moons'
const fresh = 'new harbour kelp'
let count = 0
async function person(over: Partial<SeedAccount> = {}) {
  count += 1
  const one = {
    username: `wanderer-${count}`,
    email: `wanderer-${count}@example.org`,
    phone: `+1415555${String(3000 + count)}`,
    factors: ['text-code'],
    ...over,
  }
  return { ...one, id: await seedAccount(world.app.house, { password, ...one }) }
}
const begin = async (username: string, agent = world.browser()): Promise<Agent> => {
  await agent.open((await (await world.portal()).begins({ vestibule_flow: 'recover' })).url.href)
  await agent.submit({ username })
  return agent
}
const heading = (agent: Agent) => agent.page.heading
/** In another browser, from the message on. */
async function opensLink(link: string, agent = world.browser()): Promise<Agent> {
  await agent.open(link)
  await agent.submit()
  return agent
}
const signsIn = async (username: string, secret: string, agent = world.browser()) => {
  await agent.open((await (await world.portal()).begins()).url.href)
  return agent.submit({ username, password: secret })
}

describe('a forgotten password', () => {
  test('by the code, in the browser that began: ends at the portal, on a known device', async () => {
    const who = await person()
    const portal = await world.portal()
    const agent = world.browser()
    const login = await portal.begins({ vestibule_flow: 'recover' })
    await agent.open(login.url.href)
    await agent.submit({ username: who.username })
    expect(heading(agent)).toBe('Look at your messages')
    const [mail] = await world.inbox.messages(who.email)
    expect(mail?.text).toContain('wa•••')
    expect(mail?.text).not.toContain(who.username)
    await agent.submit({ code: mail?.codes[0] ?? '' })
    expect(agent.page.text).toContain('One more proof')
    await agent.submit({ code: await world.inbox.latestCode(who.phone) })
    expect(agent.page.text).toContain(`Your username is ${who.username}`)
    await agent.submit({ new_password: fresh })
    expect(agent.page.text).toContain('Your password was changed')
    // the device is known: a password is enough, at the portal where it began
    const landed = await agent.submit({ username: who.username, password: fresh })
    const tokens = await portal.tokens(login, landed.url)
    expect(tokens.claims()).toMatchObject({ acr: 'urn:vestibule:aal1' })
    expect((await signsIn(who.username, password)).status).toBe(422)
  })

  test('begun on one device and continued from the mail on another, ends at the same portal', async () => {
    const who = await person()
    await begin(who.username)
    const other = await opensLink(await linkIn(world, who.email))
    await other.submit({ code: await world.inbox.latestCode(who.phone) })
    await other.submit({ new_password: fresh })
    expect(other.page.text).toContain('Your password was changed')
    expect(new URL(other.current?.url ?? '').searchParams.get('client_id')).toBe('northside-portal')
    const landed = await other.submit({ username: who.username, password: fresh })
    expect(landed.url).toBe('http://127.0.0.1:9/login')
  })

  test('in Spanish, by someone without email: the message goes by text, the second proof elsewhere', async () => {
    const { email: _, ...plain } = await person({ username: `sin-correo-${newId()}` })
    await world.app.house.db
      .deleteFrom('account_contacts')
      .where('account_id', '=', plain.id)
      .where('kind', '=', 'email')
      .execute()
    const second = '+14155559977'
    await addContact(plain.id, 'phone', second)
    const agent = world.browser({ language: 'es' })
    await agent.open(`${world.issuer}/recover?organization=northside`)
    expect(heading(agent)).toBe('Vuelva a entrar en su cuenta')
    await agent.submit({ username: plain.username })
    const code = await world.inbox.latestCode(plain.phone)
    await agent.submit({ code })
    // never where the link went
    expect(agent.page.text).toContain('77')
    await agent.submit({ code: await world.inbox.latestCode(second) })
    expect(heading(agent)).toBe('Elija una contraseña nueva')
    await agent.submit({ new_password: fresh })
    expect(agent.page.text).toContain('Su contraseña se cambió')
  })

  test('a code by mail is no second proof, neither to this mailbox nor to another', async () => {
    const who = await person({ factors: [] })
    await world.database.pool.query("delete from account_contacts where account_id = $1 and kind = 'phone'", [who.id])
    await addContact(who.id, 'email', `second-${who.email}`)
    await begin(who.username)
    const agent = await opensLink(await linkIn(world, who.email))
    expect(heading(agent)).not.toMatch(/code/i)
    expect(agent.page.text).not.toMatch(/email me|@/i)
  })

  test('own data and common passwords are refused', async () => {
    const who = await person()
    const agent = await begin(who.email)
    await agent.submit({ code: await world.inbox.latestCode(who.email) })
    await agent.submit({ code: await world.inbox.latestCode(who.phone) })
    for (const bad of ['short', `${who.username} ${who.username}`, 'passwordpassword'])
      expect((await agent.submit({ new_password: bad })).status).toBe(422)
    await agent.submit({ new_password: fresh })
    expect(agent.page.text).toContain('Your password was changed')
  })

  test('a forgotten username only: it is told after the second proof, and the password stays', async () => {
    const who = await person()
    const agent = await begin(who.email)
    await agent.submit({ code: await world.inbox.latestCode(who.email) })
    expect(agent.page.text).not.toContain(who.username)
    await agent.submit({ code: await world.inbox.latestCode(who.phone) })
    expect(agent.page.text).toContain(who.username)
    await agent.submit({}, 'keep')
    const landed = await agent.submit({ username: who.username, password })
    expect(landed.status).toBe(303)
  })

  test('ends every session, and tells every contact', async () => {
    const who = await person({ factors: [] })
    const portal = await world.portal()
    const login = await portal.begins({ scope: 'openid offline_access' })
    const agent = world.browser()
    await agent.open(login.url.href)
    const landed = await agent.submit({ username: who.username, password })
    const tokens = await portal.tokens(login, landed.url)
    const sub = tokens.claims()?.sub ?? ''
    expect(await portal.userinfo(tokens.access_token, sub)).toMatchObject({ sub })
    const refresh = tokens.refresh_token ?? ''
    const recovering = await begin(who.username)
    await recovering.submit({ code: await world.inbox.latestCode(who.email) })
    await recovering.submit({ code: await world.inbox.latestCode(who.phone) })
    await recovering.submit({ new_password: fresh })
    await expect(portal.userinfo(tokens.access_token, sub)).rejects.toThrow()
    await expect(portal.refresh(refresh)).rejects.toThrow()
    await agent.open(`${world.issuer}/account`)
    expect(agent.page.heading).toBe('Sign in')
    for (const to of [who.email, who.phone])
      expect((await world.inbox.messages(to))[0]?.text).toContain('Your password was changed')
  })
})

describe('several accounts on one mailbox', () => {
  test('each gets its own link and code, and recovers its own', async () => {
    const email = `family-${newId()}@example.org`
    const family = [await person({ email }), await person({ email }), await person({ email })]
    const agent = await begin(email)
    const mails = (await world.inbox.messages(email)).slice(0, 3)
    expect(new Set(mails.map(mail => mail.codes[0])).size).toBe(3)
    // one by its code, the others by their links
    const [byCode] = mails
    await agent.submit({ code: byCode?.codes[0] ?? '' })
    const agents = [agent]
    for (const mail of mails.slice(1)) agents.push(await opensLink(mail.links[0] ?? ''))
    const recovered = new Set<string>()
    for (const each of agents) {
      const who = family.find(({ phone }) => each.page.text.includes(phone.slice(-2)))
      if (!who) throw new Error(each.page.text)
      await each.submit({ code: await world.inbox.latestCode(who.phone) })
      expect(each.page.text).toContain(who.username)
      await each.submit({ new_password: `${fresh} ${recovered.size}` })
      const landed = await signsIn(who.username, `${fresh} ${recovered.size}`, each)
      expect(landed.status).toBe(303)
      recovered.add(who.id)
    }
    expect(recovered.size).toBe(3)
  })
})

describe('without both proofs: nothing', () => {
  const dead = 'This link does not work any more'
  test('a link works once, for its own account, and opening it spends nothing', async () => {
    const who = await person()
    await begin(who.username)
    const link = await linkIn(world, who.email)
    for (let look = 0; look < 3; look += 1) await world.browser().open(link)
    const agent = await opensLink(link)
    expect(heading(agent)).toContain('code')
    const again = world.browser()
    await again.open(link)
    expect(heading(again)).toBe(dead)
  })

  test('50 presses at once: one goes on', async () => {
    const who = await person()
    await begin(who.username)
    const link = await linkIn(world, who.email)
    const agents = await Promise.all(
      Array.from({ length: 50 }, async () => {
        const agent = world.browser()
        await agent.open(link)
        return agent
      }),
    )
    const answers = await Promise.all(agents.map(agent => agent.submit()))
    const on = answers.filter(({ status, url }) => status === 200 && url.includes('/flow/'))
    expect(on).toHaveLength(1)
    expect(answers.every(({ status }) => status < 500)).toBe(true)
    const rows = await world.database.db
      .selectFrom('flows')
      .select('id')
      .where('name', '=', 'recover')
      .where('account_id', 'is', null)
      .execute()
    expect(rows.length).toBeGreaterThan(0)
  })

  test('an invented link, an old one, one of an address that was changed', async () => {
    const who = await person()
    await begin(who.username)
    const link = await linkIn(world, who.email)
    const agent = world.browser()
    await agent.open(link.replace(/recover\/(.)/, (_, first) => `recover/${first === '-' ? '_' : '-'}`))
    expect(heading(agent)).toBe(dead)
    await agent.open(link)
    expect(heading(agent)).not.toBe(dead)
    await world.database.db
      .deleteFrom('account_contacts')
      .where('account_id', '=', who.id)
      .where('kind', '=', 'email')
      .execute()
    await addContact(who.id, 'email', `new-${newId()}@example.org`)
    expect((await agent.submit()).status).toBe(403)
    await agent.open(link)
    expect(heading(agent)).toBe(dead)
    const other = await person()
    await begin(other.username)
    const old = await linkIn(world, other.email)
    clock.advance(31 * 60)
    await agent.open(old)
    expect(heading(agent)).toBe(dead)
  })

  test('an email that changed after the link was opened', async () => {
    const who = await person()
    const agent = await begin(who.username)
    await agent.submit({ code: await world.inbox.latestCode(who.email) })
    await agent.submit({ code: await world.inbox.latestCode(who.phone) })
    await world.database.db
      .deleteFrom('account_contacts')
      .where('account_id', '=', who.id)
      .where('kind', '=', 'email')
      .execute()
    expect((await agent.submit({ new_password: fresh })).status).toBe(403)
    expect((await signsIn(who.username, fresh)).status).toBe(422)
  })

  test('of two recoveries of one account only one finishes', async () => {
    const who = await person()
    const agents: Agent[] = []
    for (let index = 0; index < 2; index += 1) {
      const agent = await begin(who.username)
      await agent.submit({ code: await world.inbox.latestCode(who.email) })
      await agent.submit({ code: await world.inbox.latestCode(who.phone) })
      agents.push(agent)
      clock.advance(60)
    }
    const answers = await Promise.all(agents.map((agent, index) => agent.submit({ new_password: `${fresh} ${index}` })))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 403])
  })

  test('no step opens before its proof, and a code of one journey opens no other', async () => {
    const who = await person()
    const first = await begin(who.username)
    const code = await world.inbox.latestCode(who.email)
    const second = await begin(who.username)
    await world.inbox.messages()
    for (const step of ['prove-again', 'new-password', 'waiting-period']) {
      const at = (second.current?.url ?? '').replace(/[^/]+$/, step)
      await second.open(at)
      expect(heading(second)).toBe('Look at your messages')
    }
    expect((await second.submit({ code })).status).toBe(422)
    await first.submit({ code })
    expect(heading(first)).not.toBe('Look at your messages')
  })

  test('five wrong codes end a code, and nobody is locked out by them', async () => {
    const who = await person()
    const agent = await begin(who.username)
    const code = await world.inbox.latestCode(who.email)
    const wrong = code === '111111' ? '222222' : '111111'
    for (let tries = 0; tries < 5; tries += 1) expect((await agent.submit({ code: wrong })).status).toBe(422)
    expect((await agent.submit({ code })).status).toBe(422)
    clock.advance(31)
    await agent.submit({}, 'resend')
    await agent.submit({ code: await world.inbox.latestCode(who.email) })
    expect(agent.page.text).toContain('One more proof')
  })
})

describe('the waiting period', () => {
  /** Somebody who can read their mail and has nothing else. */
  async function waits() {
    const who = await person({ factors: [] })
    await world.database.db
      .deleteFrom('account_contacts')
      .where('account_id', '=', who.id)
      .where('kind', '=', 'phone')
      .execute()
    const agent = await begin(who.username)
    await agent.submit({ code: await world.inbox.latestCode(who.email) })
    expect(heading(agent)).toBe('There is another way: waiting')
    await agent.submit()
    expect(heading(agent)).toBe('The wait has begun')
    return { who, agent }
  }

  test('stands in for the lost proof once it is over, and not before', async () => {
    const { who } = await waits()
    const tooSoon = await begin(who.username)
    clock.advance(47 * 3600)
    const [notice] = (await world.inbox.messages(who.email)).filter(mail => mail.text.includes('new password'))
    expect(notice?.links.some(link => link.includes('/recover/cancel/'))).toBe(true)
    const early = await begin(who.username, tooSoon)
    await early.submit({ code: await world.inbox.latestCode(who.email) })
    expect(heading(early)).toBe('The wait has begun')
    clock.advance(2 * 3600)
    await Promise.all(
      world.app.jobs.periodic
        ?.filter(job => job.name === 'remind-of-waiting')
        .map(job => job.run(new AbortController().signal)) ?? [],
    )
    expect((await world.inbox.messages(who.email))[0]?.text).toContain('The wait is over')
    const agent = await begin(who.username)
    await agent.submit({ code: await world.inbox.latestCode(who.email) })
    expect(heading(agent)).toBe('Choose a new password')
    await agent.submit({ new_password: fresh })
    expect((await agent.submit({ username: who.username, password: fresh })).status).toBe(303)
  })

  test('one press stops it, and for 30 days no other begins', async () => {
    const { who } = await waits()
    const cancel = (await linksIn(world, who.email)).find(link => link.includes('/cancel/')) ?? ''
    const owner = world.browser()
    await owner.open(cancel)
    expect(heading(owner)).toBe('Stop the wait for a new password?')
    await owner.submit()
    expect(heading(owner)).toBe('The wait was stopped')
    await owner.open(cancel)
    expect(heading(owner)).toBe('There is nothing to stop')
    clock.advance(49 * 3600)
    const agent = await begin(who.username)
    await agent.submit({ code: await world.inbox.latestCode(who.email) })
    expect(heading(agent)).toBe('We need to help you in person')
    clock.advance(30 * 86_400)
    const later = await begin(who.username)
    await later.submit({ code: await world.inbox.latestCode(who.email) })
    expect(heading(later)).toBe('There is another way: waiting')
  })

  test('is one at a time, and is there for whoever has a second way but cannot use it', async () => {
    const who = await person()
    const agent = await begin(who.username)
    await agent.submit({ code: await world.inbox.latestCode(who.email) })
    await agent.submit({}, 'no-way')
    expect(heading(agent)).toBe('There is another way: waiting')
    await Promise.all([agent.submit(), agent.submit()])
    const rows = await world.database.db
      .selectFrom('recovery_requests')
      .select('id')
      .where('account_id', '=', who.id)
      .execute()
    expect(rows).toHaveLength(1)
    await agent.submit({}, 'back')
    expect(agent.page.text).toContain('One more proof')
  })
})

async function addContact(accountId: string, kind: 'phone' | 'email', value: string): Promise<void> {
  const { house } = world.app
  await house.db
    .transaction()
    .execute(tx =>
      createAccountContact(
        tx,
        house.sealer,
        { id: newId(), accountId, kind, value, verifiedAt: now(), primary: false },
        now(),
      ),
    )
}
