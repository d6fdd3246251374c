import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { readHistory } from '../../src/operations/account-history.ts'
import { revokeInvitation } from '../../src/operations/invitations.ts'
import { now } from '../../src/platform/index.ts'
import { demographicsPurpose, findPatient } from '../../src/store/patients.ts'
import { applying } from '../driver/applicant.ts'
import { clock } from '../driver/clock.ts'
import { accepting, type InvitedPerson, invite } from '../driver/invited.ts'
import { linkToSelf } from '../driver/links.ts'
import { birthFields, importPatient, printLetter, seedAccount } from '../driver/people.ts'
import { openWorld, type World } from '../driver/world.ts'

/** What somebody tries who holds a mail that was meant for another: a parent, a filter, a stranger who got it forwarded. */
let world: World
beforeAll(async () => {
  world = await openWorld({
    settings: { passwords: { memory_kib: 64 } },
    objects: `
kind: organization
id: southside
name: { en: Southside Clinic }
time_zone: America/New_York
---
kind: client
id: southside-portal
name: { en: Southside portal }
organization: southside
redirect_uris: [http://127.0.0.1:9/south/callback]
initiate_login_uri: http://127.0.0.1:9/south/login
auth: { method: client_secret_basic, secrets: [env:PORTAL_SECRET] }
scopes: [openid, profile, patients]
first_party: true
`,
  })
})
afterAll(() => world.close())
afterEach(() => clock.reset())

let count = 0
const somebody = (over: Partial<InvitedPerson> = {}): InvitedPerson => {
  count += 1
  return {
    given: 'Philippa',
    family: 'Ravenscroft',
    birthDate: `19${50 + count}-04-1${count % 9}`,
    phone: `+1312555${8100 + count}`,
    email: `philippa.${count}@example.org`,
    ...over,
  }
}
const db = () => world.app.house.db
const linksOf = (patientId: string) =>
  db().selectFrom('account_links').selectAll().where('patient_id', '=', patientId).execute()
const parent = {
  name: { given: 'Prudence', family: 'Ravenscroft' },
  relationship: 'parent',
  basis: 'parent of a teenager',
} as const

/** Opens the link and gets to the choice of a number. */
async function atNumbers(link: string, person: InvitedPerson, phone: string) {
  const agent = world.browser()
  await agent.open(link)
  const journey = accepting(world, agent, person, { phone })
  await journey.until('prove-number')
  await agent.submit({}, 'another-way')
  expect(journey.here()).toBe('choose-number')
  return { agent, journey }
}
/** The way to be texted at the number that ends in these digits, as its option is called in the form. */
const textedAt = (body: string, digits: string): string => {
  const label = body.split('<label').find(each => each.includes(`Text me at the number ending in ${digits}`)) ?? ''
  return /value="([^"]+)"/.exec(label)?.[1] ?? ''
}

test('a parent’s number that stands on the teenager’s record too makes nobody the teenager', async () => {
  const phone = '+13125558190'
  const birthDate = `${now().getUTCFullYear() - 15}-01-15`
  const representative = { ...parent, phone }
  const lone = somebody({ birthDate, phone })
  await expect(invite(world, lone, { representative })).rejects.toThrow('phone-of-record-shared')

  const teen = somebody({ birthDate, given: 'Petronella' })
  const patientId = await importPatient(world.app.house, { ...teen, otherPhone: '+13125558191' })
  const { link } = await invite(world, teen, { patientId, representative: { ...parent, phone: '+13125558191' } })
  const { agent, journey } = await atNumbers(link, teen, '+13125558191')
  await agent.submit({ factor: textedAt(agent.current?.body ?? '', '91') })
  await journey.until('who')
  await agent.submit({ relationship: 'self' })
  // what they proved is theirs; the teenager's own is asked for
  expect(journey.here()).toBe('prove-own-number')
  expect(agent.page.text).toContain(teen.phone.slice(-2))
  expect(await linksOf(patientId)).toEqual([])
})

test('a number that costs money is nobody’s: where the record has no other, nobody is invited', async () => {
  const person = somebody({ phone: '+19005550144' })
  await expect(invite(world, person)).rejects.toThrow('no-phone-of-record')
})

test('a record that died, was merged or turns out to be a child’s meanwhile lets nobody in, nor does a mail taken back', async () => {
  const { sealer } = world.app.house
  const patients = (id: string) => db().updateTable('patients').where('id', '=', id)
  const meanwhile: Record<string, (patientId: string, id: string) => Promise<unknown>> = {
    deceased: patientId => patients(patientId).set({ status: 'deceased' }).execute(),
    merged: patientId => patients(patientId).set({ status: 'merged' }).execute(),
    async child(patientId) {
      const found = await findPatient(db(), sealer, patientId)
      const mended = { ...found?.demographics, birth_date: `${now().getUTCFullYear() - 11}-02-03` }
      await patients(patientId)
        .set({ demographics_sealed: sealer.sealJson(demographicsPurpose, mended) })
        .execute()
    },
    revoked: (_patientId, id) =>
      revokeInvitation(world.app.house, id, { organization: 'northside', actor: 'test', reason: 'wrong mailbox' }),
  }
  for (const [what, happens] of Object.entries(meanwhile)) {
    const person = somebody()
    const { link, patientId, id } = await invite(world, person)
    const agent = world.browser()
    await agent.open(link)
    await accepting(world, agent, person, { username: `left.${what}` }).until('who')
    await happens(patientId, id)
    const answer = await agent.submit({ relationship: 'self' })
    expect([what, answer.page.heading]).toEqual([what, 'This invitation does not work'])
    expect(answer.page.text).not.toContain('Philippa')
    expect(await linksOf(patientId)).toEqual([])
  }
})

test('which numbers there are does not tell that somebody manages the account, before one is proven', async () => {
  const person = somebody()
  const { link } = await invite(world, person, { representative: { ...parent, phone: '+13125558192' } })
  const { agent } = await atNumbers(link, person, person.phone)
  expect(agent.current?.body).not.toMatch(/manager|representative/)
})

test('who manages the account proves the patient’s number before hearing that the patient has one', async () => {
  const person = somebody()
  const phone = '+13125558193'
  const { link, patientId } = await invite(world, person, { representative: { ...parent, phone } })
  const { agent, journey } = await atNumbers(link, person, phone)
  await agent.submit({ factor: textedAt(agent.current?.body ?? '', '93') })
  await journey.until('who')
  await linkToSelf(world.app.house, await seedAccount(world.app.house, { username: 'philippa.owner' }), patientId)
  await agent.submit({ relationship: 'self' })
  expect(journey.here()).toBe('prove-own-number')
  expect(agent.page.text).not.toContain('already a sign-in')
  // told to who has the patient's phone
  clock.advance(31)
  await agent.submit({}, 'resend')
  await journey.until(undefined, {
    'prove-own-number': async () => agent.submit({ code: await world.inbox.latestCode(person.phone) }),
  })
  expect(agent.page.heading).toBe('There is a sign-in already')
  expect(await linksOf(patientId)).toHaveLength(1)
})

test('whoever holds the mail uses up no budget of the patient’s other ways in', async () => {
  const person = somebody()
  const { link, patientId } = await invite(world, person)
  const stranger = world.browser()
  await stranger.open(link)
  const journey = accepting(world, stranger, person, { email: 'filter@example.net' })
  await journey.until('prove-number')
  for (let sends = 0; sends < 6; sends += 1) {
    clock.advance(31)
    await stranger.submit({}, 'resend')
  }
  for (let guess = 0; guess < 12; guess += 1) await stranger.submit({ code: '000000' })
  const before = (await world.inbox.messages(person.phone)).length
  expect(before).toBe(5)

  const code = await printLetter(world.app.house, patientId)
  const patient = world.browser()
  await patient.open(`${world.issuer}/activate?organization=northside`)
  await patient.submit({ access_code: code, ...birthFields(person.birthDate) })
  expect((await world.inbox.messages(person.phone)).length).toBe(before + 1)
  const proven = await patient.submit({ code: await world.inbox.latestCode(person.phone) })
  expect(proven.status).toBe(200)
  expect(proven.page.text).toContain('Philippa')
})

test('strangers who type the patient’s address elsewhere do not silence the invitation', async () => {
  const person = somebody()
  const { link } = await invite(world, person)
  for (let time = 0; time < 6; time += 1) {
    clock.advance(31)
    const journey = applying(world, world.browser(), { ...person, given: 'Any', family: 'Body' })
    await journey.begin()
    await journey.until('confirm-email')
  }
  const codesTo = async () => (await world.inbox.messages(person.email)).filter(({ codes }) => codes.length > 0).length
  const before = await codesTo()
  expect(before).toBe(5)
  const agent = world.browser()
  await agent.open(link)
  await accepting(world, agent, person).until('confirm-email')
  expect(await codesTo()).toBe(before + 1)
})

test('a changed address of the link leads to no other portal', async () => {
  const person = somebody()
  const { link } = await invite(world, person)
  const bent = new URL(link)
  bent.searchParams.set('client_id', 'southside-portal')
  bent.searchParams.set('target_link_uri', 'http://127.0.0.1:9/south/phishing')
  const agent = world.browser()
  await agent.open(bent.href)
  const journey = accepting(world, agent, person)
  await journey.until(undefined)
  expect(journey.end()?.url).toBe('http://127.0.0.1:9/login')
})

test('whose account it is reads in its history that a record was added, and that one was asked for', async () => {
  const password = 'the old orchard under seven moons'
  const phone = '+13125558194'
  const ownerId = await seedAccount(world.app.house, {
    username: 'owner.reads',
    password,
    phone,
    factors: ['text-code'],
  })
  const agent = world.browser()
  await agent.open(`${world.issuer}/sign-in?organization=northside`)
  await agent.submit({ username: 'owner.reads', password })
  await agent.finish({ code: await world.inbox.latestCode(phone) })
  for (const as of ['self', 'manager'] as const) {
    clock.advance(60)
    const person = somebody()
    const representative = { ...parent, phone: '+13125558195' }
    const { link } = await invite(world, person, as === 'manager' ? { representative } : {})
    await agent.open(`${new URL(link).pathname}/add`)
    await accepting(world, agent, person, { as }).until(undefined, {
      'prove-own-number': async () => agent.submit({ code: await world.inbox.latestCode('+13125558195') }),
    })
  }
  const { entries } = await readHistory(db(), world.app.house, ownerId, undefined)
  expect(entries.map(({ text }) => text)).toEqual(
    expect.arrayContaining(['history.record-added', 'history.family-requested']),
  )
})
