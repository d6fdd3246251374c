import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { recoverByStaff } from '../../src/operations/help-desk-acts.ts'
import { proveCaller, sendCallerCode } from '../../src/operations/help-desk-caller.ts'
import { newId, now } from '../../src/platform/index.ts'
import { createAccountLink } from '../../src/store/account-links.ts'
import type { Agent } from '../driver/agent.ts'
import { notes } from '../driver/canaries.ts'
import { clock } from '../driver/clock.ts'
import { appCode, enrolApp, enrolQuestion, enrolRecoveryCodes } from '../driver/enrolled.ts'
import { importPatient, type SeedAccount, seedAccount } from '../driver/people.ts'
import { linkIn, linksIn } from '../driver/recovery.ts'
import { openWorld, type World } from '../driver/world.ts'

/** Recovery by what is left, and what organisations may and may not do for each other. */
let world: World
const southside = `
kind: organization
id: southside
name: { en: Southside Clinic, es: Clínica Southside }
time_zone: America/New_York
`
beforeAll(async () => {
  world = await openWorld({ settings: { passwords: { memory_kib: 1024 } }, objects: southside })
})
afterAll(() => world.close())
afterEach(() => clock.reset())

const password = 'the old orchard under seven moons'
const fresh = 'new harbour kelp'
let count = 0
async function person(over: Partial<SeedAccount> = {}) {
  count += 1
  const one = {
    username: `other-ways-${count}`,
    email: `other-ways-${count}@example.org`,
    phone: `+1415555${String(6000 + count)}`,
    factors: ['text-code'],
    ...over,
  }
  return { ...one, id: await seedAccount(world.app.house, { password, ...one }) }
}
const heading = (agent: Agent) => agent.page.heading
const begin = async (username: string, agent = world.browser()): Promise<Agent> => {
  await agent.open((await (await world.portal()).begins({ vestibule_flow: 'recover' })).url.href)
  await agent.submit({ username })
  return agent
}
const signsIn = async (username: string, secret: string, agent = world.browser()) => {
  await agent.open((await (await world.portal()).begins()).url.href)
  await agent.submit({ username, password: secret })
  return agent
}
const cancelLinkOf = async (email: string) =>
  (await linksIn(world, email)).find(link => link.includes('/cancel/')) ?? ''

describe('the waiting period replaces the proof that was lost', () => {
  /** The right password, and "I have no way to confirm". */
  async function lostPhone(who: { username: string }) {
    const agent = await signsIn(who.username, password)
    expect(heading(agent)).toBe('Enter the code we texted you')
    await agent.submit({}, 'no-way')
    expect(heading(agent)).toBe('Go on here to get back in')
    await agent.submit()
    return agent
  }

  test('from the password: begun at the second step of sign-in, and ended with the password', async () => {
    const who = await person()
    const agent = await lostPhone(who)
    expect(heading(agent)).toBe('There is another way: waiting')
    expect(agent.page.text).toContain('your password is enough')
    await agent.submit()
    expect(heading(agent)).toBe('The wait has begun')
    for (const to of [who.email, who.phone]) expect((await world.inbox.messages(to))[0]?.text).toContain('new password')
    const early = await lostPhone(who)
    expect(heading(early)).toBe('The wait has begun')
    clock.advance(49 * 3600)
    const late = await lostPhone(who)
    expect(heading(late)).toBe('Choose a new password')
    await late.submit({ new_password: fresh })
    const landed = await late.submit({ username: who.username, password: fresh })
    expect(landed.url).toBe('http://127.0.0.1:9/login')
    expect((await signsIn(who.username, password)).current?.status).toBe(422)
    // it replaced the password once; nothing more can be done with it
    expect(heading(await signsIn(who.username, fresh))).toBe('Enter the code we texted you')
  })

  test('the owner stops it with one press, and no other begins for 30 days, from whatever proof', async () => {
    const who = await person()
    const thief = await lostPhone(who)
    await thief.submit()
    const owner = world.browser()
    await owner.open(await cancelLinkOf(who.email))
    await owner.submit()
    expect(heading(owner)).toBe('The wait was stopped')
    clock.advance(49 * 3600)
    const again = await lostPhone(who)
    expect(heading(again)).toBe('We need to help you in person')
    expect((await again.submit({ new_password: fresh }, '')).status).not.toBe(303)
  })

  test('a password that was changed meanwhile opens nothing that was begun with it', async () => {
    const who = await person()
    const thief = await lostPhone(who)
    await thief.submit()
    clock.advance(49 * 3600)
    const late = await lostPhone(who)
    expect(heading(late)).toBe('Choose a new password')
    const owner = await begin(who.username)
    await owner.submit({ code: await world.inbox.latestCode(who.email) })
    // the wait stands in for them as well; whoever is first has used it up
    await owner.submit({ new_password: fresh })
    await late.submit({ new_password: `${fresh} of mine` })
    expect(late.page.text).not.toContain('Your password was changed')
    expect((await signsIn(who.username, `${fresh} of mine`)).current?.status).toBe(422)
  })

  test('from a recovery code, with the mailbox lost; the code alone opens nothing', async () => {
    const who = await person({ factors: [] })
    const [first = '', second = '', third = ''] = await enrolRecoveryCodes(world.app.house, who.id)
    const byCode = async (code: string) => {
      const agent = await begin(who.username)
      await agent.submit({}, 'no-messages')
      expect(heading(agent)).toBe('Do you have a recovery code?')
      await agent.submit({ code })
      return agent
    }
    const agent = await byCode(first)
    // no second recovery code beside the first
    expect(agent.page.text).not.toContain('recovery code')
    await agent.submit({}, 'no-way')
    expect(agent.page.text).toContain('one more of your recovery codes')
    await agent.submit()
    expect(heading(agent)).toBe('The wait has begun')
    clock.advance(49 * 3600)
    expect((await byCode(first)).current?.status).toBe(422)
    const late = await byCode(second)
    expect(heading(late)).toBe('Choose a new password')
    await late.submit({ new_password: fresh })
    expect(late.page.text).toContain('Your password was changed')
    const after = await byCode(third)
    await after.submit({}, 'no-way')
    expect(heading(after)).toBe('There is another way: waiting')
  })

  test('a recovery code of somebody else, of nobody, and a wrong one are one answer', async () => {
    const [one, other] = [await person(), await person()]
    const [code = ''] = await enrolRecoveryCodes(world.app.house, one.id)
    const texts = new Set<string>()
    for (const username of [other.username, 'nobody.at.all']) {
      const agent = await begin(username)
      await agent.submit({}, 'no-messages')
      const answer = await agent.submit({ code })
      expect(answer.status).toBe(422)
      texts.add(answer.page.text)
    }
    expect(texts.size).toBe(1)
  })
})

describe('a security question', () => {
  async function withQuestion(recordEmail?: string) {
    const who = await person({ factors: [] })
    await world.database.db
      .deleteFrom('account_contacts')
      .where('account_id', '=', who.id)
      .where('kind', '=', 'phone')
      .execute()
    await enrolQuestion(world.app.house, who.id, 'a lighthouse keeper')
    if (recordEmail) await linked(who.id, { email: recordEmail })
    const agent = await begin(who.username)
    await agent.submit({ code: await world.inbox.latestCode(who.email) })
    return { who, agent }
  }

  test('is no second proof by itself', async () => {
    const { agent } = await withQuestion()
    expect(heading(agent)).toBe('There is another way: waiting')
  })

  test('is one together with a contact of record, and never with the mailbox that the link went to', async () => {
    const recordEmail = `record-${newId()}@example.org`
    const { agent } = await withQuestion(recordEmail)
    expect(heading(agent)).toBe('Answer your question')
    await agent.submit({ answer: 'a lighthouse keeper' })
    expect(agent.page.text).toContain('Because others may know it')
    expect((await agent.open((agent.current?.url ?? '').replace(/[^/]+$/, 'new-password'))).page.text).not.toContain(
      'Choose a new password',
    )
    await agent.submit({ code: await world.inbox.latestCode(recordEmail) })
    expect(heading(agent)).toBe('Choose a new password')
    await agent.submit({ new_password: fresh })
    expect(agent.page.text).toContain('Your password was changed')
  })
})

describe('organisations are walls', () => {
  const staff = { actor: 'cli:test', operator: 'Dana', organization: 'northside', reason: 'called us' }
  async function inPerson(id: string) {
    const begun = await recoverByStaff(
      world.app.house,
      { accountId: id, grounds: { inPerson: 'passport' } },
      staff,
      now(),
    )
    if (begun.kind !== 'handed-over') throw new Error(begun.kind)
    notes('recovery link', begun.link.split('/').at(-1)?.split('?')[0])
    return begun.link
  }
  const asleep = async (id: string) =>
    (
      await world.database.db
        .selectFrom('account_links')
        .select(['organization_id', 'asleep_since'])
        .where('account_id', '=', id)
        .orderBy('organization_id')
        .execute()
    ).map(row => [row.organization_id, row.asleep_since !== null])
  /** Records at both clinics, each with a phone of its own. */
  async function atBoth(over: Partial<SeedAccount> = {}) {
    const who = await person(over)
    count += 1
    const phones = { northside: `+1415555${7000 + count}`, southside: `+1415555${8000 + count}` }
    await linked(who.id, { phone: phones.northside })
    await linked(who.id, { phone: phones.southside }, 'southside')
    return { ...who, phones }
  }
  const patientsOf = async (agent: Agent) => {
    const portal = await world.portal()
    const login = await portal.begins({ scope: 'openid patients' })
    const landed = await agent.open(login.url.href)
    const tokens = await portal.tokens(login, landed.url)
    return portal.userinfo(tokens.access_token, tokens.claims()?.sub ?? '')
  }

  test('after an identity check by one, the other sleeps until an older factor is proven', async () => {
    const who = await atBoth({ factors: [] })
    const secret = await enrolApp(world.app.house, who.id)
    const agent = world.browser()
    await agent.open(await inPerson(who.id))
    expect(agent.page.text).toContain('Our staff checked who you are')
    await agent.submit()
    expect(heading(agent)).toBe('Choose a new password')
    await agent.submit({ new_password: fresh })
    await agent.submit({ username: who.username, password: fresh })
    expect(await asleep(who.id)).toEqual([
      ['northside', false],
      ['southside', true],
    ])
    await agent.open(`${world.issuer}/account`)
    expect(agent.page.text).toContain('Records that are closed for now')
    await agent.open(`${world.issuer}/account/records`)
    await agent.submit({ code: appCode(secret) })
    expect(agent.page.text).toContain('Your records are open again')
    expect(await asleep(who.id)).toEqual([
      ['northside', false],
      ['southside', false],
    ])
    await agent.open(`${world.issuer}/account/records`)
    expect(heading(agent)).toBe('All of your records are open')
  })

  test('a factor that came after the recovery wakes nothing; a contact of the sleeping record wakes its own', async () => {
    const who = await atBoth({ factors: [] })
    const agent = world.browser()
    await agent.open(await inPerson(who.id))
    await agent.submit()
    await agent.submit({ new_password: fresh })
    await agent.submit({ username: who.username, password: fresh })
    clock.advance(1)
    await enrolApp(world.app.house, who.id, 'The new one')
    await agent.open(`${world.issuer}/account/records`)
    expect(agent.page.text).not.toContain('app')
    await agent.submit()
    await agent.submit({ code: await world.inbox.latestCode(who.phones.southside) })
    expect((await asleep(who.id)).map(([, sleeps]) => sleeps)).toEqual([false, false])
  })

  test('a recovery by the contact of record of one lets the other sleep; by a factor of their own it does not', async () => {
    const who = await atBoth({ factors: [] })
    await world.database.db
      .deleteFrom('account_contacts')
      .where('account_id', '=', who.id)
      .where('kind', '=', 'phone')
      .execute()
    const again = await begin(who.username)
    await again.submit({ code: await world.inbox.latestCode(who.email) })
    await again.submit({ code: await world.inbox.latestCode(who.phones.northside) })
    await again.submit({ new_password: fresh })
    expect(again.page.text).toContain('Your password was changed')
    expect((await asleep(who.id)).filter(([, sleeps]) => sleeps)).toHaveLength(1)

    const own = await atBoth()
    const safe = await begin(own.username)
    await safe.submit({ code: await world.inbox.latestCode(own.email) })
    await safe.submit({ code: await world.inbox.latestCode(own.phone) })
    await safe.submit({ new_password: fresh })
    expect((await asleep(own.id)).filter(([, sleeps]) => sleeps)).toHaveLength(0)
  })

  test('the claims of a sleeping link are left out, and come back', async () => {
    const who = await atBoth()
    const agent = await signsIn(who.username, password)
    await agent.submit({ code: await world.inbox.latestCode(who.phone) })
    const before = await patientsOf(agent)
    expect(before['urn:vestibule:patients']).toHaveLength(1)
    await world.database.db
      .updateTable('account_links')
      .set({ asleep_since: now(), asleep_reason: 'staff' })
      .where('account_id', '=', who.id)
      .where('organization_id', '=', 'northside')
      .execute()
    expect((await patientsOf(agent))['urn:vestibule:patients']).toEqual([])
    // the next sign-in with an older factor wakes it
    const next = await signsIn(who.username, password)
    clock.advance(31)
    await next.submit({}, 'resend')
    await next.submit({ code: await world.inbox.latestCode(who.phone) })
    expect((await patientsOf(next))['urn:vestibule:patients']).toHaveLength(1)
  })

  test('a caller who read a code gets a link that still asks for a second proof', async () => {
    const who = await person()
    await linked(who.id, { phone: who.phone })
    const { house } = world.app
    const contact = await world.database.db
      .selectFrom('account_contacts')
      .select('id')
      .where('account_id', '=', who.id)
      .where('kind', '=', 'phone')
      .executeTakeFirstOrThrow()
    const sent = await sendCallerCode(house, { accountId: who.id, contactId: contact.id }, staff, now())
    if (sent.kind !== 'sent') throw new Error(sent.kind)
    const [text] = await world.inbox.messages(who.phone)
    expect(text?.text).toContain('help desk')
    const code = await world.inbox.latestCode(who.phone)
    // the proof of one person is nobody else's
    const other = await person()
    await linked(other.id, { phone: other.phone })
    const aim = { accountId: other.id, proofId: sent.proofId, code }
    expect(await proveCaller(house, aim, staff, now())).toMatchObject({ problem: 'proof-missing' })
    const theirs = { ...staff, organization: 'southside' }
    expect(await proveCaller(house, { ...aim, accountId: who.id }, theirs, now())).toMatchObject({
      problem: 'account-unknown',
    })
    expect((await proveCaller(house, { ...aim, accountId: who.id }, staff, now())).kind).toBe('proven')
    const stolen = { accountId: other.id, grounds: { proofId: sent.proofId } }
    expect(await recoverByStaff(house, stolen, staff, now())).toMatchObject({ problem: 'proof-missing' })
    const begun = { accountId: who.id, grounds: { proofId: sent.proofId } }
    expect(await recoverByStaff(house, begun, staff, now())).toMatchObject({ kind: 'sent', channel: 'email' })
    const agent = world.browser()
    await agent.open(await linkIn(world, who.email))
    await agent.submit()
    expect(agent.page.text).toContain('One more proof')
    await agent.submit({ code: await world.inbox.latestCode(who.phone) })
    await agent.submit({ new_password: fresh })
    expect(agent.page.text).toContain('Your password was changed')
  })
})

async function linked(accountId: string, contacts: { phone?: string; email?: string }, organizationId = 'northside') {
  const { house } = world.app
  const patient = { given: 'Leopoldina', family: `Marchbanks`, birthDate: '1981-02-11', organization: organizationId }
  const patientId = await importPatient(house, { ...patient, ...contacts })
  const link = { id: newId(), accountId, patientId, organizationId }
  await house.db
    .transaction()
    .execute(tx =>
      createAccountLink(tx, { ...link, relationship: 'self', access: 'full', basis: 'access-code' }, now()),
    )
}
