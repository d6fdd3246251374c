import { type Comparison, candidateForms, compare } from './compare.ts'
import { type Grade, grades, lowerGrade, type MatchCandidate, type MatchQuery } from './model.ts'
import { compareFamily, compareNames } from './names.ts'
import type { Reason } from './reasons.ts'

export interface GradedCandidate {
  readonly id: string
  readonly grade: Grade
  readonly reasons: readonly Reason[]
  /** Records that could be meant as well, by id. */
  readonly rivals: readonly string[]
}
export interface MatchVerdict {
  readonly grade: Grade
  /** Best first; those graded *none* are left out. */
  readonly candidates: readonly GradedCandidate[]
  /** Records that look like one person's, for staff to merge; ids in order. */
  readonly duplicates: readonly (readonly [string, string])[]
}
/** What keeps every candidate from certainty: the index did not, or could not, show all. */
export type Doubt = Extract<Reason, 'crowded' | 'index-incomplete' | 'index-unavailable'>

interface Compared {
  readonly candidate: MatchCandidate
  readonly comparison: Comparison
}

/**
 * Grades all candidates of a query together. The order in which they come does not count. At most one is *certain*, and
 * only while no other record could be meant.
 * @param today the organisation's calendar date, ISO
 */
export function gradeCandidates(
  query: MatchQuery,
  candidates: readonly MatchCandidate[],
  today: string,
  doubts: readonly Doubt[] = [],
): MatchVerdict {
  const all = candidates
    .map(candidate => ({ candidate, comparison: compare(query, candidate, today) }))
    .sort(byLikeness)
  const found = all.filter(({ comparison }) => comparison.grade !== 'none')
  const duplicates = found.flatMap((one, index) =>
    found
      .slice(index + 1)
      .filter(other => isDuplicate(one.candidate, other.candidate))
      .map(other => pairOf(one.candidate.id, other.candidate.id)),
  )
  const graded = found.map(({ candidate, comparison }): GradedCandidate => {
    const rivals = all.filter(other => other.candidate !== candidate && isRival(query, candidate, other))
    const against = new Set<Reason>(doubts)
    for (const { candidate: rival } of rivals)
      against.add(isDuplicate(candidate, rival) ? 'duplicate' : isTwin(query, candidate, rival) ? 'twin' : 'rival')
    return {
      id: candidate.id,
      grade: against.size > 0 ? lowerGrade(comparison.grade, 'probable') : comparison.grade,
      reasons: [...comparison.reasons, ...[...against].sort()],
      rivals: rivals.map(each => each.candidate.id).sort(),
    }
  })
  const best = graded.reduce<Grade>((highest, { grade }) => (isHigher(grade, highest) ? grade : highest), 'none')
  return { grade: best, candidates: graded, duplicates: duplicates.sort((a, b) => compareText(a.join(), b.join())) }
}

const isHigher = (one: Grade, other: Grade): boolean => grades.indexOf(one) > grades.indexOf(other)
const compareText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)
const pairOf = (one: string, other: string): readonly [string, string] => (one < other ? [one, other] : [other, one])

const byLikeness = (one: Compared, other: Compared): number =>
  grades.indexOf(other.comparison.grade) - grades.indexOf(one.comparison.grade) ||
  compareText(String(one.comparison.nameDefects), String(other.comparison.nameDefects)) ||
  Number(other.comparison.samePostalCode) - Number(one.comparison.samePostalCode) ||
  compareText(one.candidate.id, other.candidate.id)

/** Another record that has a grade of its own, or a twin, whose own first name may be quite another. */
const isRival = (query: MatchQuery, candidate: MatchCandidate, { candidate: other, comparison }: Compared): boolean =>
  comparison.grade !== 'none' || isTwin(query, candidate, other)

const hasContact = (contacts: MatchQuery['contacts'] | MatchCandidate['contacts'], other: MatchCandidate): boolean =>
  contacts.some(({ kind, key }) => other.contacts.some(its => its.kind === kind && its.key === key))

/** The same last name, birth date, and a contact: the candidate's, or one of the person who asks. */
const isTwin = (query: MatchQuery, candidate: MatchCandidate, other: MatchCandidate): boolean =>
  candidate.birthDate === other.birthDate &&
  (hasContact(candidate.contacts, other) || hasContact(query.contacts, other)) &&
  candidateForms(candidate).some(name =>
    candidateForms(other).some(its => compareFamily(name.family, its.family)?.length === 0),
  )

/** All names and the birth date agree, and something else too. */
const isDuplicate = (one: MatchCandidate, other: MatchCandidate): boolean =>
  one.birthDate === other.birthDate &&
  (hasContact(one.contacts, other) || (one.postalCode !== undefined && one.postalCode === other.postalCode)) &&
  candidateForms(one).some(name => candidateForms(other).some(its => compareNames(name, its)?.length === 0))
