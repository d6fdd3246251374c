import type { Language } from '../../core/index.ts'
import { phoneCountryOf } from '../../core/phones.ts'
import { usernameSuggestions } from '../../core/usernames.ts'
import type { StepContext } from '../../flow-engine/index.ts'
import { deviceLabel } from '../../operations/known-devices.ts'
import { isStillCertain } from '../../operations/registration.ts'
import { firstFree } from '../../steps/index.ts'
import { findAccountsByName } from '../../store/accounts.ts'
import type { Reader } from '../../store/index.ts'
import {
  findLocations,
  findOrganization,
  findProviders,
  type LocationRow,
  type ProviderRow,
} from '../../store/organizations.ts'
import { detailsOf, isProven, provenEmail, type RegisterFacts } from './facts.ts'

export interface RegisterScene {
  readonly now: Date
  readonly language: Language
  readonly timeZone: string
  readonly phoneCountry: string
  /** The organisation lets people register by themselves, and those whom it has not seen yet. */
  readonly isOpen: boolean
  readonly mayBeNew: boolean
  /** The proven mailbox serves an account; never known before both codes. */
  readonly isEmailKnown: boolean
  readonly locations: readonly LocationRow[]
  readonly providers: readonly ProviderRow[]
  readonly suggestion?: string
  readonly passwordLength: number
  /** What this device may be called. */
  readonly device: string
  /** At the end only: the record that was certain still is. */
  readonly isCertain: boolean
}

export async function loadScene(
  read: Reader,
  facts: Partial<RegisterFacts>,
  { house, now, ask, visitor }: Omit<StepContext, 'flow'>,
): Promise<RegisterScene> {
  const organization = await findOrganization(read, ask.organization)
  const settings = organization?.settings ?? {}
  const wantsPlace = facts.match?.kind === 'unsure' && facts.isNew === true
  const email = isProven(facts) && !facts.match ? provenEmail(facts) : undefined
  const wantsName = facts.match !== undefined && facts.terms !== undefined && !facts.credentials
  const suggestion = wantsName && facts.person ? await suggest(read, facts, house) : undefined
  return {
    now,
    language: visitor.language,
    timeZone: organization?.timeZone ?? 'UTC',
    phoneCountry: phoneCountryOf(settings),
    isOpen: organization !== undefined && settings.self_registration !== false,
    mayBeNew: settings.new_patients_may_register !== false,
    isEmailKnown: email !== undefined && (await findAccountsByName(read, house.sealer, email)).length > 0,
    locations: wantsPlace ? await findLocations(read, ask.organization) : [],
    providers: wantsPlace ? await findProviders(read, ask.organization) : [],
    ...(suggestion ? { suggestion } : {}),
    device: deviceLabel(visitor.userAgent),
    // a phone is proven in every registration
    passwordLength: house.settings.passwords.min_length_with_factor,
    isCertain: await isCertainNow(facts, { house, ask, visitor }),
  }
}

async function isCertainNow(
  facts: Partial<RegisterFacts>,
  { house, ask, visitor }: Pick<StepContext, 'house' | 'ask' | 'visitor'>,
): Promise<boolean> {
  if (facts.match?.kind !== 'certain' || !facts.option) return false
  const registrant = { organization: ask.organization, details: detailsOf(facts), ip: visitor.ip }
  return isStillCertain(house, registrant, facts.match.patientId)
}

/** The same on every visit of one journey: seeded by what was proven. */
const suggest = (
  read: Reader,
  facts: Partial<RegisterFacts>,
  house: StepContext['house'],
): Promise<string | undefined> => {
  const { phone, given, family } = detailsOf(facts)
  const seed = house.sealer.index('username.suggestion', `${phone}|${given}|${family}`)
  return firstFree(read, { house }, usernameSuggestions({ given, family }, seed))
}
