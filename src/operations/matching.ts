import { normalizeEmail } from '../core/contacts.ts'
import { isRealDate, localDate } from '../core/dates.ts'
import { type Grade, type GradedCandidate, gradeCandidates } from '../core/matching/index.ts'
import { isPlaceholderPhone, parsePhone, phoneCountryOf } from '../core/phones.ts'
import type { PatientRecord } from '../core/registry/index.ts'
import { newId, now } from '../platform/index.ts'
import { findOrganization } from '../store/organizations.ts'
import { recordAudit } from './audit.ts'
import type { House } from './house.ts'
import { createRegistryIndex, type IndexCandidate, type MatchPerson, toQuery } from './match-indexes/index.ts'

/** What was typed; normalised here. */
export interface MatchRequest {
  readonly organization: string
  readonly person: {
    readonly given: string
    readonly family: string
    readonly suffix?: string
    readonly sex?: PatientRecord['sex']
    /** ISO 8601 calendar date */
    readonly birthDate: string
    readonly postalCode?: string
    readonly phone?: string
    readonly email?: string
  }
  /** Contacts that this person proved in this journey; whatever else they typed is evidence of nothing. */
  readonly verified: readonly { readonly kind: 'phone' | 'email'; readonly value: string }[]
  /** Their account, where they have one already: its contacts are nobody else's. */
  readonly accountId?: string
}
export interface MatchedCandidate extends GradedCandidate {
  /** Row of the registry; none where only an external index has the record. */
  readonly patientId?: string
  /** The account that the record's own person has already. */
  readonly selfAccountId?: string
}
export interface MatchResult {
  readonly grade: Grade
  /** The record that may be linked without anybody looking: there where the grade is *certain*, and only then. */
  readonly certain?: { readonly patientId: string; readonly selfAccountId?: string }
  /** For staff, best first. */
  readonly candidates: readonly MatchedCandidate[]
  /** Pairs that look like one person's records, for staff to merge. */
  readonly duplicates: readonly (readonly [string, string])[]
}

/** Longer names stand in no record. */
const longestName = 300
const nobody: MatchResult = { grade: 'none', candidates: [], duplicates: [] }
type MatchHouse = Pick<House, 'db' | 'sealer'> & Partial<Pick<House, 'matchIndex'>>

/**
 * Whether a person is somebody whom an organisation has on record. Reads only. Call it when everything that the person
 * typed is proven or known not to be, and do the same whatever it answers: nothing of it may reach them.
 * @returns `undefined` where there is no such organisation
 */
export async function matchPerson(house: MatchHouse, request: MatchRequest): Promise<MatchResult | undefined> {
  const organization = await findOrganization(house.db, request.organization)
  if (!organization) return undefined
  const phoneCountry = phoneCountryOf(organization.settings)
  const person = toPerson(request, phoneCountry)
  const today = localDate(now(), organization.timeZone)
  if (!person || person.birthDate > today) return nobody
  const index = house.matchIndex ?? createRegistryIndex(house)
  const { candidates, doubts } = await index.find({
    organization: { id: organization.id, timeZone: organization.timeZone, phoneCountry },
    person,
    ...(request.accountId ? { accountId: request.accountId } : {}),
  })
  const verdict = gradeCandidates(toQuery(house.sealer, person), candidates, today, doubts)
  const known = new Map(candidates.map(candidate => [candidate.id, candidate]))
  const [best] = verdict.candidates
  const certain = verdict.grade === 'certain' && best ? known.get(best.id) : undefined
  return {
    ...verdict,
    ...(certain?.patientId ? { certain: identityOf(certain) as { patientId: string } } : {}),
    candidates: verdict.candidates.map(graded => ({ ...graded, ...identityOf(known.get(graded.id)) })),
  }
}

const identityOf = (
  candidate: IndexCandidate | undefined,
): { readonly patientId?: string; readonly selfAccountId?: string } => ({
  ...(candidate?.patientId ? { patientId: candidate.patientId } : {}),
  ...(candidate?.selfAccountId ? { selfAccountId: candidate.selfAccountId } : {}),
})

/** `undefined` where it describes nobody. A contact that cannot be read, or that clerks type for none, is left out. */
function toPerson({ person, verified }: MatchRequest, phoneCountry: string): MatchPerson | undefined {
  const { given, family, suffix, sex, birthDate, postalCode } = person
  if ([given, family, suffix ?? ''].some(text => text.length > longestName) || !isRealDate(birthDate)) return undefined
  const contacts = new Map<string, MatchPerson['contacts'][number]>()
  const add = (kind: 'phone' | 'email', text: string | undefined, isVerified: boolean): void => {
    const value = !text ? undefined : kind === 'email' ? normalizeEmail(text) : parsePhone(text, phoneCountry)?.e164
    if (value && !(kind === 'phone' && isPlaceholderPhone(value))) contacts.set(value, { kind, value, isVerified })
  }
  add('phone', person.phone, false)
  add('email', person.email, false)
  for (const { kind, value } of verified) add(kind, value, true)
  return {
    given,
    family,
    ...(suffix ? { suffix } : {}),
    ...(sex ? { sex } : {}),
    birthDate,
    ...(postalCode ? { postalCode } : {}),
    contacts: [...contacts.values()],
  }
}

/**
 * The same for an operator who wants to know why somebody was connected or not; recorded, since it tells who is on
 * record. The audit has grade and records, never what was asked.
 */
export async function explainMatch(
  house: MatchHouse,
  request: MatchRequest,
  by: { readonly actor: string; readonly reason: string },
): Promise<MatchResult | undefined> {
  const result = await matchPerson(house, request)
  if (!result) return undefined
  await recordAudit(house.db, house, {
    type: 'match.explained',
    outcome: 'success',
    actor: by.actor,
    organizationId: request.organization,
    correlationId: newId(),
    details: {
      reason: by.reason,
      grade: result.grade,
      records: result.candidates.map(({ id, grade }) => ({ id, grade })),
    },
  })
  return result
}
