import { ageOn } from '../../core/dates.ts'
import type { StepContext } from '../../flow-engine/index.ts'
import { type AccountScene, loadAccountScene } from '../../steps/index.ts'
import { findAccountLinks } from '../../store/account-links.ts'
import { findContactsOnFile } from '../../store/contacts-on-file.ts'
import type { Reader } from '../../store/index.ts'
import { findOrganization } from '../../store/organizations.ts'

/** The number on file of the person's own record, where they have one. */
export interface RecordOnFile {
  readonly patientId: string
  readonly phones: readonly { readonly id: string; readonly value: string }[]
}
export interface QuestionScene extends AccountScene {
  /** The person's own record; without one there is nothing on file to prove. */
  readonly record?: RecordOnFile
}

/** Of several records the one of this organisation, else the first that has a number. */
export async function loadScene(
  read: Reader,
  context: Pick<StepContext, 'house' | 'now' | 'ask'>,
): Promise<QuestionScene> {
  const scene = await loadAccountScene(read, context)
  if (!scene.person) return scene
  const { accountId } = scene.person
  const links = (await findAccountLinks(read, accountId, context.now)).filter(link => link.relationship === 'self')
  if (links.length === 0) return scene
  const contacts = await findContactsOnFile(read, context.house.sealer, accountId, context.now)
  const records: RecordOnFile[] = []
  for (const link of links.toSorted((a, b) => Number(isHere(b, context)) - Number(isHere(a, context)))) {
    const zone = (await findOrganization(read, link.organizationId))?.timeZone ?? 'UTC'
    const phones = contacts
      .filter(contact => contact.kind === 'phone' && contact.organization === link.organizationId)
      // 13–17: a parent's phone proves the parent
      .filter(
        ({ shared, birthDate }) => !shared || birthDate === undefined || ageOn(birthDate, context.now, zone) >= 18,
      )
    records.push({ patientId: link.patientId, phones })
  }
  const record = records.find(({ phones }) => phones.length > 0) ?? records[0]
  return { ...scene, ...(record ? { record } : {}) }
}

const isHere = (link: { readonly organizationId: string }, { ask }: Pick<StepContext, 'ask'>): boolean =>
  link.organizationId === ask.organization
