/** The queues at the console, over HTTP without scripts: what a clerk decides there, and what comes of it. */
import { Readable } from 'node:stream'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { importPatients } from '../../src/operations/patients.ts'
import { clock } from '../driver/clock.ts'
import { linkToSelf } from '../driver/links.ts'
import { importPatient, seedAccount } from '../driver/people.ts'
import { wordsIn } from '../driver/words.ts'
import { type Cast, castOf } from './cast.ts'
import { type Desk, deskOf } from './console-desk.ts'
import { type OperatorWorld, openOperatorWorld } from './world.ts'

let open: OperatorWorld
let desk: Desk
let cast: Cast
beforeAll(async () => {
  open = await openOperatorWorld()
  desk = deskOf(open)
  cast = castOf(open)
}, 60_000)
afterEach(() => clock.reset())
afterAll(() => open.close())

const say = wordsIn('en')
const house = () => open.world.app.house
const pool = () => open.world.database.pool
const rowOf = async (table: string, id: string) =>
  (await pool().query(`select * from ${table} where id = $1`, [id])).rows[0]
const linkBetween = async (account: string, patient: string) =>
  (await pool().query('select * from account_links where account_id = $1 and patient_id = $2', [account, patient]))
    .rows[0]
const clerk = (path: string) => desk.signsIn(desk.staff('help-desk', 'northside'), path)
const applicant = { given: 'Ottoline', family: 'Featherstonehaugh', birthDate: '1961-07-19' }
let phones = 0
const nextPhone = (): string => {
  phones += 1
  return `+1312555${8000 + phones}`
}

describe('applications', () => {
  test('one is approved beside its record, and the code that is sent opens the way in', async () => {
    const id = await cast.application()
    const ofRecord = nextPhone()
    const patient = await importPatient(house(), { ...applicant, phone: ofRecord, email: 'of-record@example.org' })
    const agent = await clerk('/console')
    expect(agent.page.links.map(({ href }) => href)).toContain('/console/applications')
    await agent.open(desk.url('/console/applications'))
    expect(agent.page.text).toContain(say('console.applications.open', { count: 1 }))
    await agent.open(desk.url(`/console/applications/${id}`))
    expect((await rowOf('applications', id)).state).toBe('in-review')
    const { text } = agent.page
    // side by side: what was written whole, what is on record masked, and the reasons
    expect(text).toContain(say('console.candidate.heading', { number: 1, name: 'Ottoline Featherstonehaugh' }))
    expect(text).toContain(say('console.match.name-exact'))
    expect(text).toContain(say('console.match.no-contact-in-common'))
    expect(agent.current?.body).not.toContain(ofRecord)

    await agent.sendTo('/approve', { reason: 'the details agree' })
    expect(agent.current?.status).toBe(422)
    expect(agent.page.text).toContain(say('console.candidate.wanted'))
    await agent.sendTo('/approve', { patient })
    expect(agent.page.text).toContain(say('console.notice.application-code-sent'))
    expect(agent.page.text).toContain(say('console.applications.none'))
    expect(await rowOf('applications', id)).toMatchObject({ state: 'answered', decision: 'approved' })

    const [sent] = await open.world.inbox.messages(ofRecord)
    const [, code] = /#([A-Z0-9-]{8,})/.exec(sent?.text ?? '') ?? []
    const person = open.world.browser()
    await person.open(desk.url('/activate?organization=northside'))
    await person.submit({ access_code: code ?? '', birth_year: '1961', birth_month: '7', birth_day: '19' })
    await person.submit({ code: await open.world.inbox.latestCode(ofRecord) })
    expect(person.page.text).toContain('Ottoline')

    // whoever looks again learns that it is decided, and can mail the applicant again
    await agent.open(desk.url(`/console/applications/${id}`))
    expect(agent.page.text).toContain(say('console.application.approved'))
    expect(agent.page.forms.some(({ action }) => action.endsWith('/approve'))).toBe(false)
    await agent.sendTo('/resend', { reason: 'no mail came' })
    expect(agent.page.text).toContain(say('console.notice.application-mailed-answered'))
  })

  test('one is asked something, answered by record number, another denied; each with a reason', async () => {
    const [asked, denied] = [await cast.application(), await cast.application()]
    const agent = await clerk(`/console/applications/${asked}`)
    await agent.sendTo('/ask', { question: 'last-visit', reason: 'x' })
    expect(agent.page.text).toContain(say('console.field.reason.wanted'))
    await agent.sendTo('/ask', { reason: 'two records could be meant' })
    expect(agent.page.text).toContain(say('console.notice.application-asked'))
    expect(agent.page.text).toContain(say('console.applications.asked'))
    await agent.open(desk.url(`/console/applications/${asked}`))
    expect(agent.page.text).toContain(say('apply.question.last-visit'))
    expect(agent.page.forms.some(({ action }) => action.endsWith('/ask'))).toBe(false)
    await agent.sendTo('/approve', { record_number: 'nobody-has-this', reason: 'they called' })
    expect(agent.page.text).toContain(say('console.candidate.unknown-number'))
    const csv =
      'source_id,record_number,given_name,family_name,birth_date,sex\np-9,MRN-9,Ottilie,Fanshaw,1961-07-19,female\n'
    await importPatients(house(), {
      organization: 'northside',
      input: Readable.from([csv]),
      format: 'csv',
      actor: 'test',
    })
    await agent.sendTo('/approve', { record_number: 'mrn-9' })
    expect(agent.page.text).toContain(say('console.notice.application-no-contact'))
    expect(await rowOf('applications', asked)).toMatchObject({ decision: 'approved', patient_id: expect.any(String) })

    await agent.open(desk.url(`/console/applications/${denied}`))
    await agent.sendTo('/deny', { reason: 'nobody of ours' })
    expect(agent.page.text).toContain(say('console.application.because.wanted'))
    await agent.sendTo('/deny', { because: 'no-record' })
    expect(agent.page.text).toContain(say('console.notice.application-denied'))
    expect(await rowOf('applications', denied)).toMatchObject({ decision: 'denied' })
  })

  test('what is overdue is said on the list, on the overview and on its own page', async () => {
    const id = await cast.application()
    clock.advance(10 * 86_400)
    const agent = await clerk('/console')
    const overdue = say('console.applications.overdue', { count: 1 })
    expect(agent.page.text).toContain(overdue)
    await agent.open(desk.url('/console/applications'))
    expect(agent.page.text).toContain(overdue)
    expect(agent.page.text).toContain(say('console.applications.late'))
    await agent.open(desk.url(`/console/applications/${id}`))
    expect(agent.page.text).toContain(say('console.application.overdue'))
  })

  test('security reads and decides nothing; another clinic finds nothing', async () => {
    const id = await cast.application()
    const reader = await desk.signsIn(desk.staff('security', 'northside'), `/console/applications/${id}`)
    expect(reader.page.text).toContain(say('console.application.about'))
    expect(reader.page.forms.filter(({ action }) => /approve|deny|ask|resend/.test(action))).toEqual([])
    const south = await desk.signsIn(desk.staff('help-desk', 'southside'), `/console/applications/${id}`)
    expect(south.current?.status).toBe(404)
    expect(south.current?.body).not.toContain('Featherstonehaugh')
    const viewer = await desk.signsIn(desk.staff('viewer', 'northside'), '/console/applications')
    expect(viewer.current?.status).toBe(403)
  })
})

describe('people without a record', () => {
  const registrant = { given: 'Henrietta', family: 'Wigglesworth', birthDate: '1959-11-03' }
  const prospect = async () => {
    const id = await cast.prospect()
    return { id, account: (await rowOf('prospects', id)).account_id as string }
  }

  test('one is connected by a code to a contact of record, and taken back', async () => {
    const phone = nextPhone()
    const patient = await importPatient(house(), { ...registrant, phone })
    const { id, account } = await prospect()
    const agent = await clerk('/console/prospects')
    expect(agent.page.text).toContain('Henrietta Wigglesworth')
    await agent.open(desk.url(`/console/prospects/${id}`))
    await agent.sendTo('/choose', { patient })
    await agent.sendTo('/send-code', { reason: 'they called us' })
    expect(agent.page.text).toContain(say('console.prospect.contact.wanted'))
    await agent.sendTo('/send-code', { channel: 'phone' })
    expect(agent.page.text).toContain(say('console.prospect.code.lead'))
    await agent.sendTo('/prove', { code: '000000' })
    expect(agent.page.text).toContain(say('console.problem.code-wrong'))
    // without the code there is no way on, whatever address is opened
    const skips = agent.tab()
    await skips.open(`${agent.current?.url.replace(/\/prove$/, '')}/connect`)
    await skips.sendTo('/now', { reason: 'in a hurry' })
    expect(skips.page.text).toContain(say('console.problem.proof-missing'))
    expect(await linkBetween(account, patient)).toBeUndefined()
    await agent.sendTo('/prove', { code: await open.world.inbox.latestCode(phone) })
    expect(agent.page.text).toContain(say('console.notice.prospect-proven'))
    await agent.sendTo('/now', { reason: 'the code was right' })
    expect(agent.page.text).toContain(say('console.notice.prospect-tied'))
    expect(await linkBetween(account, patient)).toMatchObject({ relationship: 'self', ended_at: null })

    await agent.open(desk.url('/console/prospects/decided'))
    expect(agent.page.text).toContain(say('console.prospect.state.tied'))
    await agent.open(desk.url(`/console/prospects/${id}`))
    await agent.sendTo('/undo', { reason: 'it was the sister' })
    expect(agent.page.text).toContain(say('console.notice.prospect-undone'))
    expect((await linkBetween(account, patient)).ended_at).not.toBeNull()
    expect((await rowOf('prospects', id)).state).toBe('open')
    await agent.sendTo('/dismiss', { reason: 'no patient of ours' })
    expect(agent.page.text).toContain(say('console.notice.prospect-dismissed'))
    clock.advance(73 * 3600)
    const late = await clerk(`/console/prospects/${id}`)
    await late.sendTo('/undo', { reason: 'too late' })
    expect(late.page.text).toContain(say('console.problem.undo-late'))
    await late.open(desk.url('/console/prospects/decided'))
    expect(late.page.text).toContain(say('console.prospects.no-decisions'))
  })

  test('one whose record has an account is merged, with a document that was seen', async () => {
    const patient = await importPatient(house(), { ...registrant, birthDate: '1959-11-03', phone: nextPhone() })
    const owner = await seedAccount(house(), { username: 'henrietta.first', email: 'henrietta@example.org' })
    await linkToSelf(house(), owner, patient)
    const { id, account } = await prospect()
    const agent = await clerk(`/console/prospects/${id}/records/${patient}`)
    expect(agent.page.text).toContain(say('console.candidate.has-account'))
    expect(agent.page.text).toContain(say('console.prospect.merge.lead'))
    await agent.sendTo('/in-person', { document: '', reason: 'stood at the desk' })
    expect(agent.page.text).toContain(say('console.prospect.document.wanted'))
    await agent.sendTo('/in-person', { document: 'passport' })
    expect(agent.page.text).toContain(say('console.notice.prospect-merged'))
    expect((await rowOf('accounts', account)).status).toBe('closed')
    expect((await open.world.inbox.messages('henrietta@example.org')).length).toBeGreaterThan(0)
    await agent.sendTo('/undo', { reason: 'it was the sister' })
    expect((await rowOf('accounts', account)).status).toBe('active')
  })

  test('security reads and decides nothing; another clinic finds nothing', async () => {
    const { id } = await prospect()
    const reader = await desk.signsIn(desk.staff('security', 'northside'), `/console/prospects/${id}`)
    expect(reader.page.forms.filter(({ action }) => /choose|dismiss/.test(action))).toEqual([])
    const south = await desk.signsIn(desk.staff('owner', 'southside'), `/console/prospects/${id}`)
    expect(south.current?.status).toBe(404)
  })
})
