import { newId, now } from '../platform/index.ts'
import {
  createDuplicateRecords,
  type DuplicateRecords,
  findDuplicateRecords,
  type RecordPair,
  updateDuplicateRecordsApart,
} from '../store/duplicate-records.ts'
import type { Database, Transaction } from '../store/index.ts'
import { recordAudit } from './audit.ts'
import type { StaffAct } from './help-desk.ts'
import type { House } from './house.ts'
import type { MatchResult } from './matching.ts'

/** As many as somebody can look through. */
const longestList = 100

/**
 * Duplicated records of one person are a task of staff (DOMAIN "Demographic matching"). Call it for every look-up,
 * whatever it found: it is the same work for all.
 */
export async function raiseDuplicates(
  db: Database | Transaction,
  house: Pick<House, 'log'>,
  { organization, pairs }: { readonly organization: string; readonly pairs: readonly RecordPair[] },
  at: Date,
): Promise<void> {
  const count = await createDuplicateRecords(db, organization, pairs, at)
  if (count > 0) house.log.warn('matching.duplicates', { organization, count })
}

/** Pairs of a result that are rows of the registry; what only an external index has is nobody's task here. */
export const pairsOf = ({ candidates, duplicates }: MatchResult): readonly RecordPair[] => {
  const rows = new Map(candidates.map(({ id, patientId }) => [id, patientId]))
  return duplicates.flatMap(([one, other]) => {
    const [first, second] = [rows.get(one), rows.get(other)]
    return first && second && first !== second ? [[first, second] as const] : []
  })
}

/** The task list of an organisation; that it was read is recorded, since it tells who is on record. */
export async function listDuplicates(house: House, act: StaffAct): Promise<readonly DuplicateRecords[]> {
  const waiting = await findDuplicateRecords(house.db, act.organization, longestList)
  await auditDuplicates(house.db, house, 'duplicates-listed', act, { count: waiting.length })
  return waiting
}

/** The clinic looked: they are two people. Neither is ever certain beside the other; it is only asked no more. */
export function keepApart(house: House, pair: RecordPair, act: StaffAct): Promise<'kept-apart' | 'unknown'> {
  return house.db.transaction().execute(async tx => {
    if (!(await updateDuplicateRecordsApart(tx, act.organization, pair, now()))) return 'unknown'
    await auditDuplicates(tx, house, 'kept-apart', act, { records: pair })
    return 'kept-apart'
  })
}

const auditDuplicates = (
  tx: House['db'] | Transaction,
  house: House,
  what: string,
  { actor, operator, organization, reason }: StaffAct,
  details: Readonly<Record<string, unknown>>,
): Promise<string> =>
  recordAudit(tx, house, {
    type: `match.${what}`,
    outcome: 'success',
    actor,
    organizationId: organization,
    correlationId: newId(),
    details: { operator, reason, ...details },
  })
