import type { Language } from '../../core/index.ts'
import type { InsurerObject } from '../../core/objects/insurer.ts'
import { phoneCountryOf } from '../../core/phones.ts'
import { usernameSuggestions } from '../../core/usernames.ts'
import type { StepContext } from '../../flow-engine/index.ts'
import { findOfferedInsurer, findOfferedInsurers } from '../../operations/insurers.ts'
import { deviceLabel } from '../../operations/known-devices.ts'
import { findMember, type MemberRecord } from '../../operations/member-linking.ts'
import { firstFree, type InsurersScene } from '../../steps/index.ts'
import { mayBeginSignIn } from '../../store/account-claims.ts'
import { findUpstreamAccount } from '../../store/account-upstreams.ts'
import type { Reader } from '../../store/index.ts'
import { findOrganization } from '../../store/organizations.ts'
import type { InsurerFacts } from './facts.ts'
import { isMemberProven } from './member.ts'

export interface InsurerScene extends InsurersScene {
  readonly now: Date
  readonly language: Language
  readonly chosen?: InsurerObject
  /** Whose account this identity signs in to, and whether that may be signed in to at all. */
  readonly known?: { readonly accountId: string; readonly mayBegin: boolean }
  /** The record that fits what the insurer says; shown to nobody before it is proven. */
  readonly record?: MemberRecord
  readonly suggestion?: string
  readonly phoneCountry: string
  readonly passwordLength: number
  /** What this device may be called. */
  readonly device: string
  readonly mayRegister: boolean
}

export async function loadScene(
  read: Reader,
  facts: Partial<InsurerFacts>,
  { house, now, ask, visitor }: Omit<StepContext, 'flow'>,
): Promise<InsurerScene> {
  const { upstream, chosen, member } = facts
  const offered = await findOfferedInsurers(read, ask)
  const organization = await findOrganization(read, ask.organization)
  const settings = organization?.settings ?? {}
  const remembered = offered.find(({ id }) => id === visitor.insurer)
  const find = (id: string) => findOfferedInsurer(read, house, id, ask)
  const insurer = chosen ? await find(chosen.id) : undefined
  const known = upstream && (await findUpstreamAccount(read, house.sealer, upstream))
  const record =
    member?.patientId && isMemberProven(facts) ? await findMember(read, house, member.patientId, now) : undefined
  const { passwords } = house.settings
  return {
    now,
    language: visitor.language,
    offered,
    find,
    ...(remembered ? { remembered } : {}),
    ...(insurer ? { chosen: insurer } : {}),
    ...(known
      ? { known: { accountId: known.accountId, mayBegin: await mayBeginSignIn(read, known.accountId, now) } }
      : {}),
    ...(record ? { record, ...(await suggestionFor(read, house, facts, record)) } : {}),
    phoneCountry: phoneCountryOf(settings),
    passwordLength: facts.memberProof ? passwords.min_length_with_factor : passwords.min_length,
    device: deviceLabel(visitor.userAgent),
    mayRegister: settings.self_registration !== false,
  }
}

/** The same on every visit of one journey: seeded by the record. */
async function suggestionFor(
  read: Reader,
  house: StepContext['house'],
  facts: Partial<InsurerFacts>,
  { name, patientId }: MemberRecord,
): Promise<{ readonly suggestion?: string }> {
  if (!facts.terms || facts.credentials) return {}
  const seed = house.sealer.index('username.suggestion', patientId)
  const suggestion = await firstFree(read, { house }, usernameSuggestions(name, seed))
  return suggestion ? { suggestion } : {}
}
