import { updateAllEnded } from '../store/voiding.ts'
import { recordAudit } from './audit.ts'
import type { House } from './house.ts'

/**
 * A new epoch after a backup was restored: sessions, tokens, codes, links and proofs of before are void, because what was
 * used, ended or taken back since the backup would work again. Messages that wait are not sent a second time. Accounts,
 * records, factors and links between them stay as the backup has them. All of it in one transaction; doing it again ends what
 * has come since. The worker tells the portals of the sessions that ended.
 * @returns how many rows it ended, by table
 */
export const finishRestore = (
  house: Pick<House, 'db' | 'sealer'>,
  by: { readonly actor: string; readonly reason: string },
  at: Date,
): Promise<Readonly<Record<string, number>>> =>
  house.db.transaction().execute(async tx => {
    const ended = await updateAllEnded(tx, at)
    await recordAudit(tx, house, {
      type: 'restore.finished',
      outcome: 'success',
      actor: by.actor,
      correlationId: `restore-${at.getTime()}`,
      details: { reason: by.reason, ended },
    })
    return ended
  })
