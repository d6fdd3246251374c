import { sql } from 'kysely'
import type { ClientObject } from '../core/objects/client.ts'
import { purposes } from '../core/purposes.ts'
import type { LocalText } from '../core/texts.ts'
import type { Sealer } from '../platform/index.ts'
import type { Reader, Transaction } from './database.ts'
import { openAuthorization, type SessionAuthorization } from './sessions.ts'

/** A portal that this person opened, or that may still see something of theirs. */
export interface AccountPortal {
  readonly clientId: string
  readonly name: LocalText
  /** Sessions of this person that are signed in there now. */
  readonly sessions: number
  /** It holds a refresh token that outlives the session: it may see details while the person is away. */
  readonly isOffline: boolean
}

/** Portals with a live session, grant or refresh token of one account, by id. */
export async function findAccountPortals(
  read: Reader,
  sealer: Sealer,
  accountId: string,
  { at, idleSince }: { readonly at: Date; readonly idleSince: Date },
): Promise<readonly AccountPortal[]> {
  const { rows } = await sql<{ id: string; object: ClientObject; sessions: number; tokens: Buffer[] | null }>`
    select clients.id, clients.object, coalesce(open.count, 0)::int as sessions, granted.tokens
    from clients
    left join (
      select session_clients.client_id, count(*) from session_clients
      join sessions on sessions.uid_hash = session_clients.session_uid_hash
      where sessions.account_id = ${accountId} and sessions.ended_at is null
        and sessions.expires_at > ${at} and sessions.last_active_at > ${idleSince}
      group by session_clients.client_id
    ) open on open.client_id = clients.id
    left join (
      select client_id, array_agg(payload_sealed) filter (where model = 'RefreshToken') as tokens from oidc_artifacts
      where account_id = ${accountId} and model in ('Grant', 'RefreshToken')
        and revoked_at is null and consumed_at is null and expires_at > ${at}
      group by client_id
    ) granted on granted.client_id = clients.id
    where open.client_id is not null or granted.client_id is not null
    order by clients.id`.execute(read)
  return rows.map(({ id, object, sessions, tokens }) => ({
    clientId: id,
    name: object.name,
    sessions,
    isOffline: (tokens ?? []).some(token => outlivesSession(sealer, token)),
  }))
}

/** A refresh token without offline access dies with its session, whether or not anybody revoked it. */
const outlivesSession = (sealer: Sealer, token: Buffer): boolean =>
  sealer.openJson<{ readonly expiresWithSession?: boolean }>(purposes.oidcPayload, token).expiresWithSession !== true

/** Takes a portal out of every session of an account. @returns what each session knew it by, to tell it */
export async function deletePortalSessions(
  tx: Transaction,
  sealer: Sealer,
  { accountId, clientId }: { readonly accountId: string; readonly clientId: string },
): Promise<readonly SessionAuthorization[]> {
  const rows = await tx
    .deleteFrom('session_clients')
    .using('sessions')
    .whereRef('sessions.uid_hash', '=', 'session_clients.session_uid_hash')
    .where('sessions.account_id', '=', accountId)
    .where('sessions.ended_at', 'is', null)
    .where('session_clients.client_id', '=', clientId)
    .returning('session_clients.authorization_sealed')
    .execute()
  return rows.map(row => openAuthorization(sealer, row.authorization_sealed))
}

/** Ends every grant and token that one portal has of one account. @returns how many ended */
export async function updatePortalArtifactsRevoked(
  tx: Transaction,
  { accountId, clientId }: { readonly accountId: string; readonly clientId: string },
  at: Date,
): Promise<number> {
  // grants first, as everything does that changes a family of tokens
  await tx
    .selectFrom('oidc_artifacts')
    .select('model')
    .where('account_id', '=', accountId)
    .where('client_id', '=', clientId)
    .where('model', '=', 'Grant')
    .orderBy('id_hash')
    .forUpdate()
    .execute()
  const { numUpdatedRows } = await tx
    .updateTable('oidc_artifacts')
    .set({ revoked_at: at })
    .where('account_id', '=', accountId)
    .where('client_id', '=', clientId)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

/** Whether a portal asked to be told when sessions end (OIDC Back-Channel Logout §2.2). */
export async function wantsLogouts(read: Reader, clientId: string): Promise<boolean> {
  const row = await read
    .selectFrom('clients')
    .select('id')
    .where('id', '=', clientId)
    .where(sql<boolean>`clients.object ? 'backchannel_logout_uri'`)
    .executeTakeFirst()
  return row !== undefined
}
