import { keysVersion, namesOf, recordKeys } from '../core/matching/index.ts'
import { purposes } from '../core/purposes.ts'
import type { Sealer } from '../platform/index.ts'
import type { PatientDemographics } from '../store/index.ts'
import { createMatchKeys, deleteMatchKeys } from '../store/match-keys.ts'
import { findPatientsWithoutKeys, updateKeysVersion } from '../store/unindexed-patients.ts'
import type { House } from './house.ts'

const keyBytes = 16
const batchSize = 500

/** A key as it is stored and looked up: nothing of the name or the date can be read out of it. */
export const sealMatchKey = (sealer: Sealer, organizationId: string, key: string): Buffer =>
  sealer.index(purposes.patientMatch, `${organizationId}|${key}`).subarray(0, keyBytes)

/** What one record is found by. */
export const sealRecordKeys = (
  sealer: Sealer,
  organizationId: string,
  names: ReturnType<typeof namesOf>,
  birthDate: string,
): readonly Buffer[] => recordKeys(names, birthDate).map(key => sealMatchKey(sealer, organizationId, key))

/** The parts of opened demographics that matching looks at. */
export const namesOfDemographics = (given: PatientDemographics): ReturnType<typeof namesOf> =>
  namesOf({
    givenNames: given.given_names,
    familyName: given.family_name,
    ...(given.name_in_use ? { nameInUse: given.name_in_use } : {}),
    ...(given.previous_names ? { previousNames: given.previous_names } : {}),
  })

/**
 * Makes the match keys of records that have none: those that were in the registry before there were keys, or that a
 * migration sent back because the rule changed. Any number of instances may do it at once.
 * @param signal stops it after the batch that is running; the next call goes on
 * @returns how many records were indexed
 */
export async function indexPatients(house: Pick<House, 'db' | 'sealer'>, signal?: AbortSignal): Promise<number> {
  const { db, sealer } = house
  let total = 0
  while (!signal?.aborted) {
    const done = await db.transaction().execute(async tx => {
      const patients = await findPatientsWithoutKeys(tx, sealer, batchSize)
      if (patients.length === 0) return 0
      const ids = patients.map(({ id }) => id)
      await deleteMatchKeys(tx, ids)
      await createMatchKeys(
        tx,
        patients.map(({ id, organizationId, status, demographics }) => ({
          id,
          matchKeys:
            status === 'merged'
              ? []
              : sealRecordKeys(sealer, organizationId, namesOfDemographics(demographics), demographics.birth_date),
        })),
      )
      await updateKeysVersion(tx, ids, keysVersion)
      return patients.length
    })
    total += done
    if (done < batchSize) break
  }
  return total
}
