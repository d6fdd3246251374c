import type { Sealer } from '../platform/index.ts'
import type { ConsoleCookies } from './console-sessions.ts'
import type { Database, Reader } from './database.ts'

/** A form that was sent while something was missing. */
export interface KeptForm {
  /** Address that it posts to. */
  readonly action: string
  /** Which of several that post there. */
  readonly key: string
  readonly organization: string
  /** Of what it changes, as it was when the form was drawn. */
  readonly version: number
  readonly values: Readonly<Record<string, string | readonly string[]>>
}

const contentPurpose = 'console_forms.content'
const hashOf = (sealer: Sealer, { browser, token }: ConsoleCookies): Buffer =>
  sealer.index('console.form', `${browser}\n${token}`)

export async function createConsoleForm(
  db: Database,
  sealer: Sealer,
  cookies: ConsoleCookies,
  kept: { readonly accountId: string; readonly form: KeptForm; readonly expiresAt: Date },
  at: Date,
): Promise<void> {
  await db
    .insertInto('console_forms')
    .values({
      id_hash: hashOf(sealer, cookies),
      account_id: kept.accountId,
      content_sealed: sealer.sealJson(contentPurpose, kept.form),
      expires_at: kept.expiresAt,
      created_at: at,
    })
    .execute()
}

/** Only for whoever typed it, in the browser where they did. */
export async function findConsoleForm(
  read: Reader,
  sealer: Sealer,
  cookies: ConsoleCookies,
  accountId: string,
  at: Date,
): Promise<KeptForm | undefined> {
  const row = await read
    .selectFrom('console_forms')
    .select('content_sealed')
    .where('id_hash', '=', hashOf(sealer, cookies))
    .where('account_id', '=', accountId)
    .where('expires_at', '>', at)
    .executeTakeFirst()
  return row && sealer.openJson<KeptForm>(contentPurpose, row.content_sealed)
}

export async function deleteConsoleForm(db: Database, sealer: Sealer, cookies: ConsoleCookies): Promise<void> {
  await db.deleteFrom('console_forms').where('id_hash', '=', hashOf(sealer, cookies)).execute()
}
