import { ageOn } from '../../core/dates.ts'
import type { Language } from '../../core/index.ts'
import { phoneCountryOf } from '../../core/phones.ts'
import { purposes } from '../../core/purposes.ts'
import { usernameSuggestions } from '../../core/usernames.ts'
import type { StepContext } from '../../flow-engine/index.ts'
import type { Contact } from '../../operations/activation-notices.ts'
import { invitedAge } from '../../operations/invitations.ts'
import { deviceLabel } from '../../operations/known-devices.ts'
import { type AccountScene, firstFree, loadAccountScene } from '../../steps/index.ts'
import { findSelfAccount } from '../../store/account-links.ts'
import { isUsernameTaken } from '../../store/accounts.ts'
import { findContactsOfRecord } from '../../store/contacts-of-record.ts'
import type { InvitedRepresentative, PatientDemographics, Reader } from '../../store/index.ts'
import { findLiveInvitation } from '../../store/invitations.ts'
import { findOrganization } from '../../store/organizations.ts'
import { findPatient } from '../../store/patients.ts'
import { type InviteFacts, numberProofs } from './facts.ts'
import { isProven, type Numbers, numbersOf, numbersOnFile } from './policy.ts'

export interface Name {
  readonly given: string
  readonly family: string
}
/** What the database says about the record; its name is for nobody who has not proven a number of it. */
export interface Invited {
  readonly patient: Name
  readonly demographics: PatientDemographics
  readonly representative?: InvitedRepresentative
  readonly numbers: Numbers
  readonly contacts: readonly Contact[]
  readonly hasSelfAccount: boolean
  readonly timeZone: string
  readonly phoneCountry: string
}
export interface InviteScene extends AccountScene {
  readonly language: Language
  /** An account is signed in, and the record is added to it. */
  readonly isAdding: boolean
  /** Left out where the invitation was used, taken back or is too old. */
  readonly invited?: Invited
  /** Only once everything is proven. */
  readonly isNameTaken: boolean
  readonly suggestion?: string
  readonly lengths: { readonly min_length: number; readonly min_length_with_factor: number }
  /** What this device may be called. */
  readonly device: string
}

/** @throws Error where the invitation is gone: no step that calls this can be entered then. */
export function invitedIn(scene: InviteScene): Invited {
  if (!scene.invited) throw new Error('the invitation of this journey is gone')
  return scene.invited
}
export const fullName = (name: Name): string => `${name.given} ${name.family}`.trim()

async function loadInvited(
  read: Reader,
  invitationId: string,
  { house, now }: Pick<StepContext, 'house' | 'now'>,
): Promise<Invited | undefined> {
  const { sealer } = house
  const invitation = await findLiveInvitation(read, sealer, invitationId, now)
  if (!invitation) return undefined
  const { patientId, organizationId, representative } = invitation
  const patient = await findPatient(read, sealer, patientId)
  const organization = await findOrganization(read, organizationId)
  if (!patient || !organization) return undefined
  const { demographics } = patient
  const age = ageOn(demographics.birth_date, now, organization.timeZone)
  // the clinic mended a birth date meanwhile
  if (age < invitedAge) return undefined
  const contacts = (await findContactsOfRecord(read, patientId)).map(({ id, kind, shared, value_sealed }) => ({
    id,
    kind,
    shared,
    value: sealer.open(purposes.contactValue, value_sealed).toString('utf8'),
  }))
  const phones = contacts.filter(({ kind }) => kind === 'phone')
  return {
    patient: demographics.name_in_use ?? {
      given: demographics.given_names[0] ?? '',
      family: demographics.family_name,
    },
    demographics,
    ...(representative ? { representative } : {}),
    numbers: numbersOf(phones, age, representative && { ...representative, id: invitation.id }),
    contacts,
    hasSelfAccount: (await findSelfAccount(read, patientId)) !== undefined,
    timeZone: organization.timeZone,
    phoneCountry: phoneCountryOf(organization.settings),
  }
}

export async function loadScene(
  read: Reader,
  facts: Partial<InviteFacts>,
  context: Pick<StepContext, 'house' | 'now' | 'ask' | 'visitor'>,
): Promise<InviteScene> {
  const { house, ask, visitor } = context
  const invited = facts.invitation && (await loadInvited(read, facts.invitation.id, context))
  const scene = {
    ...(await loadAccountScene(read, context)),
    language: visitor.language,
    isAdding: ask.signedIn !== undefined,
    ...(invited ? { invited } : {}),
    isNameTaken: false,
    lengths: house.settings.passwords,
    device: deviceLabel(visitor.userAgent),
  }
  const { credentials, who, invitation } = facts
  if (!invited || !invitation || !credentials || !who) return scene
  if (!isProven(numberProofs(facts), numbersOnFile(invited.numbers))) return scene
  if (!(await isUsernameTaken(read, house.sealer, credentials.username))) return scene
  const name = who === 'manager' && facts.manager ? facts.manager : invited.patient
  const seed = house.sealer.index('username.suggestion', invitation.id)
  const suggestion = await firstFree(read, context, usernameSuggestions(name, seed))
  return { ...scene, isNameTaken: true, ...(suggestion ? { suggestion } : {}) }
}
