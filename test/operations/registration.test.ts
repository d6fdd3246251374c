import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { z } from 'zod'
import { commonLimits, createFlowEngine, defineStep, type Flow } from '../../src/flow-engine/index.ts'
import { type Registration, registerAccount } from '../../src/operations/registration.ts'
import { newId, now } from '../../src/platform/index.ts'
import { openTestHouse, type TestHouse } from '../driver/house.ts'
import { importPatient } from '../driver/people.ts'

let open: TestHouse
beforeAll(async () => {
  open = await openTestHouse('registration')
})
afterAll(() => open.close())

class Refused extends Error {}

test('a hundred registrations of one record at once: one self account', async () => {
  const { house } = open
  const phone = '+13125550173'
  const patientId = await importPatient(house, {
    given: 'Ottoline',
    family: 'Ravenscroft',
    birthDate: '1966-06-06',
    phone,
  })
  const passwordHash = await house.hasher.hash('violet otter kelp')
  const registration = (count: number): Registration => ({
    person: {
      profile: { given: 'Ottoline', family: 'Ravenscroft' },
      username: `ottoline-${count}`,
      passwordHash,
      language: 'en',
      termsVersion: 'test',
      phone,
      securityOption: 'text-code',
      notices: {},
    },
    details: { given: 'Ottoline', family: 'Ravenscroft', sex: 'female', birth_date: '1966-06-06', phone },
    ending: { kind: 'linked', patientId },
    organization: 'northside',
    journey: { flowId: newId(), reference: 'AAA-AAA', ip: '192.0.2.1', device: 'test' },
  })
  const results = await Promise.allSettled(
    Array.from({ length: 100 }, (_, count) =>
      house.db.transaction().execute(async tx => {
        const result = await registerAccount(tx, house, registration(count), now())
        if (result.kind === 'refused') throw new Refused(result.problem)
      }),
    ),
  )
  const refused = results.filter(result => result.status === 'rejected')
  expect(new Set(refused.map(result => (result.reason as Error).message))).toEqual(new Set(['register-account-exists']))
  expect(refused).toHaveLength(99)
  const links = await house.db.selectFrom('account_links').selectAll().where('patient_id', '=', patientId).execute()
  expect(links).toHaveLength(1)
  // whoever lost left nothing behind
  const accounts = await house.db.selectFrom('accounts').select('id').execute()
  expect(accounts).toEqual([{ id: links[0]?.account_id }])
})

test('a step that answers every so often does so however long its work took, and where it fails', async () => {
  let clock = 0
  const waits: number[] = []
  const timer = {
    monotonic: () => clock,
    wait: async (milliseconds: number) => {
      waits.push(milliseconds)
      clock += milliseconds
    },
  }
  const facts = z.object({ done: z.literal(true) })
  const slow = defineStep<z.output<typeof facts>, object>()({
    name: 'slow',
    needs: [],
    gives: ['done'],
    required: () => true,
    input: z.object({ takes: z.coerce.number(), how: z.string() }),
    limits: [],
    answersEvery: () => 800,
    page: () => ({ kind: 'notice', tone: 'plain', name: 'slow', title: { id: 'verify.title' } }),
    async handle(_context, _facts, _scene, { takes, how }) {
      clock += takes
      if (how === 'fails') throw new Error('the index is away')
      return how === 'denied' ? { kind: 'deny', problem: 'test' } : { kind: 'retry', problem: 'test' }
    },
  })
  const flow: Flow<z.output<typeof facts>, object> = {
    name: 'paced',
    ttl: 600,
    facts,
    given: [],
    steps: [slow],
    scene: async () => ({}),
    complete: async () => ({ kind: 'done' }),
  }
  const engine = createFlowEngine({ house: open.house, flows: [flow], limits: commonLimits, timer })
  const took = async (takes: string, how: string): Promise<number> => {
    const began = clock
    const request = {
      address: { by: 'name', flow: 'paced', ask: { organization: 'northside' } } as const,
      browser: newId(),
      visitor: { ip: '192.0.2.1', userAgent: 'test', language: 'en' as const },
    }
    await engine.submit(request, 'slow', { takes, how }).catch(() => {})
    return clock - began
  }
  expect(await took('3', 'denied')).toBe(800)
  expect(await took('790', 'retried')).toBe(800)
  expect(await took('40', 'fails')).toBe(800)
  // beyond it the next multiple: a very slow one says little more
  expect(await took('900', 'denied')).toBe(1600)
  expect(waits).toHaveLength(4)
})
