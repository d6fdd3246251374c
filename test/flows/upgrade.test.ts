import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { upgradeAccount } from '../../src/operations/account-upgrade.ts'
import { newId, now } from '../../src/platform/index.ts'
import type { Agent } from '../driver/agent.ts'
import { clock } from '../driver/clock.ts'
import { hashesOf, type ImportedPerson, importPerson } from '../driver/imported.ts'
import { linkToSelf } from '../driver/links.ts'
import { importPatient, seedAccount } from '../driver/people.ts'
import { openWorld, type World } from '../driver/world.ts'

/** The first sign-in of somebody whose account came from another system (DOMAIN "Sign-in", "upgrade"). */
const password = 'marble staircase'
let world: World
let hashes: Awaited<ReturnType<typeof hashesOf>>
beforeAll(async () => {
  world = await openWorld({ settings: { passwords: { memory_kib: 64, queue: 1000 } } })
  hashes = await hashesOf(password)
})
afterAll(() => world.close())
afterEach(() => clock.reset())

let count = 0
async function imported(over: Partial<ImportedPerson> = {}) {
  count += 1
  const person = {
    username: `philippa.${count}`,
    email: `philippa.${count}@bramblewood.example`,
    phone: `+1312555${5100 + count}`,
    password: hashes['bcrypt 2b'],
    ...over,
  }
  const id = await importPerson(world.app.house, person, password)
  return { ...person, id }
}
type Person = Awaited<ReturnType<typeof imported>>

async function signsIn({ username }: Pick<Person, 'username'>, typed = password): Promise<Agent> {
  const agent = world.browser()
  await agent.open((await (await world.portal()).begins()).url.href)
  await agent.submit({ username, password: typed })
  return agent
}
const stepOf = (agent: Agent) => new URL(agent.formFor().action, agent.current?.url).pathname.split('/').at(-1)
const rowOf = (id: string) =>
  world.database.db.selectFrom('accounts').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
const contactsOf = (id: string) =>
  world.database.db.selectFrom('account_contacts').selectAll().where('account_id', '=', id).execute()

describe('the way', () => {
  test('password, address, terms, security option: then our own hash, and nothing of it a second time', async () => {
    const person = await imported()
    const agent = await signsIn(person)
    expect(stepOf(agent)).toBe('confirm-email')
    expect(agent.page.text).toContain('new sign-in')
    await agent.submit({ code: await world.inbox.latestCode(person.email) })
    expect(stepOf(agent)).toBe('accept-terms')
    expect(agent.page.text).not.toContain('changed')
    await agent.submit({ terms: 'on' })
    expect(stepOf(agent)).toBe('security-option')
    // nothing is written before all is there
    expect(await rowOf(person.id)).toMatchObject({ upgrade_due: true, password_hash: null })
    expect((await contactsOf(person.id)).every(row => row.verified_at === null)).toBe(true)
    await agent.submit({ factor: 'text-code', phone: '' })
    expect(stepOf(agent)).toBe('confirm-phone')
    const done = await agent.finish({ code: await world.inbox.latestCode(person.phone) })
    expect(done.url).toContain('code=')

    const row = await rowOf(person.id)
    expect(row).toMatchObject({ upgrade_due: false, legacy_password_sealed: null, legacy_scheme: null })
    expect(row).toMatchObject({ security_option: 'text-code', password_hash: expect.stringMatching(/^\$argon2id\$/) })
    expect((await contactsOf(person.id)).every(each => each.verified_at)).toBe(true)
    const notices = (await world.inbox.messages(person.email)).map(({ text }) => text).join('\n')
    expect(notices).toContain('Your sign-in was set up.')

    await agent.open((await (await world.portal()).begins({ prompt: 'login' })).url.href)
    const again = await agent.finish({ username: person.username, password })
    expect(again.url).toContain('code=')
  })

  test('a right code at one’s own phone gives back no tries at the number on file', async () => {
    const [onRecord, own] = ['+13125557711', '+13125557712']
    const name = { given: 'Philippa', family: 'Bramblewood', birthDate: '1979-08-21' }
    const person = await imported()
    await linkToSelf(world.app.house, person.id, await importPatient(world.app.house, { ...name, phone: onRecord }))
    const arrives = async () => {
      clock.advance(31)
      const agent = await signsIn(person)
      await agent.submit({ code: await world.inbox.latestCode(person.email) })
      await agent.submit({ terms: 'on' })
      await agent.submit({ factor: 'text-code', phone: own })
      await agent.submit({ code: await world.inbox.latestCode(own) })
      expect(stepOf(agent)).toBe('prove-number-on-file')
      return agent
    }
    const guess = async (agent: Agent, times: number) => {
      for (let turn = 0; turn < times; turn += 1) await agent.submit({ code: String(200_000 + turn) })
      return agent.page.text
    }
    expect(await guess(await arrives(), 9)).not.toContain('too many wrong codes')
    expect(await guess(await arrives(), 2)).toContain('too many wrong codes')
  })

  test('a phone that the clinic has on file is proven too, whatever was chosen', async () => {
    const onRecord = '+13125557701'
    const patient = await importPatient(world.app.house, {
      given: 'Philippa',
      family: 'Bramblewood',
      birthDate: '1979-08-21',
      phone: onRecord,
    })
    const person = await imported()
    await linkToSelf(world.app.house, person.id, patient)
    const agent = await signsIn(person)
    await agent.submit({ code: await world.inbox.latestCode(person.email) })
    await agent.submit({ terms: 'on' })
    await agent.submit({ factor: 'voice-code', phone: '(312) 555-7702' })
    const [call] = await world.inbox.messages('+13125557702')
    expect(call?.channel).toBe('voice')
    await agent.submit({ code: await world.inbox.latestCode('+13125557702') })
    expect(stepOf(agent)).toBe('prove-number-on-file')
    expect(await rowOf(person.id)).toMatchObject({ upgrade_due: true })
    const done = await agent.finish({ code: await world.inbox.latestCode(onRecord) })
    expect(done.url).toContain('code=')
    // the number of the file was never proven: it is gone
    const phones = (await contactsOf(person.id)).filter(each => each.kind === 'phone')
    expect(phones).toHaveLength(1)
  })

  test('the number on file that was chosen is asked for once', async () => {
    const person = await imported()
    const patient = await importPatient(world.app.house, {
      given: 'Philippa',
      family: 'Bramblewood',
      birthDate: '1979-08-21',
      phone: person.phone,
    })
    await linkToSelf(world.app.house, person.id, patient)
    const agent = await signsIn(person)
    await agent.submit({ code: await world.inbox.latestCode(person.email) })
    await agent.submit({ terms: 'on' })
    await agent.submit({ factor: 'text-code', phone: '' })
    const done = await agent.finish({ code: await world.inbox.latestCode(person.phone) })
    expect(done.url).toContain('code=')
  })

  test('a security question can be chosen; the number on file is proven all the same', async () => {
    const person = await imported()
    const onRecord = `+1312555${6100 + count}`
    const record = { given: 'Philippa', family: 'Bramblewood', birthDate: '1979-08-21', phone: onRecord }
    await linkToSelf(world.app.house, person.id, await importPatient(world.app.house, record))
    const agent = await signsIn(person)
    await agent.submit({ code: await world.inbox.latestCode(person.email) })
    await agent.submit({ terms: 'on' })
    await agent.submit({ factor: 'security-question', phone: '' })
    expect(stepOf(agent)).toBe('option-question')
    await agent.submit({ question: 'first-concert', answer: 'The Lanterns' })
    expect(stepOf(agent)).toBe('prove-number-on-file')
    expect(await rowOf(person.id)).toMatchObject({ upgrade_due: true })
    const done = await agent.finish({ code: await world.inbox.latestCode(onRecord) })
    expect(done.url).toContain('code=')
    expect(await rowOf(person.id)).toMatchObject({ upgrade_due: false, security_option: 'security-question' })
    const factors = await world.database.db
      .selectFrom('account_factors')
      .select(['kind', 'detail'])
      .where('account_id', '=', person.id)
      .execute()
    expect(factors).toEqual([{ kind: 'security-question', detail: 'first-concert' }])
  })

  test('a mailbox that is lost: the number on file stands in for it, and the address goes', async () => {
    const alone = await signsIn(await imported())
    expect(alone.page.text).not.toContain('cannot read this mailbox')
    const person = await imported()
    const onRecord = `+1312555${6300 + count}`
    const record = { given: 'Philippa', family: 'Bramblewood', birthDate: '1979-08-21', phone: onRecord }
    await linkToSelf(world.app.house, person.id, await importPatient(world.app.house, record))
    const agent = await signsIn(person)
    await agent.submit({}, 'email-lost')
    expect(stepOf(agent)).toBe('accept-terms')
    await agent.submit({ terms: 'on' })
    await agent.submit({ factor: 'text-code', phone: '' })
    await agent.submit({ code: await world.inbox.latestCode(person.phone) })
    expect(stepOf(agent)).toBe('prove-number-on-file')
    const done = await agent.finish({ code: await world.inbox.latestCode(onRecord) })
    expect(done.url).toContain('code=')
    expect((await contactsOf(person.id)).map(({ kind }) => kind)).toEqual(['phone'])
  })

  test('resumed in the middle, it goes on where it was; begun anew, it begins anew', async () => {
    const person = await imported()
    const agent = await signsIn(person)
    await agent.submit({ code: await world.inbox.latestCode(person.email) })
    const dispatcher = (agent.current?.url ?? '').replace(/\/[^/]+$/, '')
    await agent.open(dispatcher)
    expect(stepOf(agent)).toBe('accept-terms')
    clock.advance(31)
    expect(stepOf(await signsIn(person))).toBe('confirm-email')
  })

  test('nothing else is reachable before: no session, no account page', async () => {
    const person = await imported()
    const agent = await signsIn(person)
    await agent.submit({ code: await world.inbox.latestCode(person.email) })
    const answer = await agent.open(`${world.issuer}/account/sessions`)
    expect(new URL(answer.url).pathname).toBe('/sign-in')
    const sessions = await world.database.db.selectFrom('sessions').selectAll().execute()
    expect(sessions.some(session => session.account_id === person.id)).toBe(false)
  })
})

test('every kind of hash opens, and its wrong password is answered like an unknown name', async () => {
  const bodies = new Set<string>()
  const seen = async (username: string, typed: string) => {
    const agent = await signsIn({ username }, typed)
    const { status, page } = agent.current ?? {}
    bodies.add(`${status} ${page?.text.replace(/[A-Z0-9]{3}-[A-Z0-9]{3}/g, '')}`)
  }
  for (const kind of Object.keys(hashes)) {
    const person = await imported({ password: hashes[kind] })
    expect([kind, stepOf(await signsIn(person))]).toEqual([kind, 'confirm-email'])
    await seen(person.username, 'marble staircases')
  }
  await seen('nobody.at.all', 'marble staircases')
  expect(bodies.size).toBe(1)
})

describe('while there are imported accounts', () => {
  /** Every hash that is checked while somebody tries a password. */
  async function workOf(username: string, typed: string): Promise<readonly string[]> {
    const { house } = world.app
    const { verify, verifyLegacy, hash } = house.hasher
    const work: string[] = []
    Object.assign(house.hasher, {
      verify: (...args: Parameters<typeof verify>) => {
        work.push('argon2')
        return verify(...args)
      },
      verifyLegacy: (...args: Parameters<typeof verifyLegacy>) => {
        work.push('legacy')
        return verifyLegacy(...args)
      },
      hash: (...args: Parameters<typeof hash>) => {
        work.push('hash')
        return hash(...args)
      },
    })
    try {
      await signsIn({ username }, typed)
    } finally {
      Object.assign(house.hasher, { verify, verifyLegacy, hash })
    }
    return work
  }
  const whole = ['argon2', 'legacy']

  test('a wrong password costs the same work for one of them and for nobody', async () => {
    const person = await imported()
    clock.advance(61)
    for (const username of [person.username, 'nobody.at.all.either'])
      expect(await workOf(username, 'marble staircases')).toEqual(whole)
  })

  test('a right password that is refused costs what a wrong one does: locked out, or locked', async () => {
    const { house } = world.app
    const [one, locked] = ['locked.out.of.own', 'locked.by.staff']
    await seedAccount(house, { username: one, password })
    const id = await seedAccount(house, { username: locked, password })
    await world.database.db
      .updateTable('accounts')
      .set({ status: 'locked', locked_by: 'staff' })
      .where('id', '=', id)
      .execute()
    const person = await imported()
    clock.advance(61)
    for (const username of [one, person.username])
      for (let turn = 0; turn < 6; turn += 1) await signsIn({ username }, 'marble staircases')
    for (const username of [one, locked, person.username]) {
      expect(await workOf(username, password)).toEqual(whole)
      expect(await workOf(username, 'marble staircases')).toEqual(whole)
    }
  })
})

test('a hundred upgrades at once: one', async () => {
  const person = await imported()
  const { house } = world.app
  const [email] = (await contactsOf(person.id)).filter(each => each.kind === 'email')
  const upgrade = () =>
    house.db.transaction().execute(tx =>
      upgradeAccount(
        tx,
        house,
        {
          accountId: person.id,
          language: 'en',
          organization: 'northside',
          passwordHash: '$argon2id$one',
          emailContactId: email?.id as string,
          securityOption: 'text-code',
          phone: person.phone,
          journey: { flowId: newId(), reference: 'QF7-2KM', ip: '127.0.0.1', device: 'test' },
        },
        now(),
      ),
    )
  const done = await Promise.all(Array.from({ length: 100 }, upgrade))
  expect(done.filter(Boolean)).toHaveLength(1)
  const factors = await house.db.selectFrom('account_factors').selectAll().where('account_id', '=', person.id).execute()
  expect(factors).toHaveLength(1)
})

describe('a password of the older system that was forgotten', () => {
  const newPassword = 'seven kelp lanterns'
  /** Asked for by name, or by the address that was imported. */
  async function asksFor(person: Person, typed: string): Promise<Agent> {
    const agent = world.browser()
    await agent.open(`${world.issuer}/recover`)
    await agent.submit({ username: typed })
    await agent.submit({ code: await world.inbox.latestCode(person.email) })
    return agent
  }

  test('a link to the imported address and a number on file: a new password, then the upgrade', async () => {
    const person = await imported()
    const onRecord = `+1312555${6500 + count}`
    const record = { given: 'Philippa', family: 'Bramblewood', birthDate: '1979-08-21', phone: onRecord }
    await linkToSelf(world.app.house, person.id, await importPatient(world.app.house, record))
    const agent = await asksFor(person, person.username)
    expect(stepOf(agent)).toBe('prove-again')
    await agent.submit({ code: await world.inbox.latestCode(onRecord) })
    await agent.submit({ new_password: newPassword })
    expect(await rowOf(person.id)).toMatchObject({ upgrade_due: true, legacy_password_sealed: null })
    const after = await signsIn(person, newPassword)
    expect(stepOf(after)).toBe('confirm-email')
  })

  test('without a record there is the waiting period; the imported phone is no proof, but is told', async () => {
    const person = await imported()
    const agent = await asksFor(person, person.email)
    expect(stepOf(agent)).not.toBe('prove-again')
    expect(agent.page.text).toContain('hours')
    await agent.submit()
    expect((await world.inbox.messages(person.phone)).length).toBeGreaterThan(0)
    expect(await rowOf(person.id)).toMatchObject({ upgrade_due: true, password_hash: null })
  })
})
