import type { CandidateContact, MatchCandidate, MatchQuery } from '../../../src/core/matching/index.ts'

export const today = '2026-11-22'

export const phone = '+16175550101'
export const email = 'ana@example.com'

export const contact = (key: string, over: Partial<CandidateContact> = {}): CandidateContact => ({
  kind: key.includes('@') ? 'email' : 'phone',
  key,
  isShared: false,
  firstSeen: '2020-01-01',
  ...over,
})

/** A record that the query of {@link ana} fits in every respect. */
export const record = (over: Partial<MatchCandidate> = {}): MatchCandidate => ({
  id: 'r1',
  names: [{ kind: 'legal', given: ['Ana'], family: 'Lopez' }],
  sex: 'female',
  birthDate: '1980-03-14',
  status: 'active',
  isRestricted: false,
  contacts: [contact(phone), contact(email)],
  ...over,
})
export const named = (given: string | readonly string[], family: string): Pick<MatchCandidate, 'names'> => ({
  names: [{ kind: 'legal', given: typeof given === 'string' ? (given ? [given] : []) : given, family }],
})

export const verified = (...keys: readonly string[]): MatchQuery['contacts'] =>
  keys.map(key => ({ kind: key.includes('@') ? 'email' : 'phone', key, isVerified: true }))

/** What Ana types who is record `r1`, her phone and email proven. */
export const ana = (over: Partial<MatchQuery> = {}): MatchQuery => ({
  given: 'Ana',
  family: 'Lopez',
  sex: 'female',
  birthDate: '1980-03-14',
  contacts: verified(phone, email),
  ...over,
})
