import { birthdayOf, compareBirthDates } from './dates.ts'
import type { CandidateContact, Grade, MatchCandidate, MatchQuery, RecordName } from './model.ts'
import { lowerGrade } from './model.ts'
import { compareNames, type NameForms, nameForms } from './names.ts'
import type { Reason } from './reasons.ts'

/** One candidate against the query, before the other candidates are looked at. */
export interface Comparison {
  readonly grade: Grade
  readonly reasons: readonly Reason[]
  /** Soft defects of the name that fits best. */
  readonly nameDefects: number
  /** For the order within a grade, and nothing else. */
  readonly samePostalCode: boolean
}

/** From this birthday on a record may be matched with certainty. */
const ofAge = 18
/**
 * A contact whose date of entry nobody told counts as entered in childhood where the registry first saw it before this
 * birthday: it came with the first import, and may be the parents' since long before.
 */
const surelyOwn = 21

const formsOfQuery = new WeakMap<MatchQuery, NameForms>()
const formsOfCandidate = new WeakMap<MatchCandidate, readonly NameForms[]>()
/** What is made once of an object that never changes: folding a name costs more than comparing it. */
function once<K extends object, V>(made: WeakMap<K, V>, of: K, make: () => V): V {
  const known = made.get(of)
  if (known !== undefined) return known
  const value = make()
  made.set(of, value)
  return value
}

export const queryForms = (query: MatchQuery): NameForms =>
  once(formsOfQuery, query, () => nameForms(query.given, query.family, query.suffix))

/** Forms of a candidate's names, in their order. */
export const candidateForms = (candidate: MatchCandidate): readonly NameForms[] =>
  once(formsOfCandidate, candidate, () => candidate.names.map(name => recordForms(name, candidate.suffix)))

/** Forms of one of a record's names; the suffix is the record's. */
export const recordForms = (name: RecordName, suffix?: string): NameForms =>
  nameForms(name.given.join(' '), name.family, suffix)

/**
 * Compares a query with one record. `certain` here means: it would be, were it alone.
 * @param today the organisation's calendar date, ISO
 */
export function compare(query: MatchQuery, candidate: MatchCandidate, today: string): Comparison {
  const name = compareAllNames(query, candidate)
  const date = compareBirthDates(query.birthDate, candidate.birthDate)
  if (!name) return none('names-differ')
  if (name.isSuffixConflict) return none('suffix-conflict')
  if (date === 'birth-date-differs') return none('birth-date-differs')
  const contact = compareContacts(query, candidate)
  const hasSexConflict = isSexConflict(query.sex, candidate.sex)
  const samePostalCode = postal(query.postalCode) !== '' && postal(query.postalCode) === postal(candidate.postalCode)

  const isNear = date !== 'birth-date-exact'
  const problems = name.defects.length + Number(isNear) + Number(contact.grade !== 'verified') + Number(hasSexConflict)
  // a shared contact is worth as much less as a soft defect
  const soft = name.defects.length + Number(contact.caps.includes('contact-shared'))
  const base: Grade =
    problems > 2 || (contact.grade === 'none' && (isNear || name.isSingle))
      ? 'none'
      : isNear || hasSexConflict || contact.grade !== 'verified' || soft > 1
        ? 'possible'
        : soft === 1
          ? 'probable'
          : 'certain'
  const caps: Reason[] = [...contact.caps, ...standing(candidate, today)]
  const capped = caps.length > 0 ? lowerGrade(base, 'probable') : base
  const { ceiling } = candidate
  const grade = ceiling ? lowerGrade(capped, ceiling.grade) : capped
  return {
    grade,
    nameDefects: name.defects.length,
    samePostalCode,
    reasons: [
      ...name.reasons,
      date,
      ...(hasSexConflict ? (['sex-conflict'] as const) : []),
      ...contact.reasons,
      ...caps,
      ...(ceiling && ceiling.grade !== 'certain' ? [ceiling.reason] : []),
      ...(samePostalCode ? (['postal-code'] as const) : []),
    ],
  }
}

const none = (reason: Reason): Comparison => ({
  grade: 'none',
  reasons: [reason],
  nameDefects: Number.POSITIVE_INFINITY,
  samePostalCode: false,
})

/** Only female against male: everything else is compatible, for it is not known or not said. */
const isSexConflict = (one: MatchQuery['sex'], other: MatchQuery['sex']): boolean =>
  (one === 'female' && other === 'male') || (one === 'male' && other === 'female')

const postal = (code = ''): string => {
  const plain = code.toUpperCase().replace(/[^A-Z0-9]/g, '')
  // ZIP+4: the first five are the place
  return /^\d{9}$/.test(plain) ? plain.slice(0, 5) : plain
}

interface NameComparison {
  readonly defects: readonly Reason[]
  readonly reasons: readonly Reason[]
  readonly isSuffixConflict: boolean
  /** One word against one word, and not the same: too little without a contact. */
  readonly isSingle: boolean
}
/** The name of the record that fits best; `undefined` where none does. */
function compareAllNames(query: MatchQuery, candidate: MatchCandidate): NameComparison | undefined {
  const forms = queryForms(query)
  let best: { defects: readonly Reason[]; kind: RecordName['kind']; own: NameForms } | undefined
  for (const [index, own] of candidateForms(candidate).entries()) {
    const defects = compareNames(forms, own)
    const kind = candidate.names[index]?.kind ?? 'legal'
    if (defects && (!best || defects.length < best.defects.length)) best = { defects, kind, own }
    if (best?.defects.length === 0) break
  }
  if (!best) return undefined
  const { defects, kind, own } = best
  return {
    defects,
    isSingle: defects.length > 0 && forms.given.length === 0 && own.given.length === 0,
    isSuffixConflict: forms.suffix !== undefined && own.suffix !== undefined && forms.suffix !== own.suffix,
    reasons: [
      ...(defects.length === 0 ? (['name-exact'] as const) : [...new Set(defects)]),
      ...(kind === 'previous' ? (['previous-name'] as const) : kind === 'in-use' ? (['name-in-use'] as const) : []),
    ],
  }
}

interface ContactComparison {
  readonly grade: 'verified' | 'typed' | 'none'
  readonly reasons: readonly Reason[]
  /** Why the contact that was proven is not enough for certainty. */
  readonly caps: readonly Reason[]
}
function compareContacts(query: MatchQuery, candidate: MatchCandidate): ContactComparison {
  // a work line that several people have is nobody's: it neither proves nor asks for a proof
  const own = candidate.contacts.filter(({ use, isShared }) => !(use === 'work' && isShared))
  const proven = new Set(query.contacts.filter(({ isVerified }) => isVerified).map(keyOf))
  const typed = new Set(query.contacts.map(keyOf))
  const verified = own.filter(contact => proven.has(keyOf(contact)))
  if (verified.length === 0) {
    const isTyped = own.some(contact => typed.has(keyOf(contact)))
    return isTyped
      ? { grade: 'typed', reasons: ['contact-not-verified'], caps: [] }
      : { grade: 'none', reasons: ['no-contact-in-common'], caps: [] }
  }
  const hasUnprovenPhone = own.some(contact => contact.kind === 'phone' && !proven.has(keyOf(contact)))
  const doubts = verified.map(contact => doubtsOf(contact, candidate, hasUnprovenPhone))
  const kinds = new Set(verified.map(({ kind }) => kind))
  return {
    grade: 'verified',
    reasons: [
      ...(kinds.has('phone') ? (['phone-verified'] as const) : []),
      ...(kinds.has('email') ? (['email-verified'] as const) : []),
    ],
    // one contact without doubt is enough
    caps: doubts.some(each => each.length === 0) ? [] : [...new Set(doubts.flat())].sort(),
  }
}
const keyOf = ({ kind, key }: { readonly kind: string; readonly key: string }): string => `${kind} ${key}`

function doubtsOf(contact: CandidateContact, { birthDate }: MatchCandidate, hasUnprovenPhone: boolean): Reason[] {
  const entered = contact.confirmed ?? contact.firstSeen
  const from = birthdayOf(birthDate, contact.confirmed ? ofAge : surelyOwn)
  return [
    ...(contact.isShared ? (['contact-shared'] as const) : []),
    ...(entered < from ? (['contact-from-childhood'] as const) : []),
    ...(contact.kind === 'email' && hasUnprovenPhone ? (['email-alone'] as const) : []),
  ]
}

/** Why a record is never certain, whoever asks. */
function standing({ birthDate, status, isRestricted }: MatchCandidate, today: string): Reason[] {
  return [
    ...(birthdayOf(birthDate, ofAge) > today ? (['under-18'] as const) : []),
    ...(status !== 'active' ? ([status] as const) : []),
    ...(isRestricted ? (['restricted'] as const) : []),
  ]
}
