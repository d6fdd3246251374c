/**
 * The assurance table, whole: every set of up to three proofs, fresh or not, against every request, floor and policy. What
 * is expected is written here in the words of the contract and knows nothing of how the code folds.
 */
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { assess, decide, raisedTo } from '../../src/core/assessment.ts'
import { type Acr, acrLevels, acrRank, type Evidence, foldEvidence, meetsAcr } from '../../src/core/assurance.ts'
import { confirmingKinds } from '../../src/core/policy.ts'
import { levelsWith, secondFactorPolicy } from '../../src/core/sign-in-policy.ts'
import { factorOf, factors, worthOf } from '../../src/factors/index.ts'

const [aal1, confirmed, aal2, hardware] = acrLevels
const now = new Date('2026-11-22T12:00:00Z')
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000)
const fresh = ago(299)
const stale = ago(301)

/** What people give. The worth of our own factors is the one that they are registered with. */
const ours = (kind: string): Omit<Evidence, 'at'> => worthOf(factorOf(kind))
const insurer = (amr: string[], ceiling?: Acr): Omit<Evidence, 'at'> => ({
  factor: 'insurer',
  category: 'upstream',
  amr: ['fed', ...amr],
  userVerified: false,
  phishingResistant: false,
  ...(ceiling ? { ceiling } : {}),
})
const given: Readonly<Record<string, Omit<Evidence, 'at'>>> = {
  ...Object.fromEntries(factors.map(({ kind }) => [kind, ours(kind)])),
  'known-device': { ...ours('password'), factor: 'known-device', category: 'device', amr: [] },
  insurer: insurer([]),
  'insurer with its own second factor': insurer(['mfa']),
  'insurer with its own second factor, capped at one': insurer(['mfa'], aal1),
  'insurer with its own second factor, capped at two': insurer(['mfa'], aal2),
}
interface Given {
  readonly what: string
  readonly isFresh: boolean
}
const evidenceOf = ({ what, isFresh }: Given): Evidence => ({
  ...(given[what] as Omit<Evidence, 'at'>),
  at: isFresh ? fresh : stale,
})

// — what the contract says —

interface Case {
  readonly proofs: readonly Given[]
  readonly requested: readonly string[]
  readonly floor: Acr
  readonly mailConfirms: boolean
}
const signsIn = (what: string) => what === 'password' || what === 'passkey' || what.startsWith('insurer')
/** The second of two factors: text, call or authenticator app; not an answer, a mailbox or a code on paper. */
const isSecondFactor = (what: string) => ['text-code', 'voice-code', 'totp'].includes(what)
/** A passkey, or an insurer that said so and is believed that far. */
const isTwoFactors = (what: string) =>
  what === 'passkey' ||
  what === 'insurer with its own second factor' ||
  what === 'insurer with its own second factor, capped at two'
const confirms = ({ what, isFresh }: Given, mailConfirms: boolean) =>
  isFresh &&
  (isSecondFactor(what) ||
    what === 'passkey' ||
    what === 'security-question' ||
    what === 'recovery-code' ||
    (what === 'email-code' && mailConfirms))

function levelsOf({ proofs, mailConfirms }: Pick<Case, 'proofs' | 'mailConfirms'>): readonly Acr[] {
  const has = (is: (what: string) => boolean) => proofs.some(({ what }) => is(what))
  if (!has(signsIn)) return []
  const levels: Acr[] = [aal1]
  if (proofs.some(proof => confirms(proof, mailConfirms))) levels.push(confirmed)
  if (has(isTwoFactors) || has(isSecondFactor)) levels.push(aal2)
  if (has(what => what === 'passkey')) levels.push(hardware)
  return levels
}

/** The strongest requested that is met, else the strongest that lasts. */
function expectedAcr(each: Case): Acr | undefined {
  const levels = levelsOf(each)
  const wanted = each.requested
    .map(value => acrLevels.find(level => level === value))
    .filter(level => level !== undefined)
  const raised = wanted.map(level => (acrRank(level) < acrRank(each.floor) ? each.floor : level))
  const met = levels.filter(level => raised.includes(level))
  return met.at(-1) ?? levels.filter(level => level !== confirmed).at(-1)
}
/** As somebody who came from the sign-in pages is answered, where the request is essential. */
function expectedDecision(each: Case): 'enough' | 'ask' | 'unmet' {
  const levels = levelsOf(each)
  if (levels.length === 0) return 'ask'
  const known = each.requested.filter(value => acrLevels.some(level => level === value))
  const isRequestMet =
    each.requested.length === 0 ||
    known.some(value =>
      levels.some(level => level === (acrRank(value as Acr) < acrRank(each.floor) ? each.floor : value)),
    )
  return levels.includes(each.floor) && isRequestMet ? 'enough' : 'unmet'
}
const expectedMethods = ({ proofs }: Case, hasTwo: boolean): string[] => {
  const methods: Readonly<Record<string, string[]>> = {
    password: ['pwd'],
    'text-code': ['otp', 'sms'],
    'voice-code': ['otp', 'tel'],
    'email-code': ['otp'],
    'recovery-code': ['otp'],
    totp: ['otp'],
    passkey: ['user'],
    'security-question': ['kba'],
    'known-device': [],
  }
  const all = proofs.flatMap(({ what }) => methods[what] ?? ['fed'])
  return [...new Set([...all, ...(hasTwo ? ['mfa'] : [])])].sort()
}

// — against what the code says —

const atoms: Given[] = Object.keys(given).flatMap(what => [
  { what, isFresh: true },
  { what, isFresh: false },
])
function* setsOf(size: number, from = 0): Generator<Given[]> {
  if (size === 0) yield []
  else
    for (let index = from; index < atoms.length; index += 1)
      for (const rest of setsOf(size - 1, index + 1)) yield [atoms[index] as Given, ...rest]
}
const requests: readonly (readonly string[])[] = [
  [],
  [aal1],
  [confirmed],
  [aal2],
  [hardware],
  ['urn:other:gold'],
  ['urn:other:gold', aal2],
  [aal2, aal1],
  [confirmed, hardware],
  [...acrLevels],
]

describe('the assurance table', () => {
  test('knows every factor that there is', () => {
    expect(atoms).toHaveLength(2 * 13)
    expect(confirmingKinds.toSorted()).toEqual(
      factors
        .map(({ kind }) => kind)
        .filter(kind => kind !== 'password')
        .sort(),
    )
  })

  test.each([0, 1, 2, 3])(
    'sets of %i proofs: level, decision, methods and time, for every request, floor and policy',
    size => {
      const wrong: unknown[] = []
      let count = 0
      for (const proofs of setsOf(size)) {
        const evidence = proofs.map(evidenceOf)
        for (const mailConfirms of [true, false]) {
          const confirmable = confirmingKinds.filter(kind => mailConfirms || kind !== 'email-code')
          for (const floor of acrLevels)
            for (const requested of requests) {
              const each: Case = { proofs, requested, floor, mailConfirms }
              const request = { values: raisedTo(floor, requested), essential: requested.length > 0, floor }
              const assessment = assess(evidence, request, now, confirmable)
              const { assurance } = assessment
              const acr = expectedAcr(each)
              const methods = expectedMethods(each, levelsOf(each).includes(aal2))
              const authTimes = proofs.filter(({ what }) => signsIn(what)).map(proof => evidenceOf(proof).at.getTime())
              count += 1
              if (
                assurance?.acr !== acr ||
                decide(assessment, true) !== expectedDecision(each) ||
                (decide(assessment, false) === 'enough') !== (expectedDecision(each) === 'enough') ||
                (acr &&
                  (assurance?.amr.join() !== methods.join() || assurance.authTime.getTime() !== Math.max(...authTimes)))
              )
                wrong.push({ each, assurance, acr, methods, decided: decide(assessment, true) })
            }
        }
      }
      expect(wrong.slice(0, 3)).toEqual([])
      expect(count).toBe([1, 26, 325, 2600][size]! * 80)
    },
  )

  test('a known device is never a proof: it changes no level, no method and no time', () => {
    for (const proofs of setsOf(2)) {
      const without = proofs.filter(({ what }) => what !== 'known-device').map(evidenceOf)
      for (const isFresh of [true, false])
        for (const requested of requests)
          expect(foldEvidence([...without, evidenceOf({ what: 'known-device', isFresh })], { requested }, now)).toEqual(
            foldEvidence(without, { requested }, now),
          )
    }
  })
})

describe('whatever is proven, in whatever order', () => {
  const proofs = fc.array(fc.constantFrom(...atoms), { maxLength: 8 })
  const requested = fc.array(fc.constantFrom(...acrLevels, 'urn:other:gold'), { maxLength: 4 })
  const evidence = proofs.map(each => each.map(evidenceOf))
  const level = fc.constantFrom(...acrLevels)

  test('a request never lowers a floor', () => {
    fc.assert(
      fc.property(evidence, requested, level, (each, asked, floor) => {
        const values = raisedTo(floor, asked)
        for (const value of values) expect(acrRank(value)).toBeGreaterThanOrEqual(acrRank(floor))
        const assessment = assess(each, { values, essential: false, floor }, now)
        const unasked = assess(each, { values: [], essential: false, floor }, now)
        if (decide(assessment, true) === 'enough') expect(decide(unasked, true)).toBe('enough')
        if (decide(assessment, true) === 'enough') expect(meetsAcr(each, floor, now)).toBe(true)
      }),
    )
  })

  test('nothing gives a level without its evidence', () => {
    fc.assert(
      fc.property(proofs, requested, (each, asked) => {
        const acr = foldEvidence(each.map(evidenceOf), { requested: asked }, now)?.acr
        const levels = levelsOf({ proofs: each, mailConfirms: true })
        if (acr) expect(levels).toContain(acr)
        else expect(levels).toEqual([])
      }),
    )
  })

  test('one more proof never lowers what there is', () => {
    fc.assert(
      fc.property(evidence, fc.constantFrom(...atoms), requested, (each, more, asked) => {
        const after = [...each, evidenceOf(more)]
        for (const acr of acrLevels) if (meetsAcr(each, acr, now)) expect(meetsAcr(after, acr, now)).toBe(true)
        const [one, two] = [each, after].map(all => foldEvidence(all, { requested: asked }, now))
        if (!one || !two) return
        // a wish that was not met before is met now: the answer is what was wished, not what lasts
        const isNowMet = asked.includes(two.acr) && !asked.includes(one.acr)
        if (!isNowMet) expect(acrRank(two.acr)).toBeGreaterThanOrEqual(acrRank(one.acr))
        expect(two.authTime.getTime()).toBeGreaterThanOrEqual(one.authTime.getTime())
        expect(two.amr).toEqual(expect.arrayContaining([...one.amr]))
      }),
    )
  })

  test('their order does not matter', () => {
    const shuffled = proofs.chain(each =>
      fc
        .shuffledSubarray(
          each.map((_, index) => index),
          { minLength: each.length },
        )
        .map(order => [each.map(evidenceOf), order.map(index => evidenceOf(each[index] as Given))] as const),
    )
    fc.assert(
      fc.property(shuffled, requested, ([one, other], asked) => {
        expect(foldEvidence(other, { requested: asked }, now)).toEqual(foldEvidence(one, { requested: asked }, now))
      }),
    )
  })

  test('time takes away nothing but a confirmation, and that after five minutes', () => {
    fc.assert(
      fc.property(evidence, fc.integer({ min: 0, max: 100_000 }), (each, seconds) => {
        const later = new Date(now.getTime() + seconds * 1000)
        for (const acr of [aal1, aal2, hardware] as const)
          expect(meetsAcr(each, acr, later)).toBe(meetsAcr(each, acr, now))
        if (seconds > 1) expect(meetsAcr(each, confirmed, later)).toBe(false)
      }),
    )
  })

  test('nobody is asked for what cannot lift them, and whoever lacks a reachable level is asked', () => {
    const ways = fc.subarray(confirmingKinds.slice())
    fc.assert(
      fc.property(
        ways,
        requested,
        level,
        fc.boolean(),
        fc.constantFrom(undefined, aal1, aal2, hardware),
        (kinds, asked, floor, isKnownDevice, session) => {
          const reach = kinds.flatMap(kind => levelsWith(ours(kind)))
          const values = raisedTo(floor, asked)
          const answer = secondFactorPolicy({
            secondFactor: 'unknown-device',
            isKnownDevice,
            requested: values,
            floor,
            ...(session ? { session } : {}),
            hasSecond: kinds.length > 0,
            reach,
            addable: [],
          })
          expect(answer.enrolment).toBe(false)
          const lacking = (acr: Acr) => acr === confirmed || acrRank(acr) > acrRank(session ?? aal1)
          const useful = [...values, floor].some(acr => lacking(acr) && acr !== aal1 && reach.includes(acr))
          if (session && answer.second) expect(useful).toBe(true)
          if (!session && !isKnownDevice) expect(answer.second).toBe(kinds.length > 0)
          if (lacking(floor) && floor !== aal1 && reach.includes(floor)) expect(answer.second).toBe(true)
        },
      ),
    )
  })
})
