import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  accountSubject,
  contactOffer,
  type Factor,
  type FactorContext,
  factorOf,
  factors,
  factorTexts,
  type Offer,
  type Verdict,
} from '../../src/factors/index.ts'
import { newId, now } from '../../src/platform/index.ts'
import { SoftAuthenticator } from '../driver/authenticator.ts'
import { clock } from '../driver/clock.ts'
import { appCode, enrolApp, enrolQuestion, enrolRecoveryCodes } from '../driver/enrolled.ts'
import { openTestHouse, type TestHouse } from '../driver/house.ts'
import { enrolPasskey } from '../driver/passkeys.ts'

let open: TestHouse
beforeAll(async () => {
  open = await openTestHouse('factor contract')
})
afterAll(async () => {
  clock.reset()
  await open.close()
})

const password = 'kettle orbit mango lamp'
const spokenAnswer = 'A lighthouse-keeper, on an island'
let serial = 0

/** A person who has everything, and a journey in which they are asked. */
async function person(factor: Factor) {
  serial += 1
  const phone = `+1555010${String(1000 + serial)}`
  const email = `person${serial}@clinic.example`
  const username = `person${serial}`
  const accountId = await open.seedAccount({ username, password, phone, email, factors: ['text-code', 'voice-code'] })
  const contact = factor.kind === 'email-code' ? ({ id: newId(), kind: 'email', value: email } as const) : undefined
  const scene = {
    accountId,
    hasPassword: true,
    contacts: contact ? [contact] : [{ id: 'c', kind: 'phone' as const, value: phone }],
    enrolled: [{ kind: factor.kind, contactId: contact?.id ?? 'c', detail: 'dream-job' }],
  }
  const secret = await secretOf(factor, accountId)
  const device = new SoftAuthenticator(open.house.settings.issuer)
  if (factor.options) await enrolPasskey(open.house, device, { accountId, username })
  const context: FactorContext = {
    house: open.house,
    now: now(),
    flowId: newId(),
    organization: 'northside',
    ip: '192.0.2.7',
    purpose: 'test.proof',
    subject: accountSubject(accountId, 'en'),
  }
  const offer = factor.offers(scene)[0] as Offer
  const right = async () => {
    if (factor.options) return device.get(await factor.options(context, offer))
    return factor.sends ? ((await open.codesTo(offer.to))[0] as string) : secret()
  }
  /** @returns whether anything was sent */
  const challenge = async (at: FactorContext) => {
    const before = (await open.codesTo(offer.to)).length
    const { write } = await factor.challenge(at, offer)
    if (write) await open.house.db.transaction().execute(write)
    return (await open.codesTo(offer.to)).length > before
  }
  const answer = async (typed: string, at: FactorContext = context) => settle(await factor.verify(at, offer, typed))
  return { scene, context, offer, right, challenge, answer }
}
/** What somebody knows or has who is asked by a factor that sends nothing. */
async function secretOf({ kind }: Factor, accountId: string): Promise<() => string> {
  if (kind === 'totp') {
    const app = await enrolApp(open.house, accountId)
    return () => appCode(app)
  }
  if (kind === 'recovery-code') {
    const [code = ''] = await enrolRecoveryCodes(open.house, accountId)
    return () => code
  }
  if (kind === 'security-question') {
    await enrolQuestion(open.house, accountId, spokenAnswer)
    return () => spokenAnswer
  }
  return () => password
}
/** A proof counts once its write is committed. */
const settle = async (verdict: Verdict): Promise<string> => {
  if (verdict.kind === 'refused') return verdict.problem
  try {
    if (verdict.write) await open.house.db.transaction().execute(verdict.write)
    return 'proven'
  } catch {
    return 'lost'
  }
}
const wrongFor = (right: string) =>
  /^\d{6}(\d{6})?$/.test(right) ? `${(Number(right[0]) + 1) % 10}${right.slice(1)}` : 'wrong'

describe.each(factors.map(factor => [factor.kind, factor] as const))('factor %s', (kind, factor) => {
  test('has a name, a kind of proof, and every text in every language', () => {
    expect(kind).toMatch(/^[a-z][a-z-]*$/)
    expect(factor.amr.length).toBeGreaterThan(0)
    const known = factorTexts as Record<string, { en: string; es: string }>
    for (const part of ['title', 'lead', 'choice', 'help', 'send', 'ready', 'again', 'switch']) {
      expect(known[`factor.${kind}.${part}`]?.en).toBeTruthy()
      expect(known[`factor.${kind}.${part}`]?.es).toBeTruthy()
    }
  })

  test('offers nothing to somebody who has nothing', () => {
    expect(factor.offers({ accountId: 'a', hasPassword: false, contacts: [], enrolled: [] })).toEqual([])
    // a contact that is not enrolled is no way in
    const contacts = [{ id: 'c', kind: 'phone' as const, value: '+15550100001' }]
    expect(factor.offers({ accountId: 'a', hasPassword: false, contacts, enrolled: [] })).toEqual([])
  })

  test('never shows where it sends', async () => {
    const { offer } = await person(factor)
    expect(offer.masked).not.toContain(offer.to)
    expect(offer.masked.replace(/\D/g, '').length).toBeLessThanOrEqual(2)
  })

  test('refuses a wrong answer and takes the right one', async () => {
    const { context, challenge, answer, right } = await person(factor)
    await challenge(context)
    const secret = await right()
    expect(await answer(wrongFor(secret))).not.toBe('proven')
    expect(await answer(secret)).toBe('proven')
  })

  test('an answer of another person proves nothing', async () => {
    const one = await person(factor)
    const other = await person(factor)
    await one.challenge(one.context)
    await other.challenge(other.context)
    if (!factor.sends) return
    expect(await other.answer(await one.right())).not.toBe('proven')
  })

  test('parallel guesses never exceed the budget', async () => {
    // a device signs what we made up a moment ago: there is nothing to guess, and no budget to spend
    if (factor.options) return
    const { context, challenge, offer, right } = await person(factor)
    await challenge(context)
    const secret = await right()
    // count what was compared: with the budget spent by wrong ones, the right one is refused as well
    const guesses = await Promise.all(Array.from({ length: 30 }, () => factor.verify(context, offer, wrongFor(secret))))
    expect(guesses.every(verdict => verdict.kind === 'refused')).toBe(true)
    expect(await settle(await factor.verify(context, offer, secret))).not.toBe('proven')
  })
})

describe.each(factors.filter(factor => factor.sends).map(factor => [factor.kind, factor] as const))(
  'one-time code by %s',
  (_kind, factor) => {
    test.each(['123 456', '123-456', ' 123456 '])('reads %j as people paste it', async pattern => {
      const { context, challenge, answer, right } = await person(factor)
      await challenge(context)
      const code = await right()
      expect(await answer(pattern.replace('123', code.slice(0, 3)).replace('456', code.slice(3)))).toBe('proven')
    })

    test('something else than six digits costs no try', async () => {
      const { context, challenge, answer, right } = await person(factor)
      await challenge(context)
      for (let i = 0; i < 20; i += 1) expect(await answer('12345')).toBe('code-format')
      expect(await answer(await right())).toBe('proven')
    })

    test('fifty simultaneous uses: one success', async () => {
      const { context, challenge, answer, right } = await person(factor)
      await challenge(context)
      const code = await right()
      const results = await Promise.all(Array.from({ length: 50 }, () => answer(code)))
      expect(results.filter(result => result === 'proven')).toHaveLength(1)
      expect(await answer(code)).not.toBe('proven')
    })

    test('five tries a code, also the right one after them', async () => {
      const { context, challenge, answer, right } = await person(factor)
      await challenge(context)
      const code = await right()
      for (let i = 0; i < 5; i += 1) expect(await answer(wrongFor(code))).toBe('code-wrong')
      expect(await answer(code)).toBe('code-wrong')
    })

    test('is good for one flow and one purpose', async () => {
      const { context, challenge, answer, right } = await person(factor)
      await challenge(context)
      const code = await right()
      expect(await answer(code, { ...context, flowId: newId() })).toBe('code-wrong')
      expect(await answer(code, { ...context, purpose: 'test.other' })).toBe('code-wrong')
      expect(await answer(code)).toBe('proven')
    })

    test('expires after ten minutes', async () => {
      const { context, challenge, answer, right } = await person(factor)
      await challenge(context)
      const code = await right()
      expect(await answer(code, { ...context, now: new Date(context.now.getTime() + 600_000) })).toBe('code-wrong')
    })

    test('only the newest works, and a new one does not come before 30 seconds, silently', async () => {
      const { context, challenge, answer, right, offer } = await person(factor)
      expect(await challenge(context)).toBe(true)
      const first = await right()
      expect(await challenge(context)).toBe(false)
      expect(await open.codesTo(offer.to)).toHaveLength(1)
      clock.advance(31)
      expect(await challenge({ ...context, now: now() })).toBe(true)
      const second = await right()
      if (first !== second) expect(await answer(first)).toBe('code-wrong')
      expect(await answer(second)).toBe('proven')
    })

    test('five in fifteen minutes, ten a day, whatever flow asks', async () => {
      const { context, challenge } = await person(factor)
      const sent: boolean[] = []
      for (let i = 0; i < 8; i += 1) {
        sent.push(await challenge({ ...context, flowId: newId(), now: now() }))
        clock.advance(31)
      }
      expect(sent).toEqual([true, true, true, true, true, false, false, false])
      let later = 0
      for (let i = 0; i < 12; i += 1) {
        clock.advance(600)
        if (await challenge({ ...context, flowId: newId(), now: now() })) later += 1
      }
      expect(later).toBe(5)
    })

    test('ten wrong ones in a row pause it for ten minutes; beginning again refills nothing', async () => {
      const { context, challenge, answer, right } = await person(factor)
      await challenge(context)
      const code = await right()
      for (let i = 0; i < 5; i += 1) expect(await answer(wrongFor(code))).toBe('code-wrong')
      clock.advance(31)
      const again = { ...context, flowId: newId(), now: now() }
      await challenge(again)
      const other = await right()
      for (let i = 0; i < 5; i += 1) expect(await answer(wrongFor(other), again)).toBe('code-wrong')
      expect(await answer(other, again)).toBe('code-paused')
      clock.advance(601)
      const rested = { ...context, flowId: newId(), now: now() }
      await challenge(rested)
      expect(await answer(await right(), rested)).toBe('proven')
    })
  },
)

test('texts and calls to one phone share one budget of wrong codes', async () => {
  const { context, challenge, answer, right, offer } = await person(factorOf('text-code'))
  await challenge(context)
  const code = await right()
  for (let i = 0; i < 5; i += 1) expect(await answer(wrongFor(code))).toBe('code-wrong')
  clock.advance(31)
  const called = { ...context, flowId: newId(), now: now() }
  const call = factorOf('voice-code')
  const asVoice = { ...offer, id: offer.id.replace('text-code', 'voice-code'), factor: 'voice-code' }
  const { write } = await call.challenge(called, asVoice)
  await called.house.db.transaction().execute(async tx => write?.(tx))
  const spoken = await right()
  const says = async (typed: string) => {
    const verdict = await call.verify(called, asVoice, typed)
    return verdict.kind === 'refused' ? verdict.problem : verdict.kind
  }
  for (let i = 0; i < 5; i += 1) expect(await says(wrongFor(spoken))).toBe('code-wrong')
  expect(await says(spoken)).toBe('code-paused')
  expect(await answer(spoken)).toBe('code-paused')
})

test('an offer to a contact shows its end only', () => {
  expect(contactOffer('text-code', { id: 'x', kind: 'phone', value: '+15550101242' }).masked).toBe('42')
})
