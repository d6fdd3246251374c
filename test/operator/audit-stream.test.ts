/** The trail for programs that follow it: everything once, in order, and nobody in it. */
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { recordAudit } from '../../src/operations/audit.ts'
import { sealAudit } from '../../src/operations/audit-seal.ts'
import { openAuditWebhook, streamViews } from '../../src/operations/audit-stream/index.ts'
import { findStreamEvents } from '../../src/store/audit-stream.ts'
import { findCanaries, hasCanaries } from '../driver/canaries.ts'
import { openWebhookReceiver } from '../driver/webhook-receiver.ts'
import { castOf } from './cast.ts'
import { type ApiAnswer, type OperatorWorld, openOperatorWorld, type Staff } from './world.ts'

let open: OperatorWorld
let token: string
beforeAll(async () => {
  open = await openOperatorWorld()
  const cast = castOf(open)
  token = await open.signIn(open.staff.find(({ name }) => name === 'security-all') as Staff)
  const patient = await cast.patient()
  await cast.invitation(patient)
  await cast.application()
  await cast.prospect()
  await cast.account('ottilie.streams')
  const owner = await open.signIn(open.owner)
  const body = { organization: 'northside', patient, channel: 'letter', reason: 'Mrs Quackenbush asked at the desk' }
  await open.call({ method: 'POST', path: '/admin/v1/access-codes', token: owner, body })
  await sealAudit(open.world.app.house)
}, 60_000)
afterAll(() => open.close())

const ask = (search = '', by = token) => open.call({ path: `/admin/v1/audit-events/stream${search}`, token: by })
const linesOf = ({ text }: ApiAnswer) =>
  text
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line))

test('small pieces are the whole, in order, each event once; and it goes on where it stopped', async () => {
  const whole = linesOf(await ask('?limit=10000'))
  const last = whole.pop()
  expect(last).toEqual({ next: expect.stringMatching(/^\d+-[0-9a-f]{16}$/), more: false })
  expect(whole.length).toBeGreaterThan(20)
  expect(whole.map(({ position }) => Number(position))).toEqual(whole.map((_, index) => index + 1))
  const pieces = []
  for (let after = '', isMore = true; isMore; ) {
    const lines = linesOf(await ask(`?limit=7${after}`))
    const { next, more } = lines.pop()
    pieces.push(...lines)
    after = `&after=${next}`
    isMore = more
  }
  expect(pieces).toEqual(whole)
  expect(linesOf(await ask(`?after=${last.next}`))).toEqual([last])
  await castOf(open).application()
  await sealAudit(open.world.app.house)
  const [event] = linesOf(await ask(`?after=${last.next}`))
  expect(event).toMatchObject({ position: String(whole.length + 1), type: 'application.submitted' })
})

test('a cursor of another chain is refused: after a backup was put back, places are taken anew', async () => {
  const last = linesOf(await ask('?limit=5')).at(-1)
  const other = last.next.replace(/.$/, (digit: string) => (digit === '0' ? '1' : '0'))
  for (const after of [other, '5', '999999999-0123456789abcdef', 'anything']) {
    const answer = await ask(`?after=${after}`)
    expect([answer.status, answer.json.type]).toEqual([400, 'urn:vestibule:problem:invalid-cursor'])
  }
})

test('whoever sees one clinic follows that clinic', async () => {
  const south = await open.signIn(open.staff.find(({ name }) => name === 'security-southside') as Staff)
  const { house } = open.world.app
  const entry = { type: 'access-code.issued', outcome: 'success', correlationId: 'test' } as const
  for (const organizationId of ['southside', 'northside', 'southside'])
    await recordAudit(house.db, house, { ...entry, organizationId })
  await sealAudit(open.world.app.house)
  const lines = linesOf(await ask('?limit=10000', south))
  expect(lines.pop()).toMatchObject({ more: false })
  // seeding southside's own people may have left something there too
  expect(new Set(lines.map(({ organization }) => organization))).toEqual(new Set(['southside']))
  expect(lines.filter(({ type }) => type === entry.type)).toHaveLength(2)
})

test('nobody can be told from it, pulled or sent: neither names nor ids nor addresses', async () => {
  const receiver = await openWebhookReceiver()
  const { house } = open.world.app
  const webhook = { url: receiver.url, secrets: [receiver.secret] }
  const sender = openAuditWebhook({
    ...house,
    settings: { ...house.settings, audit: { ...house.settings.audit, webhook } },
  })
  try {
    await sender?.send()
    await open.world.database.pool.query('update audit_webhook set position = 0')
    expect(await sender?.send()).toBeGreaterThan(20)
  } finally {
    await sender?.close()
    await receiver.shut()
  }
  const { text } = await ask('?limit=10000')
  expect(hasCanaries()).toBe(true)
  for (const all of [text, ...receiver.received.map(({ body }) => body)]) {
    expect(findCanaries(new Set([all]))).toEqual([])
    for (const { accountId } of [...open.staff, open.patient]) expect(all).not.toContain(accountId)
    expect(all).not.toContain('127.0.0.1')
    expect(all).not.toContain('Quackenbush')
  }
  // the same person is the same pseudonym, and another is another
  const lines = linesOf(await ask('?limit=10000'))
  const signedIn = lines.filter(({ type }) => type === 'account.signed-in')
  expect(signedIn.every(({ actor, account }) => actor === account && /^[\w-]{22}$/.test(account))).toBe(true)
  expect(new Set(signedIn.map(({ account }) => account)).size).toBe(3)
})

test('the settings may let ids and details out', async () => {
  const { house } = open.world.app
  const rows = await findStreamEvents(house.db, { after: '0', upTo: '10000', limit: 1000 })
  const views = rows.map(streamViews(house.sealer, ['ids', 'details']))
  const signedIn = views.find(({ type }) => type === 'account.signed-in')
  expect(signedIn).toMatchObject({ details: { factors: ['password', 'text-code'] } })
  expect(open.staff.map(({ accountId }) => accountId)).toContain(signedIn?.account)
})
