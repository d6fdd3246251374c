import { deleteObject, updateFileVersion } from '../store/configuration.ts'
import type { Transaction } from '../store/index.ts'
import { recordAudit } from './audit.ts'
import type { PlannedChange } from './config-plan.ts'
import type { ObjectHouse, ObjectWrite } from './object-kind.ts'
import { kindOf } from './object-kinds.ts'

/** Rolls everything back; whoever opened the transaction turns it into a refusal. */
export class ChangedMeanwhile extends Error {
  readonly change: PlannedChange
  constructor(change: PlannedChange) {
    super('an object was changed meanwhile')
    this.change = change
  }
}

export interface WriteRun extends ObjectWrite {
  readonly actor: string
  readonly correlationId: string
  /** Why, where somebody was asked. */
  readonly reason?: string
}

/** Writes one change, with its audit. @throws ChangedMeanwhile where the version is not the planned one any more */
export async function writeChange(
  tx: Transaction,
  house: ObjectHouse,
  change: PlannedChange,
  run: WriteRun,
): Promise<void> {
  const kind = kindOf(change.kind)
  const { stored, wanted, id, keys } = change
  let went: Readonly<Record<string, number>> = {}
  if (!wanted) {
    went = (await kind.remove?.(tx, id, run.at)) ?? {}
    if (!(stored && (await deleteObject(tx, kind.table, id, stored.version)))) throw new ChangedMeanwhile(change)
  } else {
    if (!stored) await kind.create(tx, house, wanted, run)
    else if (!(await kind.update(tx, house, wanted, stored.version, run))) throw new ChangedMeanwhile(change)
    if (run.managedBy === 'file') await updateFileVersion(tx, kind.table, id)
  }
  await recordAudit(tx, house, {
    type: `${change.kind}.${{ create: 'created', update: 'updated', delete: 'deleted' }[change.action]}`,
    outcome: 'success',
    actor: run.actor,
    ...kind.subject(wanted ?? stored?.object),
    correlationId: run.correlationId,
    details: {
      keys,
      ...(run.reason ? { reason: run.reason } : {}),
      ...(wanted ? { after: kind.mask(wanted) } : { went }),
      ...(stored ? { before: kind.mask(stored.object) } : {}),
    },
  })
}
