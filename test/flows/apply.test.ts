import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { decideApplication } from '../../src/operations/application-decisions.ts'
import { listApplications, warnOfApplications } from '../../src/operations/application-queue.ts'
import { purge } from '../../src/operations/purge.ts'
import { now } from '../../src/platform/index.ts'
import type { ApplicationDetails } from '../../src/store/index.ts'
import { type Applicant, applying, statusLinkOf } from '../driver/applicant.ts'
import { clock } from '../driver/clock.ts'
import { linkToSelf } from '../driver/links.ts'
import { importPatient, seedAccount } from '../driver/people.ts'
import { openWorld, type World } from '../driver/world.ts'

/** Applications for access, over HTTP, and what staff do with them. */
let world: World
beforeAll(async () => {
  world = await openWorld({
    objects: `
kind: organization
id: closed
name: { en: Closed Clinic }
time_zone: America/Chicago
branding: { help_phone: "(555) 010-0142" }
settings: { applications: false }
`,
  })
})
afterEach(() => clock.reset())
afterAll(() => world.close())

let count = 0
const somebody = (over: Partial<Applicant> = {}): Applicant => {
  count += 1
  return {
    given: 'Thomasina',
    family: 'Applegarth',
    birthDate: `19${40 + (count % 50)}-0${1 + (count % 9)}-1${count % 9}`,
    email: `applies-${count}@example.org`,
    phone: `+1312555${String(3000 + count)}`,
    ...over,
  }
}
const house = () => world.app.house
const staff = { actor: 'test', operator: 'Dana at the desk', organization: 'northside', reason: 'the queue' }
const decide = (id: string, decision: Parameters<typeof decideApplication>[2], act = staff) =>
  decideApplication(house(), id, decision, act, now())
/** @returns the application's row, after everything was sent in */
async function applied(person: Applicant) {
  const journey = applying(world, world.browser(), person)
  await journey.begin()
  await journey.until('application-sent')
  const rows = await house().db.selectFrom('applications').selectAll().orderBy('id', 'desc').execute()
  const found = rows.find(row => detailsOf(row.details_sealed).email === person.email)
  if (!found) throw new Error('nothing was stored')
  return found
}
const detailsOf = (sealed: Buffer) => house().sealer.openJson<ApplicationDetails>('applications.details', sealed)
const rowOf = (id: string) =>
  house().db.selectFrom('applications').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
const codesOf = (patientId: string) =>
  house().db.selectFrom('access_codes').selectAll().where('patient_id', '=', patientId).execute()
const headingAt = async (link: string) => (await world.browser().open(link)).page.heading

test('from the sign-in page, in six parts, to the reference code and a mail with the status link', async () => {
  const person = somebody({ postalCode: '60601' })
  const agent = world.browser()
  await agent.open(`${world.issuer}/activate?organization=northside`)
  expect(agent.page.links.map(({ text }) => text)).toContain('I do not have a code: apply for access')
  await agent.open(`${world.issuer}/sign-in?organization=northside`)
  await agent.open(agent.page.links.find(({ text }) => text === 'Apply for access')?.href ?? '')
  const journey = applying(world, agent, person)
  const walked = await journey.until('application-sent')
  expect(walked.map(({ step }) => step)).toEqual([
    'for-whom',
    'birth-date',
    'names',
    'enter-email',
    'confirm-email',
    'enter-phone',
    'send',
  ])
  const [mail] = await world.inbox.messages(person.email)
  const reference = /[2-9A-Z]{3}-[2-9A-Z]{3}/.exec(mail?.text ?? '')?.[0]
  expect(agent.page.text).toContain(`Your reference code is ${reference}`)
  const row = await house()
    .db.selectFrom('applications')
    .selectAll()
    .where('reference', '=', reference ?? '')
    .executeTakeFirstOrThrow()
  expect(row).toMatchObject({ organization_id: 'northside', state: 'received', expires_at: null })
  expect(detailsOf(row.details_sealed)).toMatchObject({
    patient: { given: 'Thomasina', family: 'Applegarth', birth_date: person.birthDate },
    email: person.email,
    phone: person.phone,
    postal_code: '60601',
  })
  expect(await headingAt(await statusLinkOf(world, person.email))).toBe('Your application is here')
})

test('under 13 nobody applies for themself, and the date is not kept; a parent may', async () => {
  const child = somebody({ given: 'Minnie', birthDate: '2019-05-02' })
  const agent = world.browser()
  const journey = applying(world, agent, child)
  await journey.begin()
  await expect(journey.until('names')).rejects.toThrow('birth-date was refused (403)')
  expect(agent.page.text).toContain('a parent or guardian has to apply')
  const row = await applied({ ...child, relationship: 'parent' })
  expect(detailsOf(row.details_sealed).representative).toEqual({
    given: 'Ottoline',
    family: 'Featherstonehaugh',
    relationship: 'parent',
  })
  const patientId = await importPatient(house(), { ...child, phone: '+13125553991' })
  expect(await decide(row.id, { kind: 'approve', patientId })).toEqual({ kind: 'refused', problem: 'basis-missing' })
  const approved = await decide(row.id, { kind: 'approve', patientId, basis: 'birth certificate' })
  expect(approved).toEqual({ kind: 'approved', outcome: 'code-sent' })
  expect((await codesOf(patientId))[0]?.representative_sealed).not.toBeNull()
})

test('without a phone it goes on, without an email it ends with whom to call', async () => {
  const { phone: _, ...person } = somebody()
  expect(detailsOf((await applied(person)).details_sealed).phone).toBeUndefined()
  const agent = world.browser()
  const journey = applying(world, agent, somebody())
  await journey.begin()
  await journey.until('enter-email')
  await agent.submit({}, 'no-email')
  expect(agent.page.heading).toBe('Please call us')
  expect(agent.page.links.map(({ href }) => href)).toContain('./enter-email')
})

test('names and numbers of every kind arrive as they were written; what nobody can be called is told at its field', async () => {
  const row = await applied(somebody({ given: '', family: 'الخوارزمي 🌻', phone: '+442079460018' }))
  expect(detailsOf(row.details_sealed)).toMatchObject({
    patient: { given: '', family: 'الخوارزمي 🌻' },
    phone: '+442079460018',
  })
  const queue = await listApplications(house(), staff, now())
  expect(queue?.some(({ id }) => id === row.id)).toBe(true)
  const agent = world.browser()
  const journey = applying(world, agent, somebody())
  await journey.begin()
  await journey.until('birth-date')
  expect((await agent.submit({ birth_year: '1983', birth_month: '2', birth_day: '29' })).status).toBe(422)
  await journey.until('names')
  for (const family_name of ['', '🌻', 'x'.repeat(500)])
    expect((await agent.submit({ given_name: 'Zoë', family_name, sex: 'female' })).status).toBe(422)
  expect(agent.formFor().fields.given_name).toBe('Zoë')
  await journey.until('enter-phone')
  for (const phone of ['12', '+1 900 555 0100', '']) expect((await agent.submit({ phone })).status).toBe(422)
})

test('where an organization takes none, no page offers it and the address says whom to call', async () => {
  const agent = world.browser()
  await agent.open(`${world.issuer}/sign-in?organization=closed`)
  expect(agent.page.links.map(({ text }) => text)).not.toContain('Apply for access')
  await agent.open(`${world.issuer}/apply?organization=closed`)
  expect(agent.page.heading).toBe('Please call us for access')
  expect(agent.page.text).toContain('(555) 010-0142')
})

test('one mailbox does not fill the queue', async () => {
  const person = somebody()
  for (let times = 0; times < 3; times += 1) {
    await applied(person)
    clock.advance(600)
  }
  const journey = applying(world, world.browser(), person)
  await journey.begin()
  await expect(journey.until('application-sent')).rejects.toThrow('send was refused (429)')
})

test('the code goes to a contact of record, not to what was typed; the applicant gets the one mail', async () => {
  const person = somebody()
  const ofRecord = '+13125553992'
  const patientId = await importPatient(house(), { ...person, phone: ofRecord, email: 'of-record@example.org' })
  const row = await applied(person)
  const queue = await listApplications(house(), staff, now())
  const mine = queue?.find(({ id }) => id === row.id)
  expect(mine?.candidates.map(each => each.patientId)).toEqual([patientId])
  expect(mine?.candidates[0]?.reasons.length).toBeGreaterThan(0)
  const link = await statusLinkOf(world, person.email)
  expect(await headingAt(link)).toBe('We are looking into it')
  expect(await decide(row.id, { kind: 'approve', patientId })).toEqual({ kind: 'approved', outcome: 'code-sent' })
  const [text] = await world.inbox.messages(ofRecord)
  expect(text?.text).toContain('/activate')
  const [mail] = await world.inbox.messages(person.email)
  expect(mail?.text).toContain('look at the phone or mail that we have for you, or call')
  expect(mail?.text).not.toContain('/activate')
  expect(await headingAt(link)).toBe('We have answered')
  expect(await rowOf(row.id)).toMatchObject({ decision: 'approved', patient_id: patientId, state: 'answered' })
})

test('the code comes to the typed email where it stands on that record', async () => {
  const person = somebody()
  const patientId = await importPatient(house(), { ...person, phone: '+13125553993' })
  const row = await applied(person)
  await decide(row.id, { kind: 'approve', patientId })
  const mails = await world.inbox.messages(person.email)
  expect(mails.filter(({ text }) => text.includes('/activate'))).toHaveLength(1)
  expect(await world.inbox.messages('+13125553993')).toEqual([])
})

test('a record with an account: its owner is offered recovery, and no code is made', async () => {
  const person = somebody()
  const patientId = await importPatient(house(), { ...person, phone: '+13125553994', email: 'no-one@example.org' })
  const owner = await seedAccount(house(), { username: 'owner.applegarth', email: 'owner-applegarth@example.org' })
  await linkToSelf(house(), owner, patientId)
  const row = await applied(person)
  expect(await decide(row.id, { kind: 'approve', patientId })).toEqual({ kind: 'approved', outcome: 'owner-told' })
  expect(await codesOf(patientId)).toEqual([])
  const [mail] = await world.inbox.messages('owner-applegarth@example.org')
  expect(mail?.links.some(each => each.includes('/recover'))).toBe(true)
})

test('a question is mailed, answered by the link once, and stands in the queue', async () => {
  const person = somebody()
  const row = await applied(person)
  expect(await decide(row.id, { kind: 'ask', question: 'other-name' })).toEqual({ kind: 'asked' })
  expect(await decide(row.id, { kind: 'ask', question: 'last-visit' })).toEqual({
    kind: 'refused',
    problem: 'question-open',
  })
  const links = (await world.inbox.messages(person.email)).flatMap(mail => mail.links)
  const agent = world.browser()
  await agent.open(links[0] ?? '')
  expect(agent.page.text).toContain('Do you, or did you, have another name?')
  expect((await agent.submit({ answer: ' ' })).status).toBe(422)
  const again = agent.tab()
  await agent.submit({ answer: 'Applebottom, before 2001' })
  expect(agent.page.text).toContain('We have your answer')
  expect(agent.page.heading).toBe('We are looking into it')
  await again.submit({ answer: 'another' })
  expect(detailsOf((await rowOf(row.id)).details_sealed).answers).toEqual([
    { question: 'other-name', answer: 'Applebottom, before 2001' },
  ])
  expect(await decide(row.id, { kind: 'ask', question: 'last-visit' })).toEqual({ kind: 'asked' })
  // the newest link, and the first one, which was kept
  expect(await headingAt(await statusLinkOf(world, person.email))).toBe('We have a question')
  expect(await headingAt(links.findLast(link => link.includes('/application/')) ?? '')).toBe('We have a question')
})

test('of fifty decisions at once one counts, and one mail goes out', async () => {
  const person = somebody()
  const patientId = await importPatient(house(), { ...person, phone: '+13125553995' })
  const row = await applied(person)
  const results = await Promise.all(
    Array.from({ length: 50 }, (_, index) =>
      decide(row.id, index % 2 ? { kind: 'approve', patientId } : { kind: 'deny', because: 'no-record' }),
    ),
  )
  expect(results.filter(({ kind }) => kind !== 'refused')).toHaveLength(1)
  const mails = await world.inbox.messages(person.email)
  expect(mails.filter(({ subject, text }) => subject && text.includes('We have answered your'))).toHaveLength(1)
  expect((await codesOf(patientId)).length).toBeLessThanOrEqual(1)
})

test('neither the queue nor a decision crosses to another organization', async () => {
  const person = somebody()
  const row = await applied(person)
  const elsewhere = await importPatient(house(), { ...person, phone: '+13125553996', organization: 'closed' })
  expect(await decide(row.id, { kind: 'approve', patientId: elsewhere })).toEqual({
    kind: 'refused',
    problem: 'patient-unknown',
  })
  expect(await decide(row.id, { kind: 'deny', because: 'misuse' }, { ...staff, organization: 'closed' })).toEqual({
    kind: 'refused',
    problem: 'application-unknown',
  })
  expect(await listApplications(house(), { ...staff, organization: 'closed' }, now())).toEqual([])
  expect((await rowOf(row.id)).state).toBe('received')
})

test('five working days, then a warning once and a number for as long as it waits; ninety days after the answer it is gone', async () => {
  const person = somebody()
  // a Wednesday evening where the clinic is: five working days are seven days
  const today = new Date()
  const evening = Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate() + 7, 1)
  const thursday = evening + ((11 - new Date(evening).getUTCDay()) % 7) * 86_400_000
  clock.advance((thursday - today.getTime()) / 1000)
  const row = await applied(person)
  const link = await statusLinkOf(world, person.email)
  expect(row.due_at.getTime() - row.created_at.getTime()).toBe(7 * 86_400_000)
  const warned = () => world.log.filter(line => line.includes('applications.overdue')).length
  await house().db.deleteFrom('applications').where('id', '!=', row.id).execute()
  clock.advance(7 * 86_400 - 3600)
  await warnOfApplications(house(), now())
  expect(warned()).toBe(0)
  clock.advance(3600)
  await warnOfApplications(house(), now())
  await warnOfApplications(house(), now())
  expect(warned()).toBe(1)
  expect((await house().metrics.render()).body).toContain('vestibule_applications_overdue{organization="northside"} 1')
  const queue = await listApplications(house(), staff, now())
  expect(queue?.[0]?.isOverdue).toBe(true)
  await decide(row.id, { kind: 'deny', because: 'no-answer' })
  await warnOfApplications(house(), now())
  expect((await house().metrics.render()).body).not.toContain('applications_overdue{')
  clock.advance(89 * 86_400)
  await purge(house())
  expect(await headingAt(link)).toBe('We have answered')
  clock.advance(2 * 86_400)
  await purge(house())
  expect(await house().db.selectFrom('applications').selectAll().execute()).toEqual([])
  expect(await headingAt(link)).toBe('This link does not work')
})

test('what nobody answered ends too: ninety days after it should have been, with a line in the log and in the audit', async () => {
  await house().db.deleteFrom('applications').execute()
  const person = somebody()
  const row = await applied(person)
  const link = await statusLinkOf(world, person.email)
  await decide(row.id, { kind: 'ask', question: 'last-visit' })
  const told = () => world.log.filter(line => line.includes('applications.unanswered'))
  clock.advance((row.due_at.getTime() - now().getTime()) / 1000 + 90 * 86_400 - 60)
  await purge(house())
  expect(await headingAt(link)).toBe('We have a question')
  expect(told()).toEqual([])
  clock.advance(120)
  expect((await purge(house()))['applications.unanswered']).toBe(1)
  expect(await house().db.selectFrom('applications').selectAll().execute()).toEqual([])
  expect(await headingAt(link)).toBe('This link does not work')
  expect(told().map(line => JSON.parse(line))).toMatchObject([{ organization: 'northside', count: 1 }])
  const ended = await house()
    .db.selectFrom('audit_events')
    .select(['type', 'actor', 'organization_id'])
    .where('reference', '=', row.reference)
    .orderBy('id', 'desc')
    .executeTakeFirst()
  expect(ended).toEqual({ type: 'application.unanswered', actor: 'system:purge', organization_id: 'northside' })
})

test('the audit tells who decided and why, and nothing of the person', async () => {
  const person = somebody({ given: 'Hephzibah' })
  const row = await applied(person)
  await decide(row.id, { kind: 'deny', because: 'details-differ' })
  const events = await house()
    .db.selectFrom('audit_events')
    .selectAll()
    .where('reference', '=', row.reference)
    .execute()
  const told = events
    .filter(({ type }) => type.startsWith('application'))
    .map(({ type, details_sealed }) => [
      type,
      details_sealed && house().sealer.openJson<Record<string, unknown>>('audit.details', details_sealed),
    ])
  expect(told.find(([type]) => type === 'application.denied')?.[1]).toEqual({
    because: 'details-differ',
    operator: 'Dana at the desk',
    reason: 'the queue',
  })
  const all = JSON.stringify(told)
  for (const secret of ['Hephzibah', 'Applegarth', person.email, person.birthDate, person.phone ?? ''])
    expect(all).not.toContain(secret)
})
