/** The receiver of the audit is away, slow of mind, or the sender dies: a batch may come twice, and none is left out. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { recordAudit } from '../../src/operations/audit.ts'
import { sealAudit } from '../../src/operations/audit-seal.ts'
import { type AuditWebhook, openAuditWebhook } from '../../src/operations/audit-stream/index.ts'
import { auditWebhookCheck } from '../../src/operations/doctor/audit-webhook.ts'
import type { House } from '../../src/operations/house.ts'
import { days, minutes, newId, now } from '../../src/platform/index.ts'
import { findAuditWebhook, findAuditWebhookLag } from '../../src/store/audit-webhook.ts'
import { clock } from '../driver/clock.ts'
import { openTestHouse, type TestHouse } from '../driver/house.ts'
import { until } from '../driver/until.ts'
import { openWebhookReceiver, type WebhookReceiver, webhookSecret } from '../driver/webhook-receiver.ts'
import { openInstallation } from './installation.ts'

let receiver: WebhookReceiver
const opened: { close(): Promise<void> }[] = []
beforeEach(async () => {
  receiver = await openWebhookReceiver()
})
afterEach(async () => {
  clock.reset()
  for (const each of opened.splice(0).reverse()) await each.close()
  await receiver.shut().catch(() => undefined)
})

async function openHouse(over: object = {}): Promise<TestHouse & { webhook: AuditWebhook }> {
  const audit = { webhook: { url: receiver.url, secrets: [receiver.secret], ...over } }
  const test = await openTestHouse('audit webhook', { audit })
  const webhook = openAuditWebhook(test.house) as AuditWebhook
  opened.push(test, webhook)
  // it begins with what happens from now on
  expect(await webhook.send()).toBe(0)
  return { ...test, webhook }
}
async function record(house: House, count: number, organizationId = 'northside'): Promise<void> {
  await house.db.transaction().execute(async tx => {
    for (let index = 0; index < count; index += 1)
      await recordAudit(tx, house, {
        type: 'access-code.issued',
        outcome: 'success',
        accountId: newId(),
        organizationId,
        correlationId: newId(),
      })
  })
  await sealAudit(house)
}
const positions = (batches = receiver.received) =>
  batches.flatMap(({ events }) => events.map(each => Number(each.position)))
const upTo = (end: number) => Array.from({ length: end }, (_, index) => index + 1)
const doctor = async ({ settings, db }: House) => (await auditWebhookCheck.run({ settings, db, at: now() } as never))[0]

test('a receiver that is away for a day gets all of it afterwards, in order, and the doctor tells meanwhile', async () => {
  const { house, webhook } = await openHouse()
  await record(house, 3)
  expect(await webhook.send()).toBe(3)
  expect(await doctor(house)).toMatchObject({ status: 'ok' })
  await receiver.shut()
  let tries = 0
  for (let hour = 0; hour < 24; hour += 1) {
    await record(house, 40)
    for (let minute = 0; minute < 60; minute += 5) {
      clock.advance(minutes(5) + 1)
      const before = await findAuditWebhook(house.db)
      expect(await webhook.send()).toBe(0)
      const after = await findAuditWebhook(house.db)
      if (after?.attempts !== before?.attempts) tries += 1
      expect(after?.position).toBe('3')
    }
  }
  // every five minutes, however long it lasts: neither less nor ever more often
  expect(tries).toBe(24 * 12)
  expect(await findAuditWebhookLag(house.db)).toMatchObject({ events: 960 })
  expect(await doctor(house)).toMatchObject({
    status: 'failed',
    says: expect.stringMatching(/^960 audit events since .* have not reached audit\.webhook\.url \(unreachable\)$/),
    fix: expect.stringContaining('nothing is lost'),
  })
  await receiver.open()
  // not before it is due
  expect(await webhook.send()).toBe(0)
  clock.advance(minutes(5))
  expect(await webhook.send()).toBe(960)
  expect(positions()).toEqual(upTo(963))
  expect(receiver.received.map(({ events }) => events.length)).toEqual([3, 40, 500, 420])
  expect(await doctor(house)).toMatchObject({ status: 'ok' })
  expect((await findAuditWebhook(house.db))?.failure).toBeNull()
})

test('what it does not take comes again as the very same message, however much happened meanwhile', async () => {
  const { house, webhook } = await openHouse()
  for (const answer of [500, 'cut', 302, 429] as const) {
    receiver.answers.push(answer)
    await record(house, 2)
    clock.advance(days(1))
    expect(await webhook.send()).toBe(0)
  }
  clock.advance(days(1))
  expect(await webhook.send()).toBe(8)
  const [first, ...others] = receiver.received
  expect(others.slice(0, 4).map(({ id, events }) => [id, events])).toEqual(
    Array.from({ length: 4 }, () => [first?.id, first?.events]),
  )
  expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(2)
  expect(positions(receiver.received.slice(4))).toEqual(upTo(8))
})

test('many senders at once send each batch once', async () => {
  const { house, webhook } = await openHouse()
  await record(house, 1200)
  const sent = await Promise.all(Array.from({ length: 8 }, () => webhook.send()))
  const rest = await webhook.send()
  expect(sent.reduce((total, count) => total + count, rest)).toBe(1200)
  expect(positions()).toEqual(upTo(1200))
})

test('of two secrets both sign; of organisations that are not wanted nothing is sent, and nobody waits for them', async () => {
  const { house, webhook } = await openHouse({
    secrets: [webhookSecret('the one that is new'), receiver.secret],
    organizations: ['southside'],
  })
  await record(house, 2)
  await record(house, 1, 'southside')
  await record(house, 1200)
  expect(await webhook.send()).toBe(1)
  expect(positions()).toEqual([3])
  expect(receiver.received[0]?.headers['webhook-signature']?.split(' ')).toHaveLength(2)
  expect((await findAuditWebhook(house.db))?.position).toBe('1203')
})

test('a sender that is killed after it sent leaves no gap: another sends the same batch again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'webhook-'))
  const file = join(folder, 'secret')
  writeFileSync(file, receiver.secret, { mode: 0o600 })
  const installation = await openInstallation({
    audit: { webhook: { url: receiver.url, secrets: [`file:${file}`] } },
    log: { level: 'silent' },
  })
  opened.push(installation, { close: async () => rmSync(folder, { recursive: true }) })
  const { house } = installation
  const webhook = openAuditWebhook(house) as AuditWebhook
  opened.push(webhook)
  await webhook.send()
  const instance = await installation.start()
  let isDead = false
  receiver.answers.push(() => {
    // it has sent, and learns of no answer
    instance.process.kill('SIGKILL')
    isDead = true
  })
  await record(house, 5)
  await until(async () => isDead, 30_000)
  await instance.end('SIGKILL')
  const stopped = (await findAuditWebhook(house.db))?.position
  expect(stopped).toBe(String(Number(receiver.received[0]?.events[0]?.position) - 1))
  // for as long as the dead one may still be at work nobody else sends
  expect(await webhook.send()).toBe(0)
  clock.advance(61)
  expect(await webhook.send()).toBeGreaterThanOrEqual(5)
  const [first, second] = receiver.received
  expect([second?.id, second?.events]).toEqual([first?.id, first?.events])
  const all = positions(receiver.received.slice(1))
  expect(all).toEqual(all.map((_, index) => Number(stopped) + 1 + index))
})
