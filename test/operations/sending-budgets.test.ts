import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { type CodeRequest, prepareCode } from '../../src/operations/verifications.ts'
import { newId, now } from '../../src/platform/index.ts'
import { clock } from '../driver/clock.ts'
import { openTestHouse, type TestHouse } from '../driver/house.ts'

/** DOMAIN "Budgets for sending": whom a stranger may make us write to, and how often. */
let open: TestHouse
const limits = {
  anonymous_network_sends: 8,
  anonymous_prefix_sends: 6,
  anonymous_spend_cents: 10,
  signed_in_spend_cents: 6,
  record_spend_cents: 4,
  text_cents: 1,
  call_cents: 4,
}
beforeAll(async () => {
  open = await openTestHouse('sending budgets', { limits })
})
afterAll(() => open.close())
beforeEach(async () => {
  await open.database.pool.query('truncate limits, messages, verifications')
})
afterEach(() => clock.reset())

let serial = 0
const number = (prefix: string) => {
  serial += 1
  return `${prefix}${String(serial).padStart(4, '0')}`
}
/** @returns whether anything was sent */
async function send(over: Partial<CodeRequest> = {}): Promise<boolean> {
  serial += 1
  const count = async () => (await open.house.db.selectFrom('messages').select('id').execute()).length
  const before = await count()
  const write = await prepareCode(
    open.house,
    {
      factor: 'email-code',
      channel: 'email',
      to: `stranger${serial}@elsewhere.example`,
      purpose: 'test',
      flowId: newId(),
      organization: 'northside',
      language: 'en',
      subject: `patient:${serial}`,
      budget: 'anonymous',
      ip: `198.51.100.${serial % 250}`,
      ...over,
    },
    now(),
  )
  await open.house.db.transaction().execute(write)
  return (await count()) > before
}
const sent = async (times: number, over: () => Partial<CodeRequest>): Promise<number> => {
  let total = 0
  for (let turn = 0; turn < times; turn += 1) if (await send(over())) total += 1
  return total
}
const text = { channel: 'sms', factor: 'text-code' } as const

describe('sends to contacts that somebody typed', () => {
  test('fifteen strangers’ addresses in one journey: five are written to, ten a day', async () => {
    const subject = 'patient:one'
    expect(await sent(15, () => ({ subject }))).toBe(5)
    clock.advance(901)
    expect(await sent(15, () => ({ subject }))).toBe(5)
    clock.advance(901)
    expect(await sent(5, () => ({ subject }))).toBe(0)
    // numbers are counted apart: five wrong addresses do not silence the phone
    expect(await send({ ...text, subject, to: number('+1312555') })).toBe(true)
  })

  test('one network address, whoever it says to be, and all of an IPv6 network', async () => {
    expect(await sent(12, () => ({ ip: '203.0.113.5', organization: 'northside' }))).toBe(8)
    serial = 0
    const six = () => ({ ip: `2001:db8:1:2::${(serial + 1).toString(16)}` })
    expect(await sent(12, six)).toBe(8)
    expect(await send({ ip: '203.0.113.6' })).toBe(true)
  })

  test('one block of numbers', async () => {
    expect(await sent(9, () => ({ ...text, to: number('+1415555') }))).toBe(6)
    expect(await send({ ...text, to: number('+1212555') })).toBe(true)
  })

  test('premium numbers never', async () => {
    expect(await send({ ...text, to: '+19005550123' })).toBe(false)
    expect(await send({ ...text, to: '+34806123456' })).toBe(false)
  })

  test('so much money a day for one organisation; mails cost none', async () => {
    let area = 200
    const call = () => {
      area += 1
      return { channel: 'voice', factor: 'voice-code', to: number(`+1${area}555`) } as const
    }
    expect(await sent(4, call)).toBe(2)
    expect(await send()).toBe(true)
    clock.advance(86_401)
    expect(await send(call())).toBe(true)
  })

  test('a decoy is counted like anybody, and costs the organisation nothing', async () => {
    const decoy = { ...text, isDecoy: true, to: '+10000000000', budget: 'anonymous' } as const
    expect(await sent(20, () => ({ ...decoy, subject: `name:${serial}` }))).toBe(20)
    let area = 300
    const real = () => {
      area += 1
      return { ...text, to: number(`+1${area}555`) }
    }
    expect(await sent(10, real)).toBe(10)
  })
})

describe('budgets are apart', () => {
  test('strangers, people who are signed in and contacts of record each have a sum of money a day', async () => {
    let area = 400
    const from = (budget: 'anonymous' | 'signed-in' | 'record') => () => {
      area += 1
      return { ...text, to: number(`+1${area}555`), budget }
    }
    expect(await sent(12, from('anonymous'))).toBe(10)
    expect(await sent(8, from('signed-in'))).toBe(6)
    expect(await sent(6, from('record'))).toBe(4)
    expect(await sent(2, () => ({ budget: 'record' }))).toBe(2)
  })

  test('a country that is not allowed gets nothing, costs nothing, and staff see why', async () => {
    const jamaica = () => ({ ...text, to: number('+1876555') })
    expect(await sent(5, jamaica)).toBe(5)
    const rows = await open.house.db.selectFrom('messages').select(['state', 'failure', 'envelope_sealed']).execute()
    expect(rows).toEqual(Array(5).fill({ state: 'failed', failure: 'country', envelope_sealed: null }))
    const { rowCount } = await open.database.pool.query("select from limits where key like 'typed-spend%'")
    expect(rowCount).toBe(0)
    await open.house.db.updateTable('organizations').set({ settings: '{"countries":["JM"]}' }).execute()
    try {
      const before = await open.codesTo('+18765550199')
      await send({ ...text, to: '+18765550199' })
      expect((await open.codesTo('+18765550199')).length).toBe(before.length + 1)
      await send({ ...text, to: '+13125550199' })
      expect(await open.codesTo('+13125550199')).toEqual([])
    } finally {
      await open.house.db.updateTable('organizations').set({ settings: '{}' }).execute()
    }
  })

  test('what strangers use up silences neither patients nor people who are signed in', async () => {
    const [to, ip] = [number('+1312555'), '203.0.113.9']
    const subject = 'patient:two'
    expect(await sent(9, () => ({ ...text, subject, to, ip, channel: serial % 2 ? 'sms' : 'voice' }))).toBeLessThan(6)
    expect(await send({ ...text, subject, to, ip, budget: 'record' })).toBe(true)
    expect(await send({ ...text, subject: 'account:two', to, ip, budget: 'signed-in' })).toBe(true)
  })

  test('a contact of record has one budget, whatever organisation a request names', async () => {
    const record = { ...text, to: number('+1312555'), subject: 'patient:three', budget: 'record' } as const
    expect(await send(record)).toBe(true)
    expect(await send({ ...record, organization: 'somewhere-else' })).toBe(false)
  })
})
