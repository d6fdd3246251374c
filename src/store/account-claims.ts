import type { ExpressionBuilder } from 'kysely'
import { purposes } from '../core/purposes.ts'
import type { Sealer } from '../platform/index.ts'
import type { Reader } from './database.ts'
import { prepared } from './prepared.ts'
import type { AccountProfile, Tables } from './tables.ts'
import type { TermsDocument } from './terms.ts'

/** What tokens and userinfo may say of an account; contacts only where verified. */
export interface AccountClaims {
  readonly profile: AccountProfile
  readonly username: string
  readonly language: 'en' | 'es'
  readonly updatedAt: Date
  readonly email?: string
  readonly phone?: string
}

/** Whether this account may act at this moment. One narrow read: it runs at every token and introspection. */
export async function isAccountActive(read: Reader, accountId: string): Promise<boolean> {
  return (await active.first(read, { accountId })) !== undefined
}

/** The same, or it was closed not long ago (signing in opens it again), as a condition on a row of `accounts`. */
export const signInMayBegin = (eb: ExpressionBuilder<Tables, 'accounts'>, at: Date) =>
  eb.or([eb('status', '=', 'active'), eb.and([eb('status', '=', 'closed'), eb('erase_at', '>', at)])])

/** Whether a sign-in of this account may begin. */
export async function mayBeginSignIn(read: Reader, accountId: string, at: Date): Promise<boolean> {
  return (await beginning.first(read, { accountId, at })) !== undefined
}

const beginning = prepared((db, { accountId, at }: { accountId: string; at: Date }) =>
  db
    .selectFrom('accounts')
    .select('id')
    .where('id', '=', accountId)
    .where(eb => signInMayBegin(eb, at)),
)

const active = prepared((db, { accountId }: { accountId: string }) =>
  db.selectFrom('accounts').select('id').where('id', '=', accountId).where('status', '=', 'active'),
)

/** Whether this account may act, and whether it has accepted this version of a document, in one statement. */
export async function findAccountStanding(
  read: Reader,
  accountId: string,
  terms: { readonly document: TermsDocument; readonly version: string },
): Promise<{ readonly isActive: boolean; readonly hasAccepted: boolean }> {
  const row = await standing.first(read, { accountId, document: terms.document, version: terms.version })
  return { isActive: row !== undefined, hasAccepted: typeof row?.version === 'string' }
}

const standing = prepared(
  (db, { accountId, document, version }: { accountId: string; document: TermsDocument; version: string }) =>
    db
      .selectFrom('accounts as a')
      .leftJoin('terms_acceptances as t', join =>
        join.onRef('t.account_id', '=', 'a.id').on('t.document', '=', document).on('t.version', '=', version),
      )
      .select('t.version')
      .where('a.id', '=', accountId)
      .where('a.status', '=', 'active'),
)

export async function findAccountClaims(
  read: Reader,
  sealer: Sealer,
  accountId: string,
): Promise<AccountClaims | undefined> {
  const rows = await read
    .selectFrom('accounts')
    .leftJoin('account_contacts', join =>
      join.onRef('account_contacts.account_id', '=', 'accounts.id').on('account_contacts.verified_at', 'is not', null),
    )
    .select(['username_sealed', 'profile_sealed', 'language', 'updated_at', 'kind', 'value_sealed'])
    .where('accounts.id', '=', accountId)
    .where('accounts.status', '=', 'active')
    .orderBy('account_contacts.primary', 'desc')
    .orderBy('account_contacts.created_at')
    .execute()
  const [row] = rows
  if (!row) return undefined
  const contact = (kind: 'email' | 'phone'): string | undefined => {
    const sealed = rows.find(each => each.kind === kind)?.value_sealed
    return sealed ? sealer.open(purposes.contactValue, sealed).toString('utf8') : undefined
  }
  const [email, phone] = [contact('email'), contact('phone')]
  return {
    profile: sealer.openJson<AccountProfile>('account.profile', row.profile_sealed),
    username: sealer.open('account.username', row.username_sealed).toString('utf8'),
    language: row.language,
    updatedAt: row.updated_at,
    ...(email ? { email } : {}),
    ...(phone ? { phone } : {}),
  }
}
