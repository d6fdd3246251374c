import { sql } from 'kysely'
import { type Database, send, type Transaction } from './database.ts'
import { deleteArtifact } from './oidc-artifacts.ts'
import { prepared } from './prepared.ts'

/**
 * Everything that changes a family of tokens takes its grant's row first, so that two of them wait for each other
 * instead of deadlocking over the family's rows.
 */
async function lockGrantOf(tx: Database | Transaction, model: string, idHash: Buffer): Promise<void> {
  await lockedGrant.send(tx, { model, idHash })
}

const lockedGrant = prepared((db, { model, idHash }: { model: string; idHash: Buffer }) =>
  db
    .selectFrom('oidc_artifacts')
    .select('model')
    .where('model', '=', 'Grant')
    .where('id_hash', '=', eb =>
      eb.selectFrom('oidc_artifacts').select('grant_hash').where('model', '=', model).where('id_hash', '=', idHash),
    )
    .forUpdate(),
)

/**
 * Marks as used, once: of many that try at the same moment one row update wins (compare and set).
 * @returns `consumed`, with the account where that may act; `repeated` where a rotated refresh token is presented again within its grace; `lost` otherwise
 */
export async function updateArtifactConsumed(
  tx: Database | Transaction,
  model: string,
  idHash: Buffer,
  at: Date,
  repeatableUntil: Date | null,
): Promise<
  | { kind: 'consumed'; parentHash: Buffer | null; activeOwner: string | null }
  | { kind: 'repeated' }
  | { kind: 'lost'; grantHash: Buffer | null }
> {
  await lockGrantOf(tx, model, idHash)
  const consumed = await consumption.first(tx, { model, idHash, at, repeatableUntil })
  if (consumed) return { kind: 'consumed', parentHash: consumed.parent_hash, activeOwner: consumed.active_owner }
  const row = await tx
    .selectFrom('oidc_artifacts')
    .select(['grant_hash', 'repeatable_until', 'revoked_at'])
    .where('model', '=', model)
    .where('id_hash', '=', idHash)
    .executeTakeFirst()
  if (row && !row.revoked_at && row.repeatable_until && row.repeatable_until > at) return { kind: 'repeated' }
  return { kind: 'lost', grantHash: row?.grant_hash ?? null }
}

const consumption = prepared((db, { model, idHash, at, repeatableUntil }: Consumption) =>
  db
    .updateTable('oidc_artifacts')
    .set({ consumed_at: at, repeatable_until: repeatableUntil })
    .where('model', '=', model)
    .where('id_hash', '=', idHash)
    .where('consumed_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', at)
    .returning([
      'parent_hash',
      sql<string | null>`(
        select a.id from accounts a where a.id = oidc_artifacts.account_id and a.status = 'active')`.as('active_owner'),
    ]),
)
interface Consumption {
  readonly model: string
  readonly idHash: Buffer
  readonly at: Date
  readonly repeatableUntil: Date | null
}

/** The one that replaced it is in use: from now on its predecessor's reappearance is theft. */
export async function updateGraceEnded(tx: Database | Transaction, model: string, idHash: Buffer): Promise<void> {
  await send(
    tx,
    tx
      .updateTable('oidc_artifacts')
      .set({ repeatable_until: null })
      .where('model', '=', model)
      .where('id_hash', '=', idHash),
  )
}

/** A token that is taken out of a family; in a transaction. */
export async function deleteGrantedArtifact(tx: Transaction, model: string, idHash: Buffer): Promise<void> {
  await lockGrantOf(tx, model, idHash)
  await deleteArtifact(tx, model, idHash)
}

/** @param model all models of the grant's family, and the grant itself, where left out */
export async function updateGrantRevoked(db: Transaction, grantHash: Buffer, at: Date, model?: string): Promise<void> {
  await db
    .selectFrom('oidc_artifacts')
    .select('model')
    .where('model', '=', 'Grant')
    .where('id_hash', '=', grantHash)
    .forUpdate()
    .execute()
  await db
    .updateTable('oidc_artifacts')
    .set({ revoked_at: at })
    .where('revoked_at', 'is', null)
    .where('grant_hash', '=', grantHash)
    .$if(model !== undefined, query => query.where('model', '=', model as string))
    .execute()
  if (model === undefined)
    await db
      .updateTable('oidc_artifacts')
      .set({ revoked_at: at })
      .where('model', '=', 'Grant')
      .where('id_hash', '=', grantHash)
      .where('revoked_at', 'is', null)
      .execute()
}

/** Ends every session, grant and token of an account at once, except what belongs to one session. */
export async function updateAccountArtifactsRevoked(
  tx: Transaction,
  accountId: string,
  at: Date,
  exceptUidHash?: Buffer,
): Promise<void> {
  await tx
    .selectFrom('oidc_artifacts')
    .select('model')
    .where('account_id', '=', accountId)
    .where('model', '=', 'Grant')
    .orderBy('id_hash')
    .forUpdate()
    .execute()
  await tx
    .updateTable('oidc_artifacts')
    .set({ revoked_at: at })
    .where('account_id', '=', accountId)
    .where('revoked_at', 'is', null)
    .$if(exceptUidHash !== undefined, query =>
      query
        .where(eb => eb.or([eb('uid_hash', 'is', null), eb('uid_hash', '!=', exceptUidHash as Buffer)]))
        .where(eb =>
          eb.not(
            eb.and([
              eb('model', '=', 'Grant'),
              eb.exists(
                eb
                  .selectFrom('session_clients')
                  .select('session_clients.client_id')
                  .where('session_clients.session_uid_hash', '=', exceptUidHash as Buffer)
                  .whereRef('session_clients.grant_hash', '=', 'oidc_artifacts.id_hash'),
              ),
            ]),
          ),
        ),
    )
    .execute()
}
