import { afterEach, describe, expect, test } from '@jest/globals'
import type { Envelope, Gateway, SendResult } from '../../src/delivery/index.ts'
import { createProviders } from '../../src/delivery/providers.ts'
import { createCircuit, createLogger, createMetrics } from '../../src/platform/index.ts'
import { clock } from '../driver/clock.ts'

/** Who is asked, in which order, and who never: docs/decisions/fail-over.md. */
const envelope: Envelope = { to: '+13125550199', text: 'your code is 012345', language: 'en' }
const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1) + seconds * 1000)
afterEach(() => clock.reset())

describe('a circuit', () => {
  const rule = { failures: 3, seconds: 30 }

  test('opens after so many failures in a row; a success begins the count anew', () => {
    const circuit = createCircuit(rule)
    for (const outcome of ['failed', 'failed', 'well', 'failed', 'failed'] as const) circuit.note(outcome, at(0))
    expect(circuit.admits(at(0))).toBe(true)
    circuit.note('failed', at(0))
    expect([circuit.isOpen(), circuit.admits(at(29))]).toEqual([true, false])
  })

  test('opens at one call without an answer', () => {
    const circuit = createCircuit(rule)
    circuit.note('slow', at(0))
    expect(circuit.admits(at(1))).toBe(false)
  })

  test('lets one call probe, and closes when that goes well', () => {
    const circuit = createCircuit(rule)
    circuit.note('slow', at(0))
    expect([circuit.admits(at(30)), circuit.admits(at(30))]).toEqual([true, false])
    circuit.note('well', at(31))
    expect([circuit.isOpen(), circuit.admits(at(31))]).toEqual([false, true])
  })

  test('doubles its pause with each probe that fails, up to ten times', () => {
    const circuit = createCircuit(rule)
    circuit.note('slow', at(0))
    let opened = 0
    const pauses: number[] = []
    for (let probe = 0; probe < 6; probe += 1) {
      let second = opened
      while (!circuit.admits(at(second))) second += 10
      pauses.push(second - opened)
      circuit.note('failed', at(second))
      opened = second
    }
    expect(pauses).toEqual([30, 60, 120, 240, 300, 300])
  })

  test('calls that were under way when it opened do not lengthen the pause', () => {
    const circuit = createCircuit(rule)
    for (let call = 0; call < 4; call += 1) circuit.note('slow', at(call))
    expect(circuit.admits(at(30))).toBe(true)
  })
})

/** Gateways that answer what they are told to, and what each was asked. */
function providers(answers: Record<string, SendResult | (() => Promise<SendResult>)>, callsAtOnce = 4) {
  const asked: string[] = []
  const gateways = Object.entries(answers).map(
    ([name, answer]): Gateway => ({
      name,
      channels: ['sms'],
      async send(_channel, id) {
        asked.push(`${name} ${id}`)
        return typeof answer === 'function' ? answer() : answer
      },
    }),
  )
  const metrics = createMetrics({ processMetrics: false })
  const post = createProviders({
    gateways: { sms: gateways, voice: [], email: [] },
    log: createLogger({ level: 'silent' }),
    metrics,
    timeoutMs: 50,
    callsAtOnce,
    circuit: { failures: 2, seconds: 30 },
  })
  return {
    asked,
    metrics,
    post: (id = 'm1', heldBy?: string) => post({ id, channel: 'sms', envelope, ...(heldBy ? { heldBy } : {}) }),
  }
}
const sent: SendResult = { kind: 'sent', reference: 'R1' }
const never = () => new Promise<SendResult>(() => {})

describe('the next provider', () => {
  test.each<SendResult>([
    { kind: 'busy', reason: 'unreachable' },
    { kind: 'busy', reason: 'status-503' },
    { kind: 'refused', reason: 'rejected' },
    { kind: 'refused', reason: 'unconfigured' },
  ])('takes at once what the first surely did not: %j', async answer => {
    const { post, asked } = providers({ first: answer, second: sent })
    expect(await post()).toEqual({ provider: 'second', result: sent })
    expect(asked).toEqual(['first m1', 'second m1'])
  })

  test.each<SendResult>([
    { kind: 'refused', reason: 'stopped' },
    { kind: 'refused', reason: 'landline' },
    { kind: 'refused', reason: 'invalid-number' },
    { kind: 'unanswered', reason: 'cut-off' },
  ])('is not asked after %j', async answer => {
    const { post, asked } = providers({ first: answer, second: sent })
    expect(await post()).toEqual({ provider: 'first', result: answer })
    expect(asked).toEqual(['first m1'])
  })

  test('is not asked for what a hung one may have taken, but for everything after it', async () => {
    const { post, asked } = providers({ first: never, second: sent })
    expect(await post('m1')).toEqual({ provider: 'first', result: { kind: 'unanswered', reason: 'timeout' } })
    expect(await post('m1', 'first')).toMatchObject({ provider: 'first' })
    expect(await post('m2')).toEqual({ provider: 'second', result: sent })
    expect(asked).toEqual(['first m1', 'first m1', 'second m2'])
  })

  test('takes over while the first has no place left', async () => {
    const { post } = providers({ first: never, second: sent }, 1)
    const hanging = post('m1')
    expect(await post('m2')).toMatchObject({ provider: 'second' })
    await hanging
  })
})

test('a paused provider is passed over, then probed by one call, and comes back', async () => {
  let answer: SendResult = { kind: 'busy', reason: 'unreachable' }
  const { post, asked } = providers({ first: async () => answer, second: sent })
  for (const id of ['m1', 'm2', 'm3']) await post(id)
  expect(asked.filter(call => call.startsWith('first'))).toEqual(['first m1', 'first m2'])
  clock.advance(31)
  answer = sent
  expect(await post('m4')).toMatchObject({ provider: 'first' })
  expect(await post('m5')).toMatchObject({ provider: 'first' })
})

test('where all are paused the first is asked all the same, once', async () => {
  const busy: SendResult = { kind: 'busy', reason: 'unreachable' }
  const { post, asked } = providers({ first: busy, second: busy })
  for (const id of ['m1', 'm2']) await post(id)
  expect(await post('m3')).toEqual({ provider: 'first', result: busy })
  expect(asked.at(-1)).toBe('first m3')
  expect(asked).toHaveLength(5)
})

test('a channel without a provider is unconfigured, and one whose provider is gone from the settings as well', async () => {
  const result = { kind: 'refused', reason: 'unconfigured' }
  expect(await providers({}).post()).toEqual({ provider: 'none', result })
  expect(await providers({ first: sent }).post('m1', 'gone')).toEqual({ provider: 'none', result })
})

test('metrics tell what came of each provider, and no more', async () => {
  const { post, metrics } = providers({ first: { kind: 'busy', reason: 'unreachable' }, second: sent })
  for (const id of ['m1', 'm2']) await post(id)
  const { body } = await metrics.render()
  expect(body).toContain('vestibule_deliveries_total{channel="sms",gateway="first",outcome="unreachable"} 2')
  expect(body).toContain('vestibule_deliveries_total{channel="sms",gateway="second",outcome="sent"} 2')
  expect(body).toContain('vestibule_gateway_paused{channel="sms",gateway="first"} 1')
  expect(body).not.toMatch(/3125550199|012345|m1/)
})
