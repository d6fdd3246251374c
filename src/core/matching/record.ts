import type { PatientRecord } from '../registry/index.ts'
import type { RecordName } from './model.ts'

/** Every name under which a record may be found, the legal one first. */
export const namesOf = (
  record: Pick<PatientRecord, 'givenNames' | 'familyName' | 'nameInUse' | 'previousNames'>,
): readonly RecordName[] => [
  { kind: 'legal', given: record.givenNames, family: record.familyName },
  ...(record.nameInUse
    ? [{ kind: 'in-use', given: [record.nameInUse.given], family: record.nameInUse.family } as const]
    : []),
  ...(record.previousNames ?? []).map(({ given, family }) => ({ kind: 'previous', given, family }) as const),
]
