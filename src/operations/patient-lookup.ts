import { normalizeEmail } from '../core/contacts.ts'
import { nameBirthKey, recordNumberKey, sourceKey } from '../core/names.ts'
import { parsePhone } from '../core/phones.ts'
import { contactPurpose, purposes } from '../core/purposes.ts'
import { newId } from '../platform/index.ts'
import { findSelfAccount } from '../store/account-links.ts'
import { findContactsOfRecord } from '../store/contacts-of-record.ts'
import { findPatientIds } from '../store/patient-search.ts'
import { findPatient, type Patient } from '../store/patients.ts'
import { recordAudit } from './audit.ts'
import type { StaffAct } from './help-desk.ts'
import type { House } from './house.ts'

/** What a record is found by: exactly, since nothing else of it can be searched. */
export type PatientKey =
  | { readonly by: 'id'; readonly value: string }
  | { readonly by: 'source'; readonly value: string }
  | { readonly by: 'record'; readonly value: string }
  | { readonly by: 'phone'; readonly value: string }
  | { readonly by: 'email'; readonly value: string }
  | { readonly by: 'name'; readonly family: string; readonly birthDate: string }

export interface PatientView extends Patient {
  readonly contacts: readonly { readonly kind: 'phone' | 'email'; readonly value: string; readonly shared: boolean }[]
  /** Of its own person. */
  readonly accountId?: string
}

/** Records of one organisation; audited, found or not. More than one page of them is a question that was too wide. */
export async function lookUpPatients(
  house: House,
  key: PatientKey,
  act: Omit<StaffAct, 'reason'> & { readonly reason?: string },
  limit = 20,
): Promise<readonly PatientView[]> {
  const { db, sealer } = house
  const { organization } = act
  const ids =
    key.by === 'id' ? [key.value] : await findPatientIds(db, organization, indexOf(house, key, organization), limit)
  const views: PatientView[] = []
  for (const id of ids) {
    const patient = await findPatient(db, sealer, id)
    if (patient?.organizationId === organization) views.push(await viewOf(house, patient))
  }
  const about = { operator: act.operator, by: key.by, ...(act.reason ? { reason: act.reason } : {}) }
  const event = {
    type: 'patient.looked-up',
    outcome: 'success',
    actor: act.actor,
    organizationId: organization,
  } as const
  for (const { id } of views)
    await recordAudit(db, house, { ...event, patientId: id, correlationId: newId(), details: about })
  if (views.length === 0)
    await recordAudit(db, house, { ...event, correlationId: newId(), details: { ...about, found: 0 } })
  return views
}

function indexOf({ sealer }: House, key: Exclude<PatientKey, { by: 'id' }>, organization: string) {
  switch (key.by) {
    case 'source':
      return {
        column: 'source',
        value: sealer.index(purposes.patientSource, sourceKey(organization, key.value)),
      } as const
    case 'record':
      return {
        column: 'record',
        value: sealer.index(purposes.patientRecordNumber, recordNumberKey(organization, key.value)),
      } as const
    case 'name':
      return {
        column: 'name',
        value: sealer.index(purposes.patientNameBirth, nameBirthKey(key.family, key.birthDate)),
      } as const
    case 'phone':
    case 'email': {
      const value = key.by === 'phone' ? parsePhone(key.value)?.e164 : normalizeEmail(key.value)
      return { column: 'contact', value: sealer.index(contactPurpose(key.by), value ?? '') } as const
    }
  }
}

async function viewOf(house: House, patient: Patient): Promise<PatientView> {
  const rows = await findContactsOfRecord(house.db, patient.id)
  const accountId = await findSelfAccount(house.db, patient.id)
  return {
    ...patient,
    contacts: rows.map(row => ({
      kind: row.kind,
      value: house.sealer.open(purposes.contactValue, row.value_sealed).toString('utf8'),
      shared: row.shared,
    })),
    ...(accountId ? { accountId } : {}),
  }
}
