import { sql } from 'kysely'
import type { Sealer } from '../platform/index.ts'
import type { Reader, Transaction } from './database.ts'
import { prepared } from './prepared.ts'
import {
  type NewSessionClient,
  type SessionVisit,
  sessionIpPurpose,
  type WrittenClient,
  writtenClient,
} from './sessions.ts'

/** A session as the library hands it over, and the request that saves it. */
export interface SavedSession {
  readonly uidHash: Buffer
  readonly accountId: string
  readonly at: Date
  /** The absolute limit; kept from the first save. */
  readonly until: Date
  readonly visit?: SessionVisit
  readonly artifact: { readonly idHash: Buffer; readonly payloadSealed: Buffer; readonly expiresAt: Date }
  readonly clients: readonly NewSessionClient[]
}

/**
 * Begins a session or counts as its activity, and writes what the library keeps of it, for no longer than it may live.
 * Its portals are merged: parallel requests add to each other instead of overwriting. Where that session has ended or is
 * another account's nothing is written: it stays ended, even when a request that began before wants to save it.
 */
export async function saveSession(tx: Transaction, sealer: Sealer, session: SavedSession): Promise<void> {
  const { visit, artifact, clients, ...touched } = session
  await savedSession.send(tx, {
    ...touched,
    ...artifact,
    device: visit?.device ?? null,
    ipSealed: visit ? sealer.seal(sessionIpPurpose, visit.ip) : null,
  })
  const { uidHash, accountId, at } = session
  for (const client of clients)
    await mergedClient.send(tx, { ...writtenClient(sealer, { uidHash, client }, at), accountId })
}

interface Saved {
  readonly uidHash: Buffer
  readonly accountId: string
  readonly at: Date
  readonly until: Date
  readonly device: string | null
  readonly ipSealed: Buffer | null
  readonly idHash: Buffer
  readonly payloadSealed: Buffer
  readonly expiresAt: Date
}

const touched = (db: Pick<Reader, 'insertInto'>, session: Saved) =>
  db
    .insertInto('sessions')
    .values({
      uid_hash: session.uidHash,
      account_id: session.accountId,
      started_at: session.at,
      last_active_at: session.at,
      expires_at: session.until,
      device_label: session.device,
      ip_sealed: session.ipSealed,
    })
    .onConflict(conflict =>
      conflict
        .column('uid_hash')
        .doUpdateSet({
          last_active_at: sql`greatest(sessions.last_active_at, excluded.last_active_at)`,
          device_label: sql`coalesce(excluded.device_label, sessions.device_label)`,
          ip_sealed: sql`coalesce(excluded.ip_sealed, sessions.ip_sealed)`,
        })
        .whereRef('sessions.account_id', '=', 'excluded.account_id')
        .where('sessions.ended_at', 'is', null),
    )
    .returning('expires_at')

const savedSession = prepared((db, session: Saved) =>
  db
    .with('touched', part => touched(part, session))
    .insertInto('oidc_artifacts')
    .columns(['model', 'id_hash', 'account_id', 'uid_hash', 'payload_sealed', 'expires_at'])
    .expression(eb =>
      eb
        .selectFrom('touched')
        .select([
          sql<string>`'Session'`.as('model'),
          sql<Buffer>`${session.idHash}::bytea`.as('id_hash'),
          sql<string>`${session.accountId}::uuid`.as('account_id'),
          sql<Buffer>`${session.uidHash}::bytea`.as('uid_hash'),
          sql<Buffer>`${session.payloadSealed}::bytea`.as('payload_sealed'),
          sql<Date>`least(${session.expiresAt}::timestamptz, touched.expires_at)`.as('expires_at'),
        ]),
    )
    .onConflict(conflict =>
      conflict.columns(['model', 'id_hash']).doUpdateSet(row => ({
        account_id: row.ref('excluded.account_id'),
        uid_hash: row.ref('excluded.uid_hash'),
        payload_sealed: row.ref('excluded.payload_sealed'),
        expires_at: row.ref('excluded.expires_at'),
      })),
    ),
)

const mergedClient = prepared((db, client: WrittenClient & { readonly accountId: string }) =>
  db
    .insertInto('session_clients')
    .columns(['session_uid_hash', 'client_id', 'grant_hash', 'authorization_sealed', 'updated_at'])
    .expression(eb =>
      eb
        .selectFrom('sessions')
        .select([
          'uid_hash',
          sql<string>`${client.clientId}::text`.as('client_id'),
          sql<Buffer | null>`${client.grantHash}::bytea`.as('grant_hash'),
          sql<Buffer>`${client.sealed}::bytea`.as('authorization_sealed'),
          sql<Date>`${client.at}::timestamptz`.as('updated_at'),
        ])
        .where('uid_hash', '=', client.uidHash)
        .where('account_id', '=', client.accountId)
        .where('ended_at', 'is', null),
    )
    .onConflict(clash =>
      clash.columns(['session_uid_hash', 'client_id']).doUpdateSet(row => ({
        grant_hash: row.ref('excluded.grant_hash'),
        authorization_sealed: row.ref('excluded.authorization_sealed'),
        updated_at: row.ref('excluded.updated_at'),
      })),
    ),
)
