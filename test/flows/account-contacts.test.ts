import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { findAccountFactors } from '../../src/store/account-factors.ts'
import { findPasskeys } from '../../src/store/passkeys.ts'
import type { Agent } from '../driver/agent.ts'
import { SoftAuthenticator } from '../driver/authenticator.ts'
import { clock } from '../driver/clock.ts'
import { addContact, contactOf, undoLinkIn, undoLinksIn } from '../driver/contacts.ts'
import { enrolApp, enrolQuestion, enrolRecoveryCodes } from '../driver/enrolled.ts'
import { linkToSelf } from '../driver/links.ts'
import { enrolPasskey } from '../driver/passkeys.ts'
import { importPatient } from '../driver/people.ts'
import { openWorld, type World } from '../driver/world.ts'
import { password, someone, toldTo } from './account-people.ts'

let world: World
beforeAll(async () => {
  world = await openWorld({ instances: 2, settings: { passwords: { memory_kib: 1024 } } })
})
afterAll(() => world.close())
afterEach(() => clock.reset())

type Someone = Awaited<ReturnType<typeof someone>>
let count = 0
const another = (kind: 'phone' | 'email') => {
  count += 1
  return kind === 'phone' ? `+1312555${String(8000 + count).slice(-4)}` : `another-${count}@example.org`
}
const heading = (agent: Agent) => agent.page.heading
const contacts = (accountId: string) =>
  world.database.db
    .selectFrom('account_contacts')
    .select(['id', 'kind', 'primary', 'value_index'])
    .where('account_id', '=', accountId)
    .orderBy('kind')
    .orderBy('primary', 'desc')
    .execute()
const kindsOf = async (accountId: string) =>
  (await contacts(accountId)).map(({ kind, primary }) => `${kind}${primary ? ' first' : ''}`)

async function addsEmail(who: Someone, email = another('email'), fields: Record<string, string> = {}) {
  const agent = await who.signsIn()
  await agent.open(`${world.issuer}/account/email`)
  await agent.submit({ email, ...fields })
  await agent.submit({ code: await world.inbox.latestCode(email) })
  expect(agent.page.text).toContain('Added.')
  return { agent, email }
}
async function removes(who: Someone, contact: string, agent?: Agent) {
  const at = agent ?? (await who.signsIn())
  await at.open(`${world.issuer}/account/contacts/remove`)
  const chosen = await at.submit({ contact })
  return chosen.status === 200 ? at.submit() : chosen
}
async function undoes(link: string, agent = world.browser()) {
  await agent.open(link)
  const answer = await agent.submit()
  return { agent, answer }
}

test('of two addresses that look alike when masked, one can be chosen: then they are shown in full', async () => {
  const who = await someone(world)
  const agent = await who.signsIn()
  await agent.open(`${world.issuer}/account/contacts/remove`)
  expect(agent.page.text).not.toContain(who.email)
  for (const email of ['zeta.old@example.org', 'zeta.new@example.org'])
    await addContact(world.app.house, who.accountId, 'email', email)
  await agent.open(`${world.issuer}/account/contacts/remove`)
  expect(agent.page.text).toMatch(/zeta\.(old|new)@example\.org.*zeta\.(old|new)@example\.org/)
  expect(agent.page.text).not.toContain(who.email)
})

describe('another email', () => {
  test('is kept once its code is right; other sessions end, the old contacts learn of it and can undo it', async () => {
    const who = await someone(world)
    const elsewhere = await who.signsIn()
    const agent = await who.signsIn()
    const email = another('email')
    await agent.open(`${world.issuer}/account/email`)
    await agent.submit({ email: ` ${email.toUpperCase()} ` })
    const code = await world.inbox.latestCode(email)
    const wrong = code === '111111' ? '222222' : '111111'
    expect((await agent.submit({ code: wrong })).status).toBe(422)
    expect(await kindsOf(who.accountId)).toEqual(['email first', 'phone first'])
    await agent.submit({ code })
    expect(await kindsOf(who.accountId)).toEqual(['email first', 'email', 'phone first'])
    await elsewhere.open(`${world.issuer}/account`)
    expect(heading(elsewhere)).toBe('Sign in')
    await agent.open(`${world.issuer}/account`)
    expect(heading(agent)).not.toBe('Sign in')
    for (const old of [who.email, who.phone]) {
      expect(await toldTo(world, old)).toContain('A new phone number or email address was added')
      expect(await undoLinksIn(world, old)).toHaveLength(1)
    }
    expect(await undoLinksIn(world, email)).toEqual([])
  })

  test('another account may have it too; one’s own, a mistyped one and one too many are refused', async () => {
    const [who, other] = [await someone(world), await someone(world)]
    const agent = await who.signsIn()
    await agent.open(`${world.issuer}/account/email`)
    for (const email of [who.email, 'nobody@', 'two@example.org, three@example.org'])
      expect((await agent.submit({ email })).status).toBe(422)
    for (let index = 0; index < 4; index += 1)
      await addContact(world.app.house, who.accountId, 'email', another('email'))
    expect((await agent.submit({ email: other.email })).page.text).toContain('as many as it can hold')
    expect((await other.signsIn()).page.heading).not.toBe('Sign in')
  })

  test('takes the place of the old one; the primary moves with it', async () => {
    const who = await someone(world)
    const replaces = await contactOf(world, who.accountId, 'email')
    await addsEmail(who, undefined, { replaces })
    const now = await contacts(who.accountId)
    expect(now.map(({ kind, primary }) => [kind, primary])).toEqual([
      ['email', true],
      ['phone', true],
    ])
    expect(now.some(({ id }) => id === replaces)).toBe(false)
    // the one that went is told where it went from
    expect(await undoLinksIn(world, who.email)).toHaveLength(1)
  })

  test('put first, it is what portals see; in Spanish', async () => {
    const who = await someone(world)
    const id = await addContact(world.app.house, who.accountId, 'email', another('email'))
    const agent = await who.signsIn()
    await agent.open(`${world.issuer}/account/contacts/primary?lang=es`)
    expect(heading(agent)).toBe('Elija cuál es el principal')
    await agent.submit({ contact: id })
    await agent.submit()
    expect((await contacts(who.accountId))[0]).toMatchObject({ id, primary: true })
    expect(await kindsOf(who.accountId)).toEqual(['email first', 'email', 'phone first'])
  })
})

describe('another phone', () => {
  const opens = async (who: Someone) => {
    const agent = await who.signsIn()
    await agent.open(`${world.issuer}/account/phone`)
    expect(heading(agent)).toBe('Add a phone')
    return agent
  }

  test('without a record: one code to it, and from then on codes come to all phones, masked', async () => {
    const who = await someone(world, { factors: ['text-code'] })
    const phone = another('phone')
    const agent = world.browser()
    await agent.open(`${world.issuer}/sign-in?return=/account/phone`)
    await agent.submit({ username: who.username, password, passkey_ready: '' })
    await agent.submit({ code: await world.inbox.latestCode(who.phone) })
    expect(heading(agent)).toBe('Add a phone')
    await agent.submit({ phone, factor: 'voice-code' })
    await agent.submit({ code: await world.inbox.latestCode(phone) })
    expect(agent.page.text).toContain('Added.')
    const next = await who.signsIn()
    expect(next.page.text).toContain(who.phone.slice(-2))
    await next.submit({}, 'another-way')
    expect(next.page.text).toContain(`ending in ${phone.slice(-2)}`)
    expect(next.page.text).not.toContain(phone)
    const ids = await contacts(who.accountId)
    const second = ids.find(({ kind, primary }) => kind === 'phone' && !primary)?.id
    await next.submit({ factor: `text-code:${second}` })
    await next.submit({ code: await world.inbox.latestCode(phone) })
    expect(next.current?.url).toBe(`${world.issuer}/account`)
  })

  test('the first phone of an account becomes a way to confirm', async () => {
    const who = await someone(world)
    await removes(who, await contactOf(world, who.accountId, 'phone'))
    const agent = await opens(who)
    const phone = another('phone')
    await agent.submit({ phone, factor: 'voice-code' })
    await agent.submit({ code: await world.inbox.latestCode(phone) })
    const next = await who.signsIn()
    expect(heading(next)).not.toBe('Sign in')
    expect(next.page.text).toContain(phone.slice(-2))
  })

  test('with a record: the number on file is proven first, and the record stays what the clinic wrote', async () => {
    const who = await someone(world)
    const { house } = world.app
    const [onFile, phone] = [another('phone'), another('phone')]
    const born = { given: 'Ottilie', family: 'Quackenbush', birthDate: '1979-11-05', phone: onFile }
    const patientId = await importPatient(house, born)
    await linkToSelf(house, who.accountId, patientId)
    const ofRecord = () =>
      house.db.selectFrom('patient_contacts').selectAll().where('patient_id', '=', patientId).execute()
    const before = await ofRecord()
    const agent = await opens(who)
    await agent.submit({ phone })
    expect(agent.page.text).toContain(`ending in ${onFile.slice(-2)}`)
    expect(agent.page.text).not.toContain(onFile)
    // nothing was sent to what somebody only typed
    expect(await toldTo(world, phone)).toBe('')
    await agent.submit({ code: await world.inbox.latestCode(onFile) })
    await agent.submit({ code: await world.inbox.latestCode(phone) })
    expect(agent.page.text).toContain('Added.')
    expect(await ofRecord()).toEqual(before)
    expect(await kindsOf(who.accountId)).toEqual(['email first', 'phone first', 'phone'])
    // nor did the clinic's number become one of theirs
    const index = before[0]?.value_index as Buffer
    expect((await contacts(who.accountId)).some(({ value_index }) => value_index.equals(index))).toBe(false)
  })

  test('one that equals the number on file is proven by its own code; without a number there is help only', async () => {
    const { house } = world.app
    const who = await someone(world)
    const onFile = another('phone')
    const born = { given: 'Ludmila', family: 'Quackenbush', birthDate: '1979-11-05' }
    await linkToSelf(house, who.accountId, await importPatient(house, { ...born, phone: onFile }))
    const agent = await opens(who)
    await agent.submit({ phone: onFile })
    await agent.submit({ code: await world.inbox.latestCode(onFile) })
    expect(agent.page.text).toContain('Added.')

    const without = await someone(world)
    await linkToSelf(house, without.accountId, await importPatient(house, { ...born, given: 'Philippa' }))
    const other = await opens(without)
    await other.submit({ phone: another('phone') })
    expect(heading(other)).toBe('We need a phone number on file first')
    expect(await kindsOf(without.accountId)).toEqual(['email first', 'phone first'])
  })
})

describe('what cannot go', () => {
  test('the last contact, also when two tabs take one each at once', async () => {
    const who = await someone(world)
    const [email, phone] = [
      await contactOf(world, who.accountId, 'email'),
      await contactOf(world, who.accountId, 'phone'),
    ]
    const agent = await who.signsIn()
    const tabs = [agent, agent.tab()]
    for (const [index, tab] of tabs.entries()) {
      await tab.open(`${world.issuer}/account/contacts/remove`)
      await tab.submit({ contact: index === 0 ? email : phone })
    }
    const answers = await Promise.all(tabs.map(tab => tab.submit()))
    expect(answers.every(({ status }) => status < 500)).toBe(true)
    expect(await contacts(who.accountId)).toHaveLength(1)
    const left = (await contacts(who.accountId))[0]?.id as string
    const refused = await removes(who, left, agent)
    expect([refused.status, refused.page.text.includes('Add another one first')]).toEqual([422, true])
  })

  test('the address that is the username; a contact of somebody else', async () => {
    const [who, other] = [await someone(world), await someone(world)]
    const agent = await who.signsIn()
    await agent.open(`${world.issuer}/account/username`)
    await agent.submit({ username: who.email })
    const refused = await removes(who, await contactOf(world, who.accountId, 'email'), agent)
    expect(refused.page.text).toContain('This address is your username')
    expect((await removes(who, await contactOf(world, other.accountId, 'email'), agent)).status).toBe(422)
    expect(await contacts(other.accountId)).toHaveLength(2)
  })

  test('the last phone of a provider whose codes come there', async () => {
    const who = await someone(world, { population: 'provider', factors: ['text-code'] })
    const agent = world.browser()
    await agent.open(`${world.issuer}/sign-in?return=/account/contacts/remove`)
    await agent.submit({ username: who.username, password, passkey_ready: '' })
    await agent.submit({ code: await world.inbox.latestCode(who.phone) })
    await agent.submit({ contact: await contactOf(world, who.accountId, 'phone') })
    const refused = await agent.submit()
    expect([refused.status, refused.page.text.includes('Add another way first')]).toEqual([403, true])
    expect(await contacts(who.accountId)).toHaveLength(2)
    // with an app beside it, it may
    await enrolApp(world.app.house, who.accountId)
    const gone = await removes(who, await contactOf(world, who.accountId, 'phone'), agent)
    expect(gone.page.text).toContain('Removed.')
  })
})

describe('undoing', () => {
  test('puts contacts back, ends sessions, tells everybody and advises a new password', async () => {
    const who = await someone(world, { factors: [] })
    const thief = await addsEmail(who)
    await removes(who, await contactOf(world, who.accountId, 'phone'), thief.agent)
    const before = await contacts(who.accountId)
    expect(before).toHaveLength(2)
    // the first change: everything after it goes too
    const links = await undoLinksIn(world, who.phone)
    expect(links).toHaveLength(2)
    const opened = world.browser()
    await opened.open(links[1] as string)
    expect(heading(opened)).toBe('Put your account back as it was?')
    expect(await contacts(who.accountId)).toEqual(before)
    await opened.submit()
    expect(heading(opened)).toBe('Your account is as it was')
    expect(opened.page.text).toContain('Choose a new one now')
    expect(await kindsOf(who.accountId)).toEqual(['email first', 'phone first'])
    await thief.agent.open(`${world.issuer}/account/email`)
    expect(heading(thief.agent)).toBe('Sign in')
    for (const to of [who.email, who.phone]) expect(await toldTo(world, to)).toContain('were put back')
    // nothing is left to undo of what came later
    await opened.open(links[0] as string)
    expect(heading(opened)).toBe('This link no longer works')
    expect(await kindsOf(who.accountId)).toEqual(['email first', 'phone first'])
    const seen = await world.database.db
      .selectFrom('audit_events')
      .select('type')
      .where('account_id', '=', who.accountId)
      .where('type', 'like', 'account.contact%')
      .orderBy('id')
      .execute()
    expect(seen.map(({ type }) => type)).toEqual([
      'account.contact-added',
      'account.contact-removed',
      'account.contacts-restored',
    ])
  })

  test('what a thief added after the change goes with it; what was there before stays', async () => {
    const who = await someone(world)
    const { house } = world.app
    const before = await findAccountFactors(house.db, who.accountId)
    clock.advance(60)
    await addsEmail(who)
    clock.advance(60)
    const theirs = { accountId: who.accountId, username: 'a.thief' }
    await enrolPasskey(house, new SoftAuthenticator(world.issuer), theirs)
    await enrolApp(house, who.accountId)
    await enrolQuestion(house, who.accountId, 'Keeper of a lock on the canal')
    await enrolRecoveryCodes(house, who.accountId)
    await undoes(await undoLinkIn(world, who.phone))
    expect(await findAccountFactors(house.db, who.accountId)).toEqual(before)
    expect(await findPasskeys(house.db, house.sealer, who.accountId)).toEqual([])
  })

  test('twice, fifty times at once on two instances: once', async () => {
    const who = await someone(world)
    await addsEmail(who)
    const link = await undoLinkIn(world, who.phone)
    const agents = await Promise.all(
      Array.from({ length: 50 }, async () => {
        const agent = world.browser()
        await agent.open(link)
        return agent
      }),
    )
    const answers = await Promise.all(agents.map(agent => agent.submit()))
    expect(answers.every(({ status }) => status < 500)).toBe(true)
    expect(answers.filter(({ page }) => page.heading === 'Your account is as it was')).toHaveLength(1)
    const again = world.browser()
    await again.open(link)
    expect(heading(again)).toBe('This link no longer works')
    expect(await kindsOf(who.accountId)).toEqual(['email first', 'phone first'])
  })

  test('too old, invented, and as a link of another purpose: nothing', async () => {
    const who = await someone(world)
    await addsEmail(who)
    const link = await undoLinkIn(world, who.phone)
    const agent = world.browser()
    for (const other of ['/recover/', '/recover/cancel/']) {
      await agent.open(link.replace('/undo/', other))
      expect(agent.page.text).not.toContain('Put it back')
      expect(agent.page.forms.filter(form => form.method === 'post')).toEqual([])
    }
    await agent.open(link.replace(/undo\/./, 'undo/-'))
    expect(heading(agent)).toBe('This link no longer works')
    await agent.open(link)
    clock.advance(72 * 3600 + 1)
    const late = await agent.open(link)
    expect(late.page.heading).toBe('This link no longer works')
    expect(await kindsOf(who.accountId)).toEqual(['email first', 'email', 'phone first'])
  })

  test('whoever was added a moment ago cannot undo what the owner puts right', async () => {
    const who = await someone(world)
    const { agent, email } = await addsEmail(who)
    const thiefs = (await contacts(who.accountId)).find(({ kind, primary }) => kind === 'email' && !primary)?.id
    await removes(who, thiefs as string, agent)
    expect(await toldTo(world, email)).toContain('was removed from your account')
    expect(await undoLinksIn(world, email)).toEqual([])
  })

  test('an address that a thief made the username goes back to what it was', async () => {
    const who = await someone(world)
    const { agent, email } = await addsEmail(who)
    await agent.open(`${world.issuer}/account/username`)
    await agent.submit({ username: email })
    expect(agent.page.text).toContain('Your username was changed')
    await undoes(await undoLinkIn(world, who.phone))
    expect(heading(await who.signsIn(password, email))).toBe('Sign in')
    expect(heading(await who.signsIn())).not.toBe('Sign in')
  })
})

describe('recovery and contacts that changed', () => {
  const recovers = async (typed: string) => {
    const agent = world.browser()
    await agent.open(`${world.issuer}/recover?organization=northside`)
    await agent.submit({ username: typed })
    return agent
  }

  test('rests on no contact that was added within the undo window', async () => {
    const who = await someone(world)
    const { agent, email } = await addsEmail(who)
    const phone = another('phone')
    await agent.open(`${world.issuer}/account/phone`)
    await agent.submit({ phone })
    await agent.submit({ code: await world.inbox.latestCode(phone) })
    for (const kind of ['email', 'phone'] as const)
      await removes(who, await contactOf(world, who.accountId, kind), agent)
    const sent = (await world.inbox.messages(email)).length
    await recovers(email)
    await world.inbox.messages()
    const after = (await world.inbox.messages(email)).slice(0, (await world.inbox.messages(email)).length - sent)
    expect(after.flatMap(({ links }) => links).filter(link => link.includes('/recover/'))).toEqual([])
    clock.advance(72 * 3600 + 1)
    const later = await recovers(email)
    await later.submit({ code: await world.inbox.latestCode(email) })
    expect(later.page.text).toContain(`ending in ${phone.slice(-2)}`)
  })

  test('a new phone is no second proof beside an old mailbox either', async () => {
    const who = await someone(world)
    await removes(who, await contactOf(world, who.accountId, 'phone'))
    const agent = await who.signsIn()
    const phone = another('phone')
    await agent.open(`${world.issuer}/account/phone`)
    await agent.submit({ phone })
    await agent.submit({ code: await world.inbox.latestCode(phone) })
    const recovery = await recovers(who.username)
    await recovery.submit({ code: await world.inbox.latestCode(who.email) })
    expect(heading(recovery)).toBe('There is another way: waiting')
  })

  test('links, codes and waits of before lead nowhere once a contact is removed', async () => {
    const who = await someone(world)
    const waiting = await recovers(who.username)
    await waiting.submit({ code: await world.inbox.latestCode(who.email) })
    await waiting.submit({}, 'no-way')
    await waiting.submit()
    expect(heading(waiting)).toBe('The wait has begun')
    const cancel = (await world.inbox.messages(who.email))
      .flatMap(({ links }) => links)
      .find(link => link.includes('/recover/cancel/')) as string
    clock.advance(60)
    const begun = await recovers(who.username)
    const code = await world.inbox.latestCode(who.email)
    const agent = await who.signsIn()
    await removes(who, await contactOf(world, who.accountId, 'email'), agent)
    expect((await begun.submit({ code })).status).toBe(422)
    const stops = world.browser()
    await stops.open(cancel)
    expect(heading(stops)).toBe('There is nothing to stop')
    const open = await world.database.db
      .selectFrom('recovery_requests')
      .select('id')
      .where('account_id', '=', who.accountId)
      .where('closed_at', 'is', null)
      .execute()
    expect(open).toEqual([])
  })
})
