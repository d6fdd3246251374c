import { describe, expect, test } from '@jest/globals'
import { type Acr, type Evidence, foldEvidence, meetsAcr } from '../../src/core/assurance.ts'

const now = new Date('2026-11-21T12:00:00Z')
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000)
const proof = (over: Partial<Evidence>): Evidence => ({
  factor: 'password',
  category: 'knowledge',
  amr: ['pwd'],
  userVerified: false,
  phishingResistant: false,
  at: ago(3600),
  ...over,
})
const password = proof({})
const text = proof({ factor: 'text-code', category: 'possession', amr: ['otp', 'sms'] })
const question = proof({ factor: 'question', amr: ['kba'] })
const email = proof({ factor: 'email-code', category: 'possession', amr: ['otp'], ceiling: 'urn:vestibule:aal1' })
const passkey = proof({
  factor: 'passkey',
  category: 'possession',
  amr: ['hwk', 'user'],
  userVerified: true,
  phishingResistant: true,
})
const upstream = proof({ factor: 'insurer', category: 'upstream', amr: ['fed'] })
const upstreamStrong = proof({ factor: 'insurer', category: 'upstream', amr: ['fed', 'mfa'] })
const upstreamCapped = { ...upstreamStrong, ceiling: 'urn:vestibule:aal1' as const }
const device = proof({ factor: 'known-device', category: 'device', amr: [] })
const fresh = (evidence: Evidence): Evidence => ({ ...evidence, at: ago(100) })

describe('what proofs are worth', () => {
  test.each<[string, Evidence[], Acr[]]>([
    ['nothing', [], []],
    ['a password', [password], ['aal1']],
    ['a password on a known device', [password, device], ['aal1']],
    ['a known device alone', [device], []],
    ['a text code alone', [fresh(text)], []],
    ['a question alone', [fresh(question)], []],
    ['a password and a text code, an hour ago', [password, text], ['aal1', 'aal2']],
    ['a password and a fresh text code', [password, fresh(text)], ['aal1', 'aal1:confirmed', 'aal2']],
    ['a fresh password', [fresh(password)], ['aal1']],
    ['a password and a fresh question', [password, fresh(question)], ['aal1', 'aal1:confirmed']],
    ['a password and a fresh email code', [password, fresh(email)], ['aal1', 'aal1:confirmed']],
    ['a passkey', [passkey], ['aal1', 'aal2', 'aal2:phishing-resistant']],
    ['an upstream sign-in', [upstream], ['aal1']],
    ['an upstream sign-in with its own second factor', [upstreamStrong], ['aal1', 'aal2']],
    ['the same, capped', [upstreamCapped], ['aal1']],
    ['an upstream sign-in and a text code', [upstream, text], ['aal1', 'aal2']],
  ] as unknown as [string, Evidence[], Acr[]][])('%s', (_name, evidence, levels) => {
    const all = ['aal1', 'aal1:confirmed', 'aal2', 'aal2:phishing-resistant']
    const met = all.filter(level => meetsAcr(evidence, `urn:vestibule:${level}` as Acr, now))
    expect(met).toEqual(levels)
  })
})

describe('the fold', () => {
  test.each([
    ['no request: the strongest lasting level', [password, fresh(text)], [], 'aal2'],
    ['the strongest requested that is met', [passkey], ['aal1', 'aal2'], 'aal2'],
    ['confirmed only where asked for', [password, fresh(question)], ['aal1:confirmed'], 'aal1:confirmed'],
    ['a request that is not met falls back', [password], ['aal2'], 'aal1'],
  ] as const)('%s', (_name, evidence, requested, acr) => {
    const folded = foldEvidence([...evidence], { requested: requested.map(each => `urn:vestibule:${each}`) }, now)
    expect(folded?.acr).toBe(`urn:vestibule:${acr}`)
  })

  test('drops unknown values', () => {
    expect(foldEvidence([password], { requested: ['urn:other', '1'] }, now)?.acr).toBe('urn:vestibule:aal1')
  })

  test('joins the methods and says when they are several factors', () => {
    expect(foldEvidence([password, text, device], {}, now)?.amr).toEqual(['mfa', 'otp', 'pwd', 'sms'])
  })

  test('dates from the newest full authentication, which a step-up by text is not', () => {
    expect(foldEvidence([password, fresh(text)], {}, now)?.authTime).toEqual(password.at)
    expect(foldEvidence([password, fresh(passkey)], {}, now)?.authTime).toEqual(ago(100))
  })

  test('is nothing where nobody was authenticated', () => {
    expect(foldEvidence([fresh(text), device], {}, now)).toBeUndefined()
  })

  test('lets an installation choose what confirms', () => {
    const options = { requested: ['urn:vestibule:aal1:confirmed'], confirmable: ['text-code'] }
    expect(foldEvidence([password, fresh(email)], options, now)?.acr).toBe('urn:vestibule:aal1')
  })
})
