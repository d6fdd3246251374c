import type { Acr, Evidence } from '../core/assurance.ts'
import { newId, type Sealer } from '../platform/index.ts'
import type { Reader, Transaction } from './database.ts'
import { prepared } from './prepared.ts'
import { sessionHash } from './sessions.ts'
import type { EvidenceTable } from './tables.ts'

export interface NewEvidence extends Evidence {
  readonly accountId: string
  /** The flow in which it was given; the session is bound to it when the person arrives there. */
  readonly flowId: string
}

/** @param until end of its worth; no later than the longest session that it can be bound to */
export async function createEvidence(tx: Transaction, proof: NewEvidence, until: Date): Promise<void> {
  await given.send(tx, {
    id: newId(),
    account_id: proof.accountId,
    flow_id: proof.flowId,
    session_uid_hash: null,
    factor: proof.factor,
    category: proof.category,
    amr: [...proof.amr],
    user_verified: proof.userVerified,
    phishing_resistant: proof.phishingResistant,
    ceiling: proof.ceiling ?? null,
    at: proof.at,
    expires_at: until,
  })
}

const given = prepared((db, row: EvidenceTable) => db.insertInto('evidence').values(row))

/**
 * Ties what was proven in a flow to the session that it ends in, once: evidence already bound stays where it is, so a
 * replayed result carries nothing into another session.
 */
export async function bindEvidence(
  tx: Reader,
  sealer: Sealer,
  evidence: { readonly flowId: string; readonly accountId: string; readonly sessionUid: string },
): Promise<void> {
  const { flowId, accountId, sessionUid } = evidence
  await bound.count(tx, { uidHash: sessionHash(sealer, sessionUid), flowId, accountId })
}

const bound = prepared((db, to: { uidHash: Buffer; flowId: string; accountId: string }) =>
  db
    .updateTable('evidence')
    .set({ session_uid_hash: to.uidHash })
    .where('flow_id', '=', to.flowId)
    .where('account_id', '=', to.accountId)
    .where('session_uid_hash', 'is', null),
)

const ofSession = prepared((db, { uidHash, accountId, at }: { uidHash: Buffer; accountId: string; at: Date }) =>
  db
    .selectFrom('evidence')
    .select(['factor', 'category', 'amr', 'user_verified', 'phishing_resistant', 'ceiling', 'at'])
    .where('session_uid_hash', '=', uidHash)
    .where('account_id', '=', accountId)
    .where('expires_at', '>', at)
    .orderBy('at'),
)

/** What counts in a session at this moment. */
export async function findSessionEvidence(
  read: Reader,
  sealer: Sealer,
  session: { readonly uid: string; readonly accountId: string },
  at: Date,
): Promise<readonly Evidence[]> {
  const { uid, accountId } = session
  const rows = await ofSession.rows(read, { uidHash: sessionHash(sealer, uid), accountId, at })
  return rows.map(row => ({
    factor: row.factor,
    category: row.category,
    amr: row.amr,
    userVerified: row.user_verified,
    phishingResistant: row.phishing_resistant,
    ...(row.ceiling ? { ceiling: row.ceiling as Acr } : {}),
    at: row.at,
  }))
}
