import { phoneCountryOf } from '../../core/phones.ts'
import type { StepContext } from '../../flow-engine/index.ts'
import { findRecordOnFile, loadAccountScene, type RecordScene } from '../../steps/index.ts'
import type { Reader } from '../../store/index.ts'
import { findOrganization } from '../../store/organizations.ts'

export interface OwnContactsScene extends RecordScene {
  /** Most phones, and most addresses. */
  readonly most: number
  /** Whose numbers are written without a country code here. */
  readonly phoneCountry: string
}

export async function loadScene(
  read: Reader,
  context: Pick<StepContext, 'house' | 'now' | 'ask'>,
): Promise<OwnContactsScene> {
  const account = await loadAccountScene(read, context)
  const scene = { ...account, most: context.house.settings.account.contacts, phoneCountry: phoneCountryOf({}) }
  if (!account.person) return scene
  const record = await findRecordOnFile(read, context, account.person.accountId)
  const organization = await findOrganization(read, context.ask.organization)
  const phoneCountry = phoneCountryOf(organization?.settings ?? {})
  return { ...scene, phoneCountry, ...(record ? { record } : {}) }
}
