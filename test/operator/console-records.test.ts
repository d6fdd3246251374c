/** Audit trail, messages and charts at the console, over HTTP without scripts. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { recordAudit } from '../../src/operations/audit.ts'
import { sealAudit, verifyAudit } from '../../src/operations/audit-seal.ts'
import { countMessages } from '../../src/operations/event-counts.ts'
import { newId, now } from '../../src/platform/index.ts'
import type { Agent } from '../driver/agent.ts'
import { wordsIn } from '../driver/words.ts'
import { castOf } from './cast.ts'
import { type Desk, deskOf } from './console-desk.ts'
import { type OperatorWorld, openOperatorWorld } from './world.ts'

let open: OperatorWorld
let desk: Desk
beforeAll(async () => {
  open = await openOperatorWorld()
  desk = deskOf(open)
}, 60_000)
afterAll(() => open.close())

const say = wordsIn('en')
const house = () => open.world.app.house
const pool = () => open.world.database.pool
const addressOf = (agent: Agent) => new URL(agent.current?.url ?? '')
const settle = async () => {
  await sealAudit(house())
  await countMessages(house())
}
const countOf = async (type: string): Promise<number> =>
  (await pool().query('select count(*)::int as count from audit_events where type = $1', [type])).rows[0].count

/** By somebody who may do anything to the database. */
async function forge(statement: string): Promise<string> {
  const client = await pool().connect()
  try {
    await client.query('alter table audit_events disable trigger user')
    const { rows } = await client.query(statement)
    return rows[0]?.position
  } finally {
    await client.query('alter table audit_events enable trigger user')
    client.release()
  }
}

describe('charts on the overview', () => {
  test('nothing yet is said; then sign-ins, steps, failures and delivery as they were, for the days that are chosen', async () => {
    await pool().query('truncate event_counts')
    const agent = await desk.signsIn(desk.staff('viewer'))
    for (const empty of ['no-sign-ins', 'no-failures', 'no-messages'])
      expect(agent.page.text).toContain(say(`console.charts.${empty}`))
    expect(agent.current?.body).not.toMatch(/<svg[^>]*class="picture"/)
    const wrong = open.world.browser()
    await wrong.open(desk.url('/console'))
    await wrong.submit({ username: open.patient.username, password: 'no word of theirs', passkey_ready: '' })
    await settle()
    await agent.open(desk.url('/console?days=7&flow=sign-in'))
    const { text } = agent.page
    expect(text).toContain(say('console.charts.funnel', { flow: say('console.flow.sign-in') }))
    expect(text).toContain(say('console.step.password'))
    expect(text).toContain(`${say('console.flow.sign-in')}, ${say('console.step.password')}`)
    expect(text).toContain(say('console.why.sign-in-failed'))
    expect(agent.current?.body).toMatch(/<svg[^>]*class="picture"/)
    const days = (body = '') => (body.match(/<th scope="row">[A-Z][a-z]{2} \d+<\/th>/g) ?? []).length
    expect(days(agent.current?.body)).toBe(7)
    await agent.open(desk.url('/console?days=90&flow=nothing'))
    expect(days(agent.current?.body)).toBe(90)
    await agent.open(desk.url('/console?days=every'))
    expect(days(agent.current?.body)).toBe(30)
  })

  test('an operator of another clinic counts nothing of this one', async () => {
    await recordAudit(house().db, house(), {
      type: 'access-code.issued',
      outcome: 'failure',
      organizationId: 'northside',
      correlationId: newId(),
      details: { problem: 'no-contact' },
    })
    await settle()
    const failure = say('console.why.no-contact')
    const north = await desk.signsIn(desk.staff('viewer', 'northside'))
    expect(north.page.text).toContain(failure)
    const south = await desk.signsIn(desk.staff('viewer', 'southside'))
    expect(south.page.text).not.toContain(failure)
  })
})

describe('the audit trail', () => {
  test('is searched by person, kind, actor, reference and day; a mistake is said and stays in its field', async () => {
    const { accountId } = await castOf(open).account('rosalinda.audited')
    const agent = await desk.signsIn(desk.staff('security', 'northside'), '/console/audit/person')
    await agent.sendTo('/find', { by: 'username', value: 'rosalinda.audited', reason: 'asked by privacy' })
    expect(addressOf(agent).search).toBe(`?account=${accountId}`)
    expect(agent.page.text).toContain('help-desk.looked-up')
    const events = async (search: string) => {
      await agent.open(desk.url(`/console/audit?${search}`))
      return agent.page.links.filter(({ href }) => /\/console\/audit\/[0-9a-f-]{36}$/.test(href))
    }
    const [first] = await events(`account=${accountId}&type=help-desk.looked-up`)
    expect(await events(`account=${accountId}&actor=client:nobody`)).toEqual([])
    expect(agent.page.text).toContain(say('console.audit.none'))
    const today = now().toISOString().slice(0, 10)
    expect((await events(`account=${accountId}&from=${today}&to=${today}`)).length).toBeGreaterThan(0)
    expect(await events(`account=${accountId}&to=2020-01-01`)).toEqual([])
    await events('account=nobody')
    expect(agent.page.text).toContain(say('console.audit.account.wanted'))
    await events('reference=12')
    expect(agent.page.text).toContain(say('console.audit.reference.wanted'))
    await events('account=nobody')
    expect(agent.page.forms.find(({ method }) => method === 'get')?.fields.account).toBe('nobody')
    await events('from=2026-02-30')
    expect(agent.page.text).toContain(say('console.audit.day.wanted'))

    const reads = await countOf('audit.read')
    await agent.open(desk.url(first?.href ?? ''))
    expect(agent.page.heading).toBe('help-desk.looked-up')
    expect(agent.page.text).toContain('asked by privacy')
    expect(await countOf('audit.read')).toBe(reads + 1)
    const south = await desk.signsIn(desk.staff('security', 'southside'), first?.href ?? '')
    expect(south.current?.status).toBe(404)
    const clerk = await desk.signsIn(desk.staff('help-desk', 'northside'), '/console/audit')
    expect(clerk.current?.status).toBe(403)
  })

  test('goes on by cursor, and leaves as a file that is audited', async () => {
    for (let count = 0; count < 30; count += 1)
      await recordAudit(house().db, house(), {
        type: 'test.counted',
        outcome: 'success',
        organizationId: 'northside',
        correlationId: newId(),
      })
    const agent = await desk.signsIn(desk.staff('security'), '/console/audit?type=test.counted')
    const rows = () => agent.page.links.filter(({ text }) => text === 'test.counted').length
    expect(rows()).toBe(25)
    await agent.open(agent.page.links.find(({ text }) => text === say('view.console.next'))?.href ?? '')
    expect(rows()).toBe(5)
    const exports = await countOf('audit.exported')
    await agent.open(desk.url('/console/audit/export?type=test.counted&format=csv'))
    expect(agent.current?.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(agent.current?.headers.get('content-disposition')).toBe('attachment; filename="audit.csv"')
    expect(agent.current?.body.split('\n')).toHaveLength(32)
    await agent.open(desk.url('/console/audit/export?type=test.counted&format=ndjson'))
    const lines = agent.current?.body.trim().split('\n') ?? []
    expect(lines.map(line => JSON.parse(line).type)).toEqual(Array.from({ length: 30 }, () => 'test.counted'))
    expect(await countOf('audit.exported')).toBe(exports + 2)
    // what cannot be searched by is no file of everything
    const refused = await agent.open(desk.url('/console/audit/export?account=nobody&format=csv'))
    expect(refused.status).toBe(400)
  })

  test('is checked from the console: what is not chained yet, and the first break', async () => {
    await settle()
    const agent = await desk.signsIn(desk.staff('security'), '/console/audit')
    await agent.open(desk.url('/console/audit/verify'))
    await settle()
    await agent.sendTo('/verify')
    expect(agent.page.text).toContain(say('console.audit.verify.intact'))
    const position = await forge(
      `update audit_events set type = 'test.forged' where position =
       (select min(position) from audit_events where type = 'test.counted') returning position`,
    )
    await agent.sendTo('/verify')
    expect(agent.page.text).toContain(say('console.audit.verify.bad.altered', { position }))
    await forge(`update audit_events set type = 'test.counted' where type = 'test.forged'`)
    const north = await desk.signsIn(desk.staff('security', 'northside'), '/console/audit')
    expect(north.page.links.some(({ href }) => href.endsWith('/verify'))).toBe(false)
  })

  test('is checked a part at a time: the parts are the whole, and a break is found in its part', async () => {
    await settle()
    const whole = await verifyAudit(house())
    let checked = 0
    let from: NonNullable<Parameters<typeof verifyAudit>[1]>['from']
    do {
      const part = await verifyAudit(house(), { limit: 7, ...(from ? { from } : {}) })
      expect(part.firstBad).toBeUndefined()
      expect(part.checked).toBeLessThanOrEqual(7)
      checked += part.checked
      from = part.next
    } while (from)
    expect(checked).toBe(whole.checked)
    const first = await verifyAudit(house(), { limit: 7 })
    await forge(`update audit_events set type = 'test.forged' where position = 9`)
    expect(await verifyAudit(house(), { limit: 7 })).toMatchObject({ checked: 7 })
    expect(await verifyAudit(house(), { limit: 7, from: first.next as never })).toMatchObject({
      checked: 1,
      firstBad: { position: '9', reason: 'altered' },
    })
    const token = await open.signIn(desk.staff('security'))
    const ask = async (search: string) =>
      (await open.call({ method: 'POST', path: `/admin/v1/audit-events/verify?${search}`, token })).json
    const part = await ask('limit=5')
    expect(part).toMatchObject({ intact: true, checked: 5, next: expect.any(String) })
    expect(await ask(`limit=5&cursor=${part.next}`)).toMatchObject({ intact: false, first_bad: { position: '9' } })
    expect(await ask('cursor=nonsense')).toMatchObject({ status: 400 })
  })
})

describe('messages', () => {
  const failed = async (failure: string) => {
    const { db } = house()
    const row = await db.selectFrom('messages').selectAll().orderBy('id').limit(1).executeTakeFirstOrThrow()
    await db
      .insertInto('messages')
      .values({ ...row, id: newId(), state: 'failed', failure, organization_id: 'northside', counted: true })
      .execute()
  }

  test('are listed by what became of them, in words, with no code and no number', async () => {
    const who = desk.staff('help-desk', 'northside')
    const agent = await desk.signsIn(who, '/console/messages')
    await failed('landline')
    await failed('status-503')
    await agent.open(desk.url('/console/messages?state=failed'))
    expect(agent.page.text).toContain(say('console.word.landline'))
    expect(agent.page.text).toContain(say('console.messages.answered', { number: '503' }))
    await agent.open(desk.url('/console/messages'))
    expect(agent.page.text).toContain(say('console.word.one-time-code'))
    expect(agent.current?.body).not.toContain(await open.world.inbox.latestCode(who.phone))
    expect(agent.current?.body).not.toContain(who.phone.slice(-7))
    await agent.open(desk.url('/console/messages?state=failed&channel=email'))
    expect(agent.page.text).toContain(say('console.messages.none'))
  })

  test('a test goes to the operator’s own phone, in the list too, and not more than five an hour', async () => {
    const who = desk.staff('help-desk', 'northside')
    const agent = await desk.signsIn(who, '/console/messages')
    await agent.sendTo('/test', { channel: 'email' })
    expect(agent.page.text).toContain(say('console.problem.no-contact'))
    await agent.sendTo('/test', { channel: 'sms' })
    expect(agent.page.text).toContain(say('console.notice.test-sent'))
    expect(agent.page.text).toContain(say('console.word.test'))
    const [sent] = await open.world.inbox.messages(who.phone)
    expect(sent?.text).toContain('test message')
    for (let count = 1; count < 5; count += 1) await agent.sendTo('/test', { channel: 'voice' })
    await agent.sendTo('/test', { channel: 'voice' })
    expect(agent.page.text).toContain(say('console.problem.too-many-tests'))
    const tests = (await open.world.inbox.messages(who.phone)).filter(({ text }) => /test message/.test(text))
    expect(tests).toHaveLength(5)
    expect(await countOf('operator-api.messages.test')).toBeGreaterThanOrEqual(6)
    const viewer = await desk.signsIn(desk.staff('viewer', 'northside'), '/console/messages')
    expect(viewer.page.forms.some(({ action }) => action.endsWith('/test'))).toBe(false)
    expect(viewer.page.links.some(({ href }) => href.startsWith('/console/people/'))).toBe(false)
  })
})
