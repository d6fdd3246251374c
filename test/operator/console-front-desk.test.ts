/** What the front desk gives out at the console, without scripts: codes and invitations that really open an account. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { rejections } from '../../src/core/registry/index.ts'
import { consoleTexts } from '../../src/operator/index.ts'
import { hasDeparted, stepOf } from '../contracts/journey.ts'
import type { Agent } from '../driver/agent.ts'
import { notes } from '../driver/canaries.ts'
import { clock } from '../driver/clock.ts'
import { accepting, invitationLink } from '../driver/invited.ts'
import { birthFields, importPatient } from '../driver/people.ts'
import { wordsIn } from '../driver/words.ts'
import { type Desk, deskOf } from './console-desk.ts'
import { type OperatorWorld, openOperatorWorld, type Staff } from './world.ts'

let open: OperatorWorld
let desk: Desk
let clerk: Staff
beforeAll(async () => {
  open = await openOperatorWorld()
  desk = deskOf(open)
  clerk = desk.staff('help-desk', 'northside')
}, 60_000)
afterEach(() => clock.reset())
afterAll(() => open.close())

const say = wordsIn('en')
const reason = 'asked at the desk'
const password = 'quiet otter paints barns'
const pool = () => open.world.database.pool
const addressOf = (agent: Agent) => new URL(agent.current?.url ?? '')
const typed = (agent: Agent, act: string) => agent.page.forms.find(({ action }) => action.endsWith(`/${act}`))?.fields
const actsOf = (agent: Agent) => agent.page.forms.map(({ action }) => action.split('/').at(-1))

let count = 0
async function patient(birthDate = '1984-03-27') {
  count += 1
  const phone = `+1312555${9000 + count}`
  const email = `millicent-${count}@example.org`
  const id = await importPatient(open.world.app.house, {
    given: 'Millicent',
    family: 'Abernathy',
    birthDate,
    phone,
    email,
  })
  return { id, phone, email, birthDate, at: `/console/records/${id}` }
}
type Patient = Awaited<ReturnType<typeof patient>>
const holdersOf = async ({ id }: Patient) =>
  (await pool().query('select relationship from account_links where patient_id = $1', [id])).rows.map(
    ({ relationship }) => relationship,
  )
const codeIn = (agent: Agent): string => {
  const [, code = ''] = /<p class="value">([\w-]+)<\/p>/.exec(agent.current?.body ?? '') ?? []
  expect(code).not.toBe('')
  notes('access code', code)
  return code
}

/** The holder of a code, at home. @returns the page where it ended */
async function activates(code: string, { phone, email, birthDate }: Patient, username: string): Promise<Agent> {
  const agent = open.world.browser()
  const { inbox } = open.world
  await agent.open(desk.url('/activate?organization=northside'))
  const answers: Record<string, () => Promise<Record<string, string>>> = {
    'enter-access-code': async () => ({ access_code: code, ...birthFields(birthDate) }),
    'prove-contact': async () => ({ code: await inbox.latestCode(phone) }),
    'accept-terms': async () => ({ terms: 'on' }),
    'enter-email': async () => ({ email }),
    'confirm-email': async () => ({ code: await inbox.latestCode(email) }),
    'choose-credentials': async () => ({ username, new_password: password }),
    'security-option': async () => ({ factor: 'text-code', phone: '' }),
  }
  for (let steps = 0; steps < 12; steps += 1) {
    const step = stepOf(agent.current as never, 'enter-access-code') ?? ''
    const answer = await agent.submit(await (answers[step] ?? (async () => ({})))())
    if (answer.status >= 400 || hasDeparted(answer)) return agent
  }
  return agent
}

describe('a record', () => {
  test('is found exactly, with a reason, and by its name only with the birth date', async () => {
    const person = await patient('1984-03-28')
    const agent = await desk.signsIn(clerk, '/console/records')
    await agent.sendTo('/search', { by: 'phone', value: person.phone, reason: '' })
    expect([agent.current?.status, typed(agent, 'search')?.value]).toEqual([422, person.phone])
    await agent.sendTo('/search', { by: 'name', value: 'abernathy', birth_date: '', reason })
    expect(agent.page.text).toContain(say('console.records.birth-date.wanted'))
    await agent.sendTo('/search', { by: 'name', value: 'abernathy', birth_date: '1984-03-29', reason })
    expect(agent.page.text).toContain(say('console.records.nobody'))
    await agent.sendTo('/search', { by: 'name', value: 'abernathy', birth_date: '1984-03-28', reason })
    expect(addressOf(agent).href).toBe(desk.url('/console/records/search'))
    expect(agent.page.links.some(({ href }) => href === person.at)).toBe(true)
    await agent.open(desk.url(person.at))
    expect(agent.page.heading).toBe('Millicent Abernathy')
    for (const value of [person.phone, person.email]) expect(agent.current?.body).not.toContain(value)
    const south = await desk.signsIn(desk.staff('help-desk', 'southside'), person.at)
    expect(south.current?.status).toBe(404)
    // whoever only reads gives nothing out
    const security = await desk.signsIn(desk.staff('security', 'northside'), person.at)
    expect([security.current?.status, actsOf(security).includes('issue-code')]).toEqual([200, false])
  })
})

describe('an access code', () => {
  test('is printed at the desk and opens an account with it; then the record leads to the person', async () => {
    const person = await patient()
    const agent = await desk.signsIn(clerk, person.at)
    await agent.sendTo('/issue-code', { channel: 'letter', reason: '' })
    expect([agent.current?.status, typed(agent, 'issue-code')?.channel]).toEqual([422, 'letter'])
    const twice = agent.tab()
    await agent.sendTo('/issue-code', { channel: 'letter', reason })
    expect(agent.page.heading).toBe(say('console.codes.made'))
    const code = codeIn(agent)
    for (const words of ['Millicent Abernathy', say('view.letter.how'), wordsIn('es')('view.letter.how')])
      expect(agent.page.text).toContain(words)
    expect(addressOf(agent).href).not.toContain(code)
    // a second press prints the same letter
    await twice.sendTo('/issue-code', { channel: 'letter', reason })
    expect(codeIn(twice)).toBe(code)

    await activates(code, person, `millicent-${count}`)
    expect(await holdersOf(person)).toEqual(['self'])

    await agent.open(desk.url(person.at))
    expect(agent.page.text).toContain(say('console.codes.state.used'))
    await agent.sendTo('/issue-code', { channel: 'letter', reason })
    expect(agent.page.text).toContain(say('console.problem.patient-has-account'))
    await agent.open(desk.url(agent.page.links.find(({ href }) => href.startsWith('/console/people/'))?.href ?? ''))
    expect(addressOf(agent).pathname).toMatch(/^\/console\/people\/[\w-]+$/)
    expect(agent.page.heading).toBe('Millicent Abernathy')
    expect(agent.page.links.some(({ href }) => href === person.at)).toBe(true)
  })

  test('that is sent goes to the phone of record and is shown to nobody', async () => {
    const person = await patient()
    const agent = await desk.signsIn(clerk, person.at)
    await agent.sendTo('/issue-code', { channel: 'sms', reason })
    expect([addressOf(agent).pathname, agent.page.text.includes(say('console.notice.code-sent-sms'))]).toEqual([
      person.at,
      true,
    ])
    const [message] = await open.world.inbox.messages(person.phone)
    const [, code = ''] = /([A-Z0-9]{4}(-[A-Z0-9]{4})+)/.exec(message?.text ?? '') ?? []
    expect(code).not.toBe('')
    notes('access code', code)
    expect(agent.current?.body).not.toContain(code)
  })

  test('goes to somebody who acts for a child, whose name and reason are wanted', async () => {
    const person = await patient('2019-05-06')
    const agent = await desk.signsIn(clerk, person.at)
    await agent.sendTo('/issue-code', { channel: 'letter', reason })
    expect(agent.page.text).toContain(say('console.problem.under-13-needs-representative'))
    await agent.sendTo('/issue-code', { given: 'Prudence', family: 'Abernathy' })
    expect(agent.page.text).toContain(say('console.holder.which'))
    await agent.sendTo('/issue-code', { holder: 'representative' })
    expect(agent.page.text).toContain(say('console.holder.wanted'))
    await agent.sendTo('/issue-code', { relationship: 'parent', basis: 'parent of a minor' })
    expect(agent.page.heading).toBe(say('console.codes.made'))
    expect(agent.page.text).toContain('Prudence Abernathy')
    codeIn(agent)
  })

  test('is replaced by a new one, and made worthless', async () => {
    const person = await patient()
    const agent = await desk.signsIn(clerk, person.at)
    await agent.sendTo('/issue-code', { channel: 'letter', reason })
    const first = codeIn(agent)
    await agent.open(desk.url('/console/access-codes'))
    const way = agent.page.links.find(({ href }) => href.startsWith(`${person.at}/codes/`))
    await agent.open(desk.url(way?.href ?? ''))
    await agent.sendTo('/reissue', { channel: 'in_person', identity_checked: 'on', reason: 'the letter was lost' })
    const second = codeIn(agent)
    expect(second).not.toBe(first)
    await agent.open(desk.url(person.at))
    expect(agent.page.text).toContain(say('console.codes.state.superseded'))
    const [newest] = agent.page.links.filter(({ href }) => href.startsWith(`${person.at}/codes/`))
    await agent.open(desk.url(newest?.href ?? ''))
    const other = agent.tab()
    await agent.sendTo('/void', { reason: 'went to the wrong person' })
    expect(agent.page.text).toContain(say('console.notice.code-void'))
    await other.open(desk.url(newest?.href ?? ''))
    expect(actsOf(other)).not.toContain('void')
    const { rows } = await pool().query('select voided_at from access_codes where patient_id = $1 order by id desc', [
      person.id,
    ])
    expect(rows[0].voided_at).not.toBeNull()
    const theirs = await activates(second, person, `millicent-${count}`)
    expect(theirs.current?.status).toBe(422)
    await agent.open(desk.url('/console/access-codes'))
    expect(agent.page.links.some(({ href }) => href.startsWith(`${person.at}/codes/`))).toBe(false)
    await agent.open(desk.url('/console/access-codes?which=all'))
    expect(agent.page.links.some(({ href }) => href.startsWith(`${person.at}/codes/`))).toBe(true)
    const south = await desk.signsIn(desk.staff('help-desk', 'southside'), newest?.href ?? '')
    expect(south.current?.status).toBe(404)
  })
})

test('an invitation goes out, again, and is accepted; another is taken back', async () => {
  const [person, other] = [await patient(), await patient()]
  const agent = await desk.signsIn(clerk, person.at)
  await agent.sendTo('/invite', { reason })
  expect(agent.page.text).toContain(say('console.notice.invited'))
  const first = await invitationLink(open.world, person.email)
  await agent.open(desk.url('/console/invitations'))
  await agent.open(desk.url(agent.page.links.find(({ href }) => href.includes('/invitations/'))?.href ?? ''))
  await agent.sendTo('/resend', { reason: 'the mail was lost' })
  expect(agent.page.text).toContain(say('console.notice.invited-again'))
  const second = await invitationLink(open.world, person.email)
  expect(second).not.toBe(first)
  const theirs = open.world.browser()
  await theirs.open(second)
  const walk = accepting(open.world, theirs, { ...person, given: 'Millicent' } as never)
  await walk.until(undefined)
  expect(await holdersOf(person)).toEqual(['self'])

  await agent.open(desk.url(other.at))
  await agent.sendTo('/invite', { reason })
  await agent.open(desk.url(agent.page.links.find(({ href }) => href.includes('/invitations/'))?.href ?? ''))
  await agent.sendTo('/take-back', { reason: 'sent by mistake' })
  expect(agent.page.text).toContain(say('console.notice.invitation-taken-back'))
  expect(agent.page.text).toContain(say('console.invitations.state.revoked'))
  const stranger = open.world.browser()
  await stranger.open(await invitationLink(open.world, other.email))
  await stranger.submit().catch(() => undefined)
  expect(stranger.current?.body).not.toContain(other.email)
  expect(await holdersOf(other)).toEqual([])
})

describe('records from a file', () => {
  const header = 'source_id,record_number,given_name,family_name,birth_date,sex'
  const file = (content: string) => ({ field: 'file', name: 'patients.csv', content })

  test('are taken, and what is left out is told line by line; the same file again changes nothing', async () => {
    const agent = await desk.signsIn(desk.staff('owner', 'northside'), '/console/records')
    await agent.open(desk.url('/console/records/import'))
    await agent.sendFile('/import', {}, file(''))
    expect(agent.page.text).toContain(say('console.import.file.wanted'))
    const rows = ['c-1,MRN-C-1,Theodora,Wetherby,1971-02-03,female', 'c-2,MRN-C-2,Theodora,Wetherby,1971-02-30,female']
    await agent.sendFile('/import', {}, file(`${header}\n${rows.join('\n')}\n`))
    expect(agent.page.heading).toBe(say('console.import.done'))
    expect(agent.page.text).toContain(say('console.import.partly', { count: 1 }))
    expect(agent.page.text).toContain(say('console.import.why.birth-date-not-real'))
    notes('record number', 'MRN-C-1')

    await agent.open(desk.url('/console/records'))
    await agent.sendTo('/search', { by: 'record_number', value: 'MRN-C-1', reason })
    expect(agent.page.text).toContain('Theodora Wetherby')
    await agent.open(desk.url('/console/records/import'))
    await agent.sendFile('/import', {}, file(`${header}\n${rows[0]}\n`))
    expect(agent.page.text).toContain(say('console.import.fine'))
    expect(agent.page.text).toMatch(new RegExp(`${say('console.import.unchanged')} 1\\b`))
  })

  test('that make no sense, are too large, or come from somebody else change nothing', async () => {
    const before = await pool().query('select count(*) from patients')
    const agent = await desk.signsIn(desk.staff('owner', 'northside'), '/console/records/import')
    await agent.sendFile('/import', { format: 'csv' }, file('name,birthday\nTheodora,1971\n'))
    expect(agent.current?.status).toBe(422)
    expect(agent.page.text).toContain(say('console.import.unreadable', { detail: 'line 1' }).replace(/line 1$/, ''))
    expect(agent.page.text).toContain('line 1')
    const stranger = open.world.browser()
    stranger.current = agent.current
    await agent.sendFile('/import', {}, file(`${header}\n${'x'.repeat(17 * 1024 * 1024)}`))
    expect(agent.page.text).toContain(say('console.notice.file-unread'))
    await stranger.sendFile('/import', {}, file(`${header}\nc-9,MRN-C-9,Theodora,Wetherby,1971-02-03,female\n`))
    expect(stranger.current?.status).toBe(403)
    const help = await desk.signsIn(clerk, '/console/records/import')
    await help.sendFile('/import', {}, file(`${header}\nc-9,MRN-C-9,Theodora,Wetherby,1971-02-03,female\n`))
    expect(help.current?.status).toBe(403)
    expect(await pool().query('select count(*) from patients')).toMatchObject({ rows: before.rows })
  })

  test('every reason why a line is left out has words', () => {
    for (const why of Object.keys(rejections)) expect(Object.keys(consoleTexts)).toContain(`console.import.why.${why}`)
  })
})
