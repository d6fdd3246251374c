/** Policy: installation, population, client; each only stricter, save for exceptions that end. */
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { acrLevels, acrRank } from '../../src/core/assurance.ts'
import {
  confirmingKinds,
  looserRules,
  type PolicyException,
  type PolicyLevel,
  policyAbove,
  type Rules,
  resolvePolicy,
  secondFactorRules,
} from '../../src/core/policy.ts'

const at = new Date('2026-11-22T12:00:00Z')
const [aal1, confirmed, aal2, hardware] = acrLevels
const level = (id: PolicyLevel['id'], assurance: Rules, exceptions: PolicyException[] = []): PolicyLevel => ({
  id,
  assurance,
  exceptions,
})
const portal = { id: 'portal', assurance: {} }
const everybody = { emailConfirms: true, at }

describe('where nobody says anything', () => {
  test.each([
    ['patient', 'unknown-device'],
    ['caregiver', 'unknown-device'],
    ['provider', 'always'],
    ['staff', 'always'],
  ] as const)('%s: a second factor %s', (population, rule) => {
    const policy = resolvePolicy([], { ...everybody, population })
    expect(policy).toMatchObject({ floor: aal1, second_factor: rule, enrol_on_the_way: true, exceptions: [] })
    expect(policy.confirm).toEqual(confirmingKinds)
  })
})

describe('levels', () => {
  const levels = [level('installation', { floor: confirmed }), level('provider', { floor: aal2 })]

  test('the strictest floor of the three holds', () => {
    const floorOf = (population: 'patient' | 'provider', floor: (typeof acrLevels)[number]) =>
      resolvePolicy(levels, { ...everybody, population, client: { ...portal, assurance: { floor } } }).floor
    expect(floorOf('patient', aal1)).toBe(confirmed)
    expect(floorOf('provider', aal1)).toBe(aal2)
    expect(floorOf('provider', hardware)).toBe(hardware)
    expect(floorOf('patient', aal2)).toBe(aal2)
  })

  test('what may confirm is what every level lets, and the organization', () => {
    const some = [
      level('installation', { confirm: ['text-code', 'email-code'] }),
      level('patient', { confirm: ['email-code', 'totp'] }),
    ]
    expect(resolvePolicy(some, { ...everybody, population: 'patient' }).confirm).toEqual(['email-code'])
    expect(resolvePolicy(some, { emailConfirms: false, at, population: 'patient' }).confirm).toEqual([])
    expect(resolvePolicy([], { emailConfirms: false, at }).confirm).not.toContain('email-code')
  })
})

describe('an exception', () => {
  const exception = { name: 'old-kiosk', client: 'portal', reason: 'until the kiosk is replaced', until: '2026-11-22' }
  const levels = [
    level('installation', { floor: aal2 }, [{ ...exception, assurance: { floor: aal1 } }]),
    level('staff', { floor: aal2 }),
  ]

  test('holds for its client to the end of its last day, and is named', () => {
    const asked = { ...everybody, client: portal }
    expect(resolvePolicy(levels, asked)).toMatchObject({ floor: aal1, exceptions: ['old-kiosk'] })
    expect(resolvePolicy(levels, { ...asked, at: new Date('2026-11-23T00:00:00Z') })).toMatchObject({
      floor: aal2,
      exceptions: [],
    })
    expect(resolvePolicy(levels, { ...asked, client: { id: 'another', assurance: {} } }).floor).toBe(aal2)
  })

  test('of the installation does not loosen what a population or the client adds', () => {
    expect(resolvePolicy(levels, { ...everybody, client: portal, population: 'staff' }).floor).toBe(aal2)
    const strict = { ...portal, assurance: { floor: hardware } }
    expect(resolvePolicy(levels, { ...everybody, client: strict }).floor).toBe(hardware)
  })
})

test('a looser rule is found by its name', () => {
  const above = policyAbove(
    [level('installation', { floor: aal2, confirm: ['totp'], enrol_on_the_way: false })],
    'staff',
    at,
  )
  const loose: Rules = {
    floor: aal1,
    sensitive: aal1,
    second_factor: 'unknown-device',
    confirm: ['totp', 'text-code'],
    enrol_on_the_way: true,
  }
  expect(looserRules(above, loose)).toEqual(['floor', 'second_factor', 'confirm', 'enrol_on_the_way'])
  expect(looserRules(above, { floor: hardware, confirm: [], sensitive: aal2 })).toEqual([])
  expect(looserRules(above, {})).toEqual([])
})

test('no level can make it looser than the ones above, whatever they say', () => {
  const rules = fc.record(
    {
      floor: fc.constantFrom(...acrLevels),
      sensitive: fc.constantFrom(...acrLevels),
      second_factor: fc.constantFrom(...secondFactorRules),
      confirm: fc.subarray([...confirmingKinds]),
      enrol_on_the_way: fc.boolean(),
    },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(rules, rules, rules, fc.constantFrom('patient', 'staff'), (one, two, three, population) => {
      const levels = [level('installation', one), level(population as 'patient', two)]
      const resolved = resolvePolicy(levels, {
        ...everybody,
        population: population as 'patient',
        client: { id: 'portal', assurance: three },
      })
      const floors = [one, two, three].map(each => acrRank(each.floor ?? aal1))
      expect(acrRank(resolved.floor)).toBe(Math.max(...floors))
      for (const each of [one, two])
        if (each.confirm) expect(each.confirm).toEqual(expect.arrayContaining([...resolved.confirm]))
      if (population === 'staff' || [one, two].some(each => each.second_factor === 'always'))
        expect(resolved.second_factor).toBe('always')
    }),
  )
})
