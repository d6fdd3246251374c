import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { lockAccount } from '../../src/operations/account-lock.ts'
import { recoverByStaff, unlockByStaff } from '../../src/operations/help-desk-acts.ts'
import { proveCaller, sendCallerCode } from '../../src/operations/help-desk-caller.ts'
import { addSeconds, hours, newId, now } from '../../src/platform/index.ts'
import { createAccountContact } from '../../src/store/account-contacts.ts'
import type { Agent } from '../driver/agent.ts'
import { notes } from '../driver/canaries.ts'
import { clock } from '../driver/clock.ts'
import { contactOf } from '../driver/contacts.ts'
import { enrolApp, enrolRecoveryCodes } from '../driver/enrolled.ts'
import { linkToSelf } from '../driver/links.ts'
import { importPatient, type SeedAccount, seedAccount } from '../driver/people.ts'
import { openWorld, type World } from '../driver/world.ts'

/** Small things that a thief has, one after the other: together they open no more than each by itself. */
let world: World
const southside = `
kind: organization
id: southside
name: { en: Southside Clinic, es: Clínica Southside }
time_zone: America/New_York
`
beforeAll(async () => {
  world = await openWorld({ settings: { passwords: { memory_kib: 64, queue: 1000 } }, objects: southside })
})
afterAll(() => world.close())
afterEach(() => clock.reset())

const password = 'the old orchard under seven moons'
let count = 0
async function person(over: Partial<SeedAccount> = {}) {
  count += 1
  const one = { username: `chained-${count}`, phone: `+1415555${4000 + count}`, ...over }
  return { ...one, id: await seedAccount(world.app.house, { password, ...one }) }
}
/** Records at both clinics, each with a phone of its own. */
async function atBoth(over: Partial<SeedAccount> = {}) {
  const who = await person(over)
  const phones = { northside: `+1415556${4000 + count}`, southside: `+1415556${5000 + count}` }
  for (const organization of ['northside', 'southside'] as const) {
    const patient = { given: 'Leopoldina', family: 'Marchbanks', birthDate: '1981-02-11', organization }
    const id = await importPatient(world.app.house, { ...patient, phone: phones[organization] })
    await linkToSelf(world.app.house, who.id, id, organization)
  }
  return { ...who, phones }
}
const sleeping = async (id: string) =>
  (
    await world.database.db
      .selectFrom('account_links')
      .select('organization_id')
      .where('account_id', '=', id)
      .where('asleep_since', 'is not', null)
      .execute()
  ).map(row => row.organization_id)
const fallAsleep = (id: string) =>
  world.database.db
    .updateTable('account_links')
    .set({ asleep_since: now(), asleep_reason: 'staff' })
    .where('account_id', '=', id)
    .where('organization_id', '=', 'southside')
    .execute()
/** A contact that was verified a moment ago, as the account's own pages keep it. */
async function addsLately(accountId: string, kind: 'phone' | 'email', value: string, primary = false): Promise<void> {
  notes(kind, value)
  const { house } = world.app
  const settlesAt = addSeconds(now(), hours(72))
  const contact = { id: newId(), accountId, kind, value, verifiedAt: now(), primary, settlesAt }
  await house.db.transaction().execute(tx => createAccountContact(tx, house.sealer, contact, now()))
}
/** Id of a contact by its number: own, or of record. */
const idIn = (table: 'account_contacts' | 'patient_contacts') => async (phone: string) => {
  const { db, sealer } = world.database
  const index = sealer.index('contact.phone', phone)
  return (await db.selectFrom(table).select('id').where('value_index', '=', index).executeTakeFirst())?.id ?? ''
}
const [ofOwn, ofRecord] = [idIn('account_contacts'), idIn('patient_contacts')]
const signsIn = async (username: string, agent = world.browser()): Promise<Agent> => {
  await agent.open((await (await world.portal()).begins()).url.href)
  await agent.submit({ username, password })
  return agent
}

/** "This wasn't me". */
const locks = (id: string) => {
  const { house } = world.app
  const journey = { correlationId: newId() }
  const whose = { accountId: id, organization: 'northside', language: 'en', actor: id, journey } as const
  return house.db.transaction().execute(tx => lockAccount(tx, house, { ...whose, reason: 'person' }, now()))
}

test('the help desk sends no recovery to a contact that is too new, whichever stands first', async () => {
  const { house } = world.app
  const staff = { actor: 'cli:test', operator: 'Dana', organization: 'northside', reason: 'called us' }
  const who = await atBoth()
  const theirs = `thief-${count}@elsewhere.example`
  await addsLately(who.id, 'email', theirs, true)
  const aim = { accountId: who.id, contactId: await contactOf(world, who.id, 'phone') }
  const sent = await sendCallerCode(house, aim, staff, now())
  if (sent.kind !== 'sent') throw new Error(sent.kind)
  const { proofId } = sent
  const code = await world.inbox.latestCode(who.phone)
  expect((await proveCaller(house, { accountId: who.id, proofId, code }, staff, now())).kind).toBe('proven')
  const begun = await recoverByStaff(house, { accountId: who.id, grounds: { proofId } }, staff, now())
  expect(begun).toMatchObject({ kind: 'sent', channel: 'phone' })
  const [links] = (await world.inbox.messages(theirs)).map(message => message.links)
  expect(links).toEqual([])
})

test('whoever reads one code to the help desk does not lift what its owner locked; an identity check does', async () => {
  const { house } = world.app
  const staff = { actor: 'cli:test', operator: 'Dana', organization: 'northside', reason: 'called us' }
  const who = await atBoth({ factors: ['text-code'] })
  expect(await locks(who.id)).toBe(true)
  const sent = await sendCallerCode(
    house,
    { accountId: who.id, contactId: await contactOf(world, who.id, 'phone') },
    staff,
    now(),
  )
  if (sent.kind !== 'sent') throw new Error(sent.kind)
  const { proofId } = sent
  await proveCaller(house, { accountId: who.id, proofId, code: await world.inbox.latestCode(who.phone) }, staff, now())
  const unlocks = (grounds: { proofId: string } | { inPerson: string }) =>
    unlockByStaff(house, { accountId: who.id, grounds }, staff, now())
  expect(await unlocks({ proofId })).toMatchObject({ kind: 'refused', problem: 'locked-by-owner' })
  expect((await signsIn(who.username)).current?.status).toBe(422)
  expect(await unlocks({ inPerson: 'passport' })).toMatchObject({ kind: 'unlocked' })
  expect((await signsIn(who.username)).page.heading).toBe('Enter the code we texted you')
})

describe('organisations stay walls', () => {
  test('whoever keeps the password after the word of one clinic opens nothing of the other', async () => {
    const who = await atBoth({ factors: ['text-code'] })
    const agent = await signsIn(who.username)
    await agent.submit({}, 'no-way')
    await agent.submit()
    await agent.submit({}, 'back')
    await agent.submit({}, 'another-way')
    await agent.submit({ factor: `text-code:${await ofRecord(who.phones.northside)}` })
    await agent.submit({ code: await world.inbox.latestCode(who.phones.northside) })
    expect(agent.page.heading).toBe('Choose a new password')
    await agent.submit({}, 'keep')
    expect(await sleeping(who.id)).toEqual(['southside'])
  })

  test('a number on file that was made an own contact just now is still the word of its clinic', async () => {
    const email = `voucher-${count}@example.org`
    const who = await atBoth({ email })
    await addsLately(who.id, 'phone', who.phones.northside)
    const agent = world.browser()
    await agent.open(`${world.issuer}/recover?organization=northside`)
    await agent.submit({ username: who.username })
    await agent.submit({ code: await world.inbox.latestCode(email) })
    await agent.submit({}, 'another-way')
    await agent.submit({ factor: `text-code:${await ofRecord(who.phones.northside)}` })
    await agent.submit({ code: await world.inbox.latestCode(who.phones.northside) })
    await agent.submit({ new_password: 'new harbour kelp' })
    expect(await sleeping(who.id)).toEqual(['southside'])
  })

  test('a phone that came after the recovery wakes nothing, though an older one gets codes too', async () => {
    const who = await atBoth({ factors: ['text-code'] })
    clock.advance(60)
    await fallAsleep(who.id)
    clock.advance(60)
    const later = `+1415557${4050 + count}`
    await addsLately(who.id, 'phone', later)
    const agent = await signsIn(who.username)
    clock.advance(31)
    await agent.submit({}, 'another-way')
    await agent.submit({ factor: `text-code:${await ofOwn(later)}` })
    await agent.submit({ code: await world.inbox.latestCode(later) })
    expect(await sleeping(who.id)).toEqual(['southside'])
    // nor is it offered where records are opened again
    await agent.open(`${world.issuer}/account/records`)
    expect(agent.page.text).not.toContain(later.slice(-2))
    const next = await signsIn(who.username)
    await next.submit({ code: await world.inbox.latestCode(who.phone) })
    expect(await sleeping(who.id)).toEqual([])
  })
})

describe('after "this wasn’t me", what was added just before lets nobody in', () => {
  const begins = async (username: string) => {
    const agent = world.browser()
    await agent.open(`${world.issuer}/recover?organization=northside`)
    await agent.submit({ username })
    return agent
  }

  test('recovery codes and an app of a thief open the account for nobody; older ones do', async () => {
    const who = await person()
    const older = await person()
    const [old = ''] = await enrolRecoveryCodes(world.app.house, older.id)
    clock.advance(4 * 86_400)
    const [code = ''] = await enrolRecoveryCodes(world.app.house, who.id)
    await enrolApp(world.app.house, who.id)
    await enrolApp(world.app.house, older.id)
    for (const { id } of [who, older]) expect(await locks(id)).toBe(true)
    const thief = await begins(who.username)
    await thief.submit({}, 'no-messages')
    expect((await thief.submit({ code })).status).toBe(422)
    const owner = await begins(older.username)
    await owner.submit({}, 'no-messages')
    expect((await owner.submit({ code: old })).status).toBe(200)
    // beside it the phone, never the app that came with the trouble
    expect(owner.page.heading).toBe('Enter the code we texted you')
    expect(owner.page.text).not.toContain('another way')
  })

  test('a contact that was too new at the lock stays too new', async () => {
    const email = `settled-${count}@example.org`
    const who = await person({ email, factors: ['text-code'] })
    const theirs = `waits-${count}@elsewhere.example`
    await addsLately(who.id, 'email', theirs, true)
    expect(await locks(who.id)).toBe(true)
    clock.advance(5 * 86_400)
    await begins(theirs)
    await world.inbox.latestCode(email)
    expect(await world.inbox.messages(theirs).then(all => all.flatMap(({ links }) => links))).not.toContainEqual(
      expect.stringMatching(/\/recover\/[\w-]{20,}/),
    )
  })
})

test('a mailbox that is too new confirms nobody to a portal', async () => {
  const email = `confirms-${count}@example.org`
  const who = await person({ email })
  const theirs = `confirmed-by-${count}@elsewhere.example`
  await addsLately(who.id, 'email', theirs)
  const agent = await signsIn(who.username)
  const wants = { acr_values: 'urn:vestibule:aal1:confirmed' }
  await agent.open((await (await world.portal()).begins(wants)).url.href)
  expect(agent.page.text).toContain('email')
  expect(agent.page.text).not.toContain('another way')
  await agent.submit()
  await world.inbox.latestCode(email)
  expect(await world.inbox.messages(theirs)).toEqual([])
})

test('guesses at the second step of sign-in stop no recovery', async () => {
  const who = await person({ factors: ['text-code'], email: `paused-${count}@example.org` })
  const thief = await signsIn(who.username)
  for (let turn = 0; turn < 11; turn += 1) await thief.submit({ code: String(100_000 + turn) })
  expect(thief.page.text).toContain('too many wrong codes')
  const agent = world.browser()
  await agent.open(`${world.issuer}/recover?organization=northside`)
  await agent.submit({ username: who.username })
  await agent.submit({ code: await world.inbox.latestCode(who.email ?? '') })
  await agent.submit({ code: await world.inbox.latestCode(who.phone) })
  expect(agent.page.heading).toBe('Choose a new password')
})

test('whoever is signed in writes to no more strange numbers and addresses than anybody', async () => {
  const who = await person({ email: `typing-${count}@example.org` })
  const agent = world.browser()
  await agent.open(`${world.issuer}/sign-in?return=/account`)
  await agent.submit({ username: who.username, password })
  let written = 0
  for (let turn = 0; turn < 12; turn += 1) {
    clock.advance(1)
    const victim = `victim-${turn}@elsewhere.example`
    await agent.open(`${world.issuer}/account/email`)
    await agent.submit({ email: victim })
    written += (await world.inbox.messages(victim)).length
  }
  expect(written).toBe(5)
})
