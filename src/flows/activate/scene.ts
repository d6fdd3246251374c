import { ageOn } from '../../core/dates.ts'
import type { Language } from '../../core/index.ts'
import type { InsurerObject } from '../../core/objects/insurer.ts'
import { phoneCountryOf } from '../../core/phones.ts'
import { purposes } from '../../core/purposes.ts'
import { usernameSuggestions } from '../../core/usernames.ts'
import type { Ask, StepContext } from '../../flow-engine/index.ts'
import { openRepresentative, type Representative } from '../../operations/access-code-holder.ts'
import { findOfferedInsurer, findOfferedInsurers } from '../../operations/insurers.ts'
import { deviceLabel } from '../../operations/known-devices.ts'
import type { Sealer } from '../../platform/index.ts'
import { firstFree, type InsurersScene } from '../../steps/index.ts'
import { findRedemption, type Redemption } from '../../store/access-code-redemption.ts'
import { findContactsOfRecord } from '../../store/contacts-of-record.ts'
import type { PatientDemographics, Reader } from '../../store/index.ts'
import { demographicsPurpose } from '../../store/patients.ts'
import { type ActivateFacts, recordPhone } from './facts.ts'
import { type Holder, type RecordContact, type RecordProof, recordProof } from './policy.ts'

export interface Name {
  readonly given: string
  readonly family: string
}
/** What the database says about the record that a right code and date opened. */
export interface Opened {
  readonly holder: Holder
  readonly representative?: Representative
  /** name in use, never a previous one */
  readonly patient: Name
  readonly birthDate: string
  /** whole years, by the organisation's calendar */
  readonly age: number
  readonly contacts: readonly RecordContact[]
  readonly proof: RecordProof
  readonly hasSelfAccount: boolean
  /** whose phone numbers are written without a country code there */
  readonly phoneCountry: string
}
export interface ActivateScene extends InsurersScene {
  readonly now: Date
  /** the person's choice on these pages: codes come in the same language */
  readonly language: Language
  /** Nothing before code and birth date were right: there is nothing to know. */
  readonly opened?: Opened
  /** A free username; only once the person is known. */
  readonly suggestion?: string
  readonly chosen?: InsurerObject
  readonly passwordLength: number
  /** What this device may be called. */
  readonly device: string
}

const nameInUse = (demographics: PatientDemographics): Name =>
  demographics.name_in_use ?? { given: demographics.given_names[0] ?? '', family: demographics.family_name }

/** @throws Error where no code was redeemed: no step that calls this can be entered before. */
export function openedIn(scene: ActivateScene): Opened {
  if (!scene.opened) throw new Error('the record of this activation is gone')
  return scene.opened
}

export const fullName = (name: Name): string => `${name.given} ${name.family}`.trim()

/** Opens the record behind a redeemed code, with what may prove its holder. */
export async function openRecordOf(read: Reader, sealer: Sealer, redemption: Redemption, at: Date): Promise<Opened> {
  const demographics = sealer.openJson<PatientDemographics>(demographicsPurpose, redemption.demographics_sealed)
  const representative = openRepresentative(sealer, redemption.representative_sealed)
  const holder: Holder = representative ? 'representative' : 'patient'
  const age = ageOn(demographics.birth_date, at, redemption.time_zone)
  const rows = await findContactsOfRecord(read, redemption.patient_id)
  const contacts = rows.map(row => ({
    id: row.id,
    kind: row.kind,
    value: sealer.open(purposes.contactValue, row.value_sealed).toString('utf8'),
    shared: row.shared,
  }))
  return {
    holder,
    ...(representative ? { representative } : {}),
    patient: nameInUse(demographics),
    birthDate: demographics.birth_date,
    age,
    contacts,
    proof: recordProof({
      contacts,
      holder,
      age,
      channel: redemption.channel,
      identityChecked: redemption.identity_checked,
    }),
    hasSelfAccount: redemption.has_self_account,
    phoneCountry: phoneCountryOf(redemption.organization_settings),
  }
}

/** The same suggestions on every visit of one journey: seeded by its code. */
export const suggestionsFor = (sealer: Sealer, opened: Opened, codeId: string): readonly string[] =>
  usernameSuggestions(opened.representative?.name ?? opened.patient, sealer.index('username.suggestion', codeId))

export async function loadScene(
  read: Reader,
  facts: Partial<ActivateFacts>,
  { house, now, ask, visitor }: Pick<StepContext, 'house' | 'now' | 'ask' | 'visitor'>,
): Promise<ActivateScene> {
  const { sealer, settings } = house
  const { passwords } = settings
  // DOMAIN "Passwords": shorter where a phone is already proven in this journey
  const passwordLength = recordPhone(facts) ? passwords.min_length_with_factor : passwords.min_length
  const device = deviceLabel(visitor.userAgent)
  const find = (id: string) => findOfferedInsurer(read, house, id, ask)
  const scene = { now, language: visitor.language, passwordLength, device, offered: [], find }
  const redemption = facts.code && (await findRedemption(read, facts.code.id))
  if (!facts.code || !redemption) return scene
  const opened = await openRecordOf(read, sealer, redemption, now)
  if (!facts.email) return { ...scene, opened }
  const insurers = await findInsurers(read, facts, find, ask)
  if (facts.credentials) return { ...scene, opened, ...insurers }
  const suggestion = await firstFree(read, { house }, suggestionsFor(sealer, opened, facts.code.id))
  return { ...scene, opened, ...insurers, ...(suggestion ? { suggestion } : {}) }
}

/** Those that may be the way in, at the clinic that issued the code; whoever came from one has it already. */
async function findInsurers(
  read: Reader,
  { chosen, upstream }: Partial<ActivateFacts>,
  find: InsurersScene['find'],
  ask: Ask,
): Promise<Partial<Pick<ActivateScene, 'offered' | 'chosen'>>> {
  if (upstream && !chosen) return {}
  const insurer = chosen && (await find(chosen.id))
  return { offered: await findOfferedInsurers(read, ask), ...(insurer ? { chosen: insurer } : {}) }
}
