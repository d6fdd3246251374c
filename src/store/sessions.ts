import { sql } from 'kysely'
import type { Sealer } from '../platform/index.ts'
import type { Database, Reader, Transaction } from './database.ts'
import { prepared } from './prepared.ts'

/** A session's uid is no bearer value, but it names a person's visit: kept as a keyed hash all the same. */
export const sessionHash = (sealer: Sealer, uid: string): Buffer => sealer.index('session.uid', uid)

export const sessionIpPurpose = 'sessions.ip'

/** The browser that a session was last used in, and its network address. */
export interface SessionVisit {
  readonly device: string
  readonly ip: string
}
/** A session that still counts, as its owner sees it in a list. */
export interface OpenSession extends SessionRow {
  readonly device?: string
  /** Network address of its last use, where it is known. */
  readonly ip?: string
}
export interface SessionRow {
  readonly uidHash: Buffer
  readonly accountId: string
  readonly startedAt: Date
  readonly lastActiveAt: Date
  readonly expiresAt: Date
}
/** One portal at which a session signed in, as oidc-provider's `authorizations` has it. */
export interface SessionAuthorization {
  readonly sid?: string
  readonly grantId?: string
  readonly persistsLogout?: boolean
}
export interface SessionClientRow {
  readonly clientId: string
  readonly authorization: SessionAuthorization
}

const authorizationPurpose = 'session_clients.authorization'

/** Takes a session's row, where there is one, until the transaction ends: whatever else it takes comes after. */
export const lockSession = (tx: Transaction, uidHash: Buffer): Promise<void> => locked.send(tx, { uidHash })

const locked = prepared((db, { uidHash }: { uidHash: Buffer }) =>
  db.selectFrom('sessions').select('uid_hash').where('uid_hash', '=', uidHash).forNoKeyUpdate(),
)

/**
 * One UPDATE a minute at most: what is younger than `olderThan` is left alone.
 * @param visit where the person themselves was, left out where a portal's server asked
 */
export async function updateSessionActivity(
  db: Reader,
  sealer: Sealer,
  uidHash: Buffer,
  { at, olderThan, visit }: { readonly at: Date; readonly olderThan: Date; readonly visit?: SessionVisit },
): Promise<void> {
  await db
    .updateTable('sessions')
    .set({
      last_active_at: at,
      ...(visit ? { device_label: visit.device, ip_sealed: sealer.seal(sessionIpPurpose, visit.ip) } : {}),
    })
    .where('uid_hash', '=', uidHash)
    .where('ended_at', 'is', null)
    .where('last_active_at', '<', olderThan)
    .execute()
}

export async function findSession(read: Reader, uidHash: Buffer): Promise<SessionRow | undefined> {
  const row = await read
    .selectFrom('sessions')
    .select(['uid_hash', 'account_id', 'started_at', 'last_active_at', 'expires_at'])
    .where('uid_hash', '=', uidHash)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  return row && sessionOf(row)
}

export async function findSessionsOfAccount(read: Reader, accountId: string): Promise<readonly SessionRow[]> {
  const rows = await read
    .selectFrom('sessions')
    .select(['uid_hash', 'account_id', 'started_at', 'last_active_at', 'expires_at'])
    .where('account_id', '=', accountId)
    .where('ended_at', 'is', null)
    .orderBy('started_at')
    .execute()
  return rows.map(sessionOf)
}

/** Those that still count, the one used last first. */
export async function findOpenSessions(
  read: Reader,
  sealer: Sealer,
  accountId: string,
  { at, idleSince }: { readonly at: Date; readonly idleSince: Date },
): Promise<readonly OpenSession[]> {
  const rows = await read
    .selectFrom('sessions')
    .select(['uid_hash', 'account_id', 'started_at', 'last_active_at', 'expires_at', 'device_label', 'ip_sealed'])
    .where('account_id', '=', accountId)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', at)
    .where('last_active_at', '>', idleSince)
    .orderBy('last_active_at', 'desc')
    .orderBy('uid_hash')
    .execute()
  return rows.map(row => ({
    ...sessionOf(row),
    ...(row.device_label ? { device: row.device_label } : {}),
    ...(row.ip_sealed ? { ip: sealer.open(sessionIpPurpose, row.ip_sealed).toString('utf8') } : {}),
  }))
}

/** The grants that a session has at its portals: what they let a portal do ends with them. */
export async function findSessionGrants(read: Reader, uidHash: Buffer): Promise<readonly Buffer[]> {
  const rows = await read
    .selectFrom('session_clients')
    .select('grant_hash')
    .where('session_uid_hash', '=', uidHash)
    .where('grant_hash', 'is not', null)
    .orderBy('grant_hash')
    .execute()
  return rows.flatMap(row => row.grant_hash ?? [])
}

/** Sessions past their idle or absolute limit that nobody has ended yet; locked, so that one instance ends each. */
export async function findLapsedSessions(
  tx: Transaction,
  limits: { at: Date; idleSince: Date; count: number },
): Promise<readonly SessionRow[]> {
  const rows = await tx
    .selectFrom('sessions')
    .select(['uid_hash', 'account_id', 'started_at', 'last_active_at', 'expires_at'])
    .where('ended_at', 'is', null)
    .where(eb => eb.or([eb('last_active_at', '<=', limits.idleSince), eb('expires_at', '<=', limits.at)]))
    .limit(limits.count)
    .forUpdate()
    .skipLocked()
    .execute()
  return rows.map(sessionOf)
}

/** @returns false where it had ended before: whoever ended it told the portals. */
export async function updateSessionEnded(tx: Reader, uidHash: Buffer, at: Date): Promise<boolean> {
  const updated = await tx
    .updateTable('sessions')
    .set({ ended_at: at })
    .where('uid_hash', '=', uidHash)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  return updated.numUpdatedRows === 1n
}

export type NewSessionClient = SessionClientRow & { readonly grantHash: Buffer | null }

/**
 * Takes a session's place for one client. With `keep` the first to take it has it.
 * @returns what stands there now
 */
export async function claimSessionClient(
  db: Reader,
  sealer: Sealer,
  { uidHash, client }: { readonly uidHash: Buffer; readonly client: NewSessionClient },
  at: Date,
  conflict: 'update' | 'keep',
): Promise<SessionAuthorization> {
  const claimed = conflict === 'keep' ? keptClient : replacedClient
  const row = await claimed.first(db, writtenClient(sealer, { uidHash, client }, at))
  if (!row) throw new Error('a portal was not written down')
  return openAuthorization(sealer, row.authorization_sealed)
}

export const writtenClient = (
  sealer: Sealer,
  { uidHash, client }: { readonly uidHash: Buffer; readonly client: NewSessionClient },
  at: Date,
): WrittenClient => ({
  uidHash,
  clientId: client.clientId,
  grantHash: client.grantHash,
  sealed: sealer.sealJson(authorizationPurpose, client.authorization),
  at,
})
export interface WrittenClient {
  readonly uidHash: Buffer
  readonly clientId: string
  readonly grantHash: Buffer | null
  readonly sealed: Buffer
  readonly at: Date
}
const newClient = (db: Reader, { uidHash, clientId, grantHash, sealed, at }: WrittenClient) =>
  db.insertInto('session_clients').values({
    session_uid_hash: uidHash,
    client_id: clientId,
    grant_hash: grantHash,
    authorization_sealed: sealed,
    updated_at: at,
  })
const replacedClient = prepared((db, client: WrittenClient) =>
  newClient(db, client)
    .onConflict(clash =>
      clash.columns(['session_uid_hash', 'client_id']).doUpdateSet(eb => ({
        grant_hash: eb.ref('excluded.grant_hash'),
        authorization_sealed: eb.ref('excluded.authorization_sealed'),
        updated_at: eb.ref('excluded.updated_at'),
      })),
    )
    .returning('authorization_sealed'),
)
const keptClient = prepared((db, client: WrittenClient) =>
  newClient(db, client)
    // changes nothing, but answers with the row that stands
    .onConflict(clash =>
      clash
        .columns(['session_uid_hash', 'client_id'])
        .doUpdateSet(eb => ({ updated_at: eb.ref('session_clients.updated_at') })),
    )
    .returning('authorization_sealed'),
)

export const openAuthorization = (sealer: Sealer, sealed: Buffer): SessionAuthorization =>
  sealer.openJson<SessionAuthorization>(authorizationPurpose, sealed)

/** The portals of a session that asked to be told when it ends (OIDC Back-Channel Logout §2.2). */
export async function findClientsToTell(
  read: Reader,
  sealer: Sealer,
  uidHash: Buffer,
): Promise<readonly SessionClientRow[]> {
  const rows = await read
    .selectFrom('session_clients')
    .innerJoin('clients', 'clients.id', 'session_clients.client_id')
    .select(['session_clients.client_id', 'session_clients.authorization_sealed'])
    .where('session_clients.session_uid_hash', '=', uidHash)
    .where(sql<boolean>`clients.object ? 'backchannel_logout_uri'`)
    .execute()
  return rows.map(row => ({
    clientId: row.client_id,
    authorization: openAuthorization(sealer, row.authorization_sealed),
  }))
}

/** The person signed out of one portal only. */
export async function deleteSessionClient(
  db: Database | Transaction,
  uidHash: Buffer,
  clientId: string,
): Promise<void> {
  await db
    .deleteFrom('session_clients')
    .where('session_uid_hash', '=', uidHash)
    .where('client_id', '=', clientId)
    .execute()
}

const sessionOf = (row: {
  uid_hash: Buffer
  account_id: string
  started_at: Date
  last_active_at: Date
  expires_at: Date
}): SessionRow => ({
  uidHash: row.uid_hash,
  accountId: row.account_id,
  startedAt: row.started_at,
  lastActiveAt: row.last_active_at,
  expiresAt: row.expires_at,
})
