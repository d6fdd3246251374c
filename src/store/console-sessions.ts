import type { Sealer } from '../platform/index.ts'
import type { Database, Reader } from './database.ts'

/** What the console holds of one sign-in. */
export interface ConsoleTokens {
  readonly access: string
  /** milliseconds since 1970 */
  readonly accessEndsAt: number
  readonly refresh: string
  readonly idToken: string
}
export interface ConsoleSession {
  readonly accountId: string
  readonly tokens: ConsoleTokens
  readonly organization?: string
  readonly expiresAt: Date
}
/** Neither cookie alone finds anything. */
export interface ConsoleCookies {
  readonly browser: string
  readonly token: string
}

const tokensPurpose = 'console_sessions.tokens'
const hashOf = (sealer: Sealer, { browser, token }: ConsoleCookies): Buffer =>
  sealer.index('console.session', `${browser}\n${token}`)

export async function createConsoleSession(
  db: Database,
  sealer: Sealer,
  cookies: ConsoleCookies,
  session: ConsoleSession,
  at: Date,
): Promise<void> {
  await db
    .insertInto('console_sessions')
    .values({
      id_hash: hashOf(sealer, cookies),
      account_id: session.accountId,
      tokens_sealed: sealer.sealJson(tokensPurpose, session.tokens),
      organization_id: session.organization ?? null,
      expires_at: session.expiresAt,
      created_at: at,
    })
    .execute()
}

/** Also one whose time is over, until it is purged: whose it was is still known. */
export async function findConsoleSession(
  read: Reader,
  sealer: Sealer,
  cookies: ConsoleCookies,
): Promise<ConsoleSession | undefined> {
  const row = await read
    .selectFrom('console_sessions')
    .selectAll()
    .where('id_hash', '=', hashOf(sealer, cookies))
    .executeTakeFirst()
  return (
    row && {
      accountId: row.account_id,
      tokens: sealer.openJson<ConsoleTokens>(tokensPurpose, row.tokens_sealed),
      expiresAt: row.expires_at,
      ...(row.organization_id ? { organization: row.organization_id } : {}),
    }
  )
}

export async function updateConsoleTokens(
  db: Database,
  sealer: Sealer,
  cookies: ConsoleCookies,
  tokens: ConsoleTokens,
): Promise<void> {
  await db
    .updateTable('console_sessions')
    .set({ tokens_sealed: sealer.sealJson(tokensPurpose, tokens) })
    .where('id_hash', '=', hashOf(sealer, cookies))
    .execute()
}

export async function updateConsoleOrganization(
  db: Database,
  sealer: Sealer,
  cookies: ConsoleCookies,
  organization: string,
): Promise<void> {
  await db
    .updateTable('console_sessions')
    .set({ organization_id: organization })
    .where('id_hash', '=', hashOf(sealer, cookies))
    .execute()
}

export async function deleteConsoleSession(db: Database, sealer: Sealer, cookies: ConsoleCookies): Promise<void> {
  await db.deleteFrom('console_sessions').where('id_hash', '=', hashOf(sealer, cookies)).execute()
}
