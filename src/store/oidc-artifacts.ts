import { sql } from 'kysely'
import type { Database, Reader, Transaction } from './database.ts'
import { prepared } from './prepared.ts'

/** A row of the library's storage, as the adapter hands it over: hashed ids, sealed payload. */
export interface ArtifactRow {
  readonly model: string
  readonly idHash: Buffer
  readonly accountId: string | null
  readonly clientId: string | null
  readonly grantHash: Buffer | null
  readonly uidHash: Buffer | null
  readonly userCodeHash: Buffer | null
  readonly parentHash: Buffer | null
  readonly payloadSealed: Buffer
  readonly expiresAt: Date
}
export interface FoundArtifact {
  readonly payloadSealed: Buffer
  readonly consumedAt: Date | null
  readonly repeatableUntil: Date | null
  readonly expiresAt: Date
}
/** An artifact of model Session with what lives in tables of its own. */
export interface FoundSession {
  readonly payloadSealed: Buffer
  readonly clients: readonly { readonly clientId: string; readonly sealed: Buffer }[]
}

/** Writes or replaces; what was consumed or revoked stays so. */
export async function createArtifact(db: Database | Transaction, row: ArtifactRow): Promise<void> {
  await written.send(db, row)
}

const written = prepared((db, row: ArtifactRow) =>
  db
    .insertInto('oidc_artifacts')
    .values({
      model: row.model,
      id_hash: row.idHash,
      account_id: row.accountId,
      client_id: row.clientId,
      grant_hash: row.grantHash,
      uid_hash: row.uidHash,
      user_code_hash: row.userCodeHash,
      parent_hash: row.parentHash,
      payload_sealed: row.payloadSealed,
      expires_at: row.expiresAt,
    })
    .onConflict(conflict =>
      conflict.columns(['model', 'id_hash']).doUpdateSet(eb => ({
        account_id: eb.ref('excluded.account_id'),
        grant_hash: eb.ref('excluded.grant_hash'),
        uid_hash: eb.ref('excluded.uid_hash'),
        payload_sealed: eb.ref('excluded.payload_sealed'),
        expires_at: eb.ref('excluded.expires_at'),
      })),
    ),
)

/** Writes what is in an artifact, where it still is. @returns false where it ended meanwhile */
export async function updateArtifactPayload(
  db: Database | Transaction,
  model: string,
  idHash: Buffer,
  payloadSealed: Buffer,
  at: Date,
): Promise<boolean> {
  return (await refilled.count(db, { model, idHash, payloadSealed, at })) === 1
}

const refilled = prepared(
  (db, { model, idHash, payloadSealed, at }: { model: string; idHash: Buffer; payloadSealed: Buffer; at: Date }) =>
    db
      .updateTable('oidc_artifacts')
      .set({ payload_sealed: payloadSealed })
      .where('model', '=', model)
      .where('id_hash', '=', idHash)
      .where('revoked_at', 'is', null)
      .where('expires_at', '>', at),
)

const live = (read: Reader, model: string, at: Date) =>
  read
    .selectFrom('oidc_artifacts')
    .select(['payload_sealed', 'consumed_at', 'repeatable_until', 'expires_at'])
    .where('model', '=', model)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', at)

const liveById = prepared((db, { model, idHash, at }: { model: string; idHash: Buffer; at: Date }) =>
  live(db, model, at).where('id_hash', '=', idHash),
)

/** Expired or revoked is absent. */
export async function findArtifact(
  read: Reader,
  model: string,
  idHash: Buffer,
  at: Date,
): Promise<FoundArtifact | undefined> {
  return foundOf(await liveById.first(read, { model, idHash, at }))
}

export async function findArtifactByUserCode(
  read: Reader,
  model: string,
  userCodeHash: Buffer,
  at: Date,
): Promise<FoundArtifact | undefined> {
  return foundOf(await live(read, model, at).where('user_code_hash', '=', userCodeHash).executeTakeFirst())
}

/** The grant of a token or code. @returns it and its hash */
export async function findGrantOf(
  read: Reader,
  model: string,
  idHash: Buffer,
  at: Date,
): Promise<{ readonly idHash: Buffer; readonly found: FoundArtifact } | undefined> {
  const row = await grantOf.first(read, { model, idHash, at })
  const found = foundOf(row)
  return row && found && { idHash: row.id_hash, found }
}

const grantOf = prepared((db, { model, idHash, at }: { model: string; idHash: Buffer; at: Date }) =>
  live(db, 'Grant', at)
    .select('id_hash')
    .where('id_hash', '=', eb =>
      eb.selectFrom('oidc_artifacts').select('grant_hash').where('model', '=', model).where('id_hash', '=', idHash),
    ),
)

const foundOf = (
  row:
    | { payload_sealed: Buffer; consumed_at: Date | null; repeatable_until: Date | null; expires_at: Date }
    | undefined,
): FoundArtifact | undefined =>
  row && {
    payloadSealed: row.payload_sealed,
    consumedAt: row.consumed_at,
    repeatableUntil: row.repeatable_until,
    expiresAt: row.expires_at,
  }

const liveSessions = (db: Reader, limits: { readonly at: Date; readonly idleSince: Date }) =>
  db
    .selectFrom('oidc_artifacts as a')
    .leftJoin('sessions as s', 's.uid_hash', 'a.uid_hash')
    .select(['a.payload_sealed', 'a.uid_hash'])
    .select(
      sql<{ client: string; sealed: string }[] | null>`(
        select json_agg(json_build_object('client', c.client_id, 'sealed', encode(c.authorization_sealed, 'base64')))
        from session_clients c where c.session_uid_hash = a.uid_hash)`.as('clients'),
    )
    .where('a.model', '=', 'Session')
    .where('a.revoked_at', 'is', null)
    .where('a.expires_at', '>', limits.at)
    .where(eb =>
      eb.or([
        eb('a.account_id', 'is', null),
        eb.and([
          eb('s.ended_at', 'is', null),
          eb('s.last_active_at', '>', limits.idleSince),
          eb('s.expires_at', '>', limits.at),
        ]),
      ]),
    )
    .orderBy(sql`a.account_id is null`)
    .orderBy('a.expires_at', 'desc')
    .limit(1)
type SessionAsked = { hash: Buffer; at: Date; idleSince: Date }
const sessionById = prepared((db, asked: SessionAsked) => liveSessions(db, asked).where('a.id_hash', '=', asked.hash))
const sessionByUid = prepared((db, asked: SessionAsked) => liveSessions(db, asked).where('a.uid_hash', '=', asked.hash))

/**
 * A session by its id or its uid, with the portals of every request that ran on it. Ended, idle and over-age sessions
 * are absent, whatever the artifact says; of two rows with one uid (a login in two tabs) the newer counts.
 */
export async function findSessionArtifact(
  read: Reader,
  by: { readonly idHash: Buffer } | { readonly uidHash: Buffer },
  limits: { readonly at: Date; readonly idleSince: Date },
): Promise<FoundSession | undefined> {
  return foundSessionOf(
    await ('idHash' in by
      ? sessionById.first(read, { hash: by.idHash, ...limits })
      : sessionByUid.first(read, { hash: by.uidHash, ...limits })),
  )
}

/** The session that a token or code was given in. @returns it and the hash of its uid */
export async function findSessionOf(
  read: Reader,
  model: string,
  idHash: Buffer,
  limits: { readonly at: Date; readonly idleSince: Date },
): Promise<{ readonly uidHash: Buffer; readonly found: FoundSession } | undefined> {
  const row = await sessionOf.first(read, { model, idHash, ...limits })
  const found = foundSessionOf(row)
  return row?.uid_hash && found ? { uidHash: row.uid_hash, found } : undefined
}

const sessionOf = prepared((db, asked: { model: string; idHash: Buffer; at: Date; idleSince: Date }) =>
  liveSessions(db, asked).where('a.uid_hash', '=', eb =>
    eb
      .selectFrom('oidc_artifacts as of')
      .select('of.uid_hash')
      .where('of.model', '=', asked.model)
      .where('of.id_hash', '=', asked.idHash),
  ),
)

const foundSessionOf = (
  row: { payload_sealed: Buffer; clients: { client: string; sealed: string }[] | null } | undefined,
): FoundSession | undefined =>
  row && {
    payloadSealed: row.payload_sealed,
    clients: (row.clients ?? []).map(each => ({ clientId: each.client, sealed: Buffer.from(each.sealed, 'base64') })),
  }

/** Moves an end that slides with activity, where that gains more than `worth` seconds. */
export async function updateArtifactExpiry(
  db: Database | Transaction,
  model: string,
  idHash: Buffer,
  until: Date,
  worth: number,
): Promise<void> {
  await db
    .updateTable('oidc_artifacts')
    .set({ expires_at: until })
    .where('model', '=', model)
    .where('id_hash', '=', idHash)
    .where('revoked_at', 'is', null)
    .where('expires_at', '<', new Date(until.getTime() - worth * 1000))
    .execute()
}

/** The same, and says when it ends now: one statement. @returns undefined where it is gone */
export async function updateAndFindArtifactExpiry(
  db: Database | Transaction,
  model: string,
  idHash: Buffer,
  move: { readonly at: Date; readonly until: Date; readonly worth: number },
): Promise<Date | undefined> {
  const row = await db
    .with('moved', query =>
      query
        .updateTable('oidc_artifacts')
        .set({ expires_at: move.until })
        .where('model', '=', model)
        .where('id_hash', '=', idHash)
        .where('revoked_at', 'is', null)
        .where('expires_at', '>', move.at)
        .where('expires_at', '<', new Date(move.until.getTime() - move.worth * 1000))
        .returning('expires_at'),
    )
    .selectFrom('oidc_artifacts as a')
    .leftJoin('moved as m', join => join.onTrue())
    .select(eb => eb.fn.coalesce('m.expires_at', 'a.expires_at').as('expires_at'))
    .where('a.model', '=', model)
    .where('a.id_hash', '=', idHash)
    .where('a.revoked_at', 'is', null)
    .where('a.expires_at', '>', move.at)
    .executeTakeFirst()
  return row?.expires_at
}

export async function deleteArtifact(db: Database | Transaction, model: string, idHash: Buffer): Promise<void> {
  await removed.send(db, { model, idHash })
}

const removed = prepared((db, { model, idHash }: { model: string; idHash: Buffer }) =>
  db.deleteFrom('oidc_artifacts').where('model', '=', model).where('id_hash', '=', idHash),
)
