import { sql } from 'kysely'
import type { OperatorGrant, OperatorRole } from '../core/operator-access.ts'
import type { Sealer } from '../platform/index.ts'
import type { Reader, Transaction } from './database.ts'
import { prepared } from './prepared.ts'
import type { AccountProfile } from './tables.ts'

export interface Operator extends OperatorGrant {
  readonly accountId: string
  readonly role: OperatorRole
  readonly username: string
  readonly name: string
  /** of the account */
  readonly status: 'active' | 'locked' | 'disabled' | 'closed'
  readonly endedAt?: Date
  readonly lastSignInAt?: Date
  readonly version: number
  readonly createdBy: string
  readonly createdAt: Date
}
type OperatorRow = Awaited<ReturnType<typeof rowsOf>>[number]

const rowsOf = (read: Reader) => operators(read).execute()
const operators = (read: Reader) =>
  read
    .selectFrom('operators as o')
    .innerJoin('accounts as a', 'a.id', 'o.account_id')
    .select(['o.account_id', 'o.role', 'o.organizations', 'o.ended_at', 'o.version', 'o.created_by', 'o.created_at'])
    .select(['a.username_sealed', 'a.profile_sealed', 'a.status', 'a.population', 'a.last_sign_in_at'])

function operatorOf(sealer: Sealer, row: OperatorRow): Operator {
  const { given, family } = sealer.openJson<AccountProfile>('account.profile', row.profile_sealed)
  return {
    accountId: row.account_id,
    role: row.role,
    ...(row.organizations ? { organizations: row.organizations } : {}),
    username: sealer.open('account.username', row.username_sealed).toString('utf8'),
    name: `${given} ${family}`.trim(),
    status: row.status,
    ...(row.ended_at ? { endedAt: row.ended_at } : {}),
    ...(row.last_sign_in_at ? { lastSignInAt: row.last_sign_in_at } : {}),
    version: row.version,
    createdBy: row.created_by,
    createdAt: row.created_at,
  }
}

/** Somebody who may act as an operator at this moment: asked at every request, since both rows can change any time. */
export async function findActingOperator(
  read: Reader,
  sealer: Sealer,
  accountId: string,
): Promise<Operator | undefined> {
  const row = await actingById.first(read, { accountId })
  return row && operatorOf(sealer, row)
}

const actingById = prepared((db, { accountId }: { accountId: string }) =>
  operators(db)
    .where('o.account_id', '=', accountId)
    .where('o.ended_at', 'is', null)
    .where('a.status', '=', 'active')
    .where('a.population', '=', 'staff'),
)

export async function findOperator(read: Reader, sealer: Sealer, accountId: string): Promise<Operator | undefined> {
  const row = await operators(read).where('o.account_id', '=', accountId).executeTakeFirst()
  return row && operatorOf(sealer, row)
}

/** By account id, those after one; of some organisations only, where these are given. */
export async function findOperators(
  read: Reader,
  sealer: Sealer,
  which: { readonly after?: string; readonly within?: readonly string[]; readonly limit: number },
): Promise<readonly Operator[]> {
  const { after, within, limit } = which
  const rows = await operators(read)
    .$if(after !== undefined, query => query.where('o.account_id', '>', after as string))
    .$if(within !== undefined, query => query.where(sql<boolean>`o.organizations <@ ${[...(within ?? [])]}::text[]`))
    .orderBy('o.account_id')
    .limit(limit)
    .execute()
  return rows.map(row => operatorOf(sealer, row))
}

/** Of whom one at least must stay: whoever may give roles everywhere. Held, so that two do not leave together. */
export async function countOwnersForUpdate(tx: Transaction): Promise<number> {
  const rows = await tx
    .selectFrom('operators')
    .select('account_id')
    .where('role', '=', 'owner')
    .where('organizations', 'is', null)
    .where('ended_at', 'is', null)
    .orderBy('account_id')
    .forUpdate()
    .execute()
  return rows.length
}

/** @returns false where this account is one already; nothing was written then */
export async function createOperator(
  tx: Transaction,
  operator: OperatorGrant & { readonly accountId: string; readonly createdBy: string },
  at: Date,
): Promise<boolean> {
  const done = await tx
    .insertInto('operators')
    .values({
      account_id: operator.accountId,
      role: operator.role,
      organizations: operator.organizations ? [...operator.organizations] : null,
      ended_at: null,
      created_by: operator.createdBy,
      created_at: at,
      updated_at: at,
    })
    .onConflict(conflict => conflict.column('account_id').doNothing())
    .executeTakeFirst()
  return done.numInsertedOrUpdatedRows === 1n
}

/** @returns false where somebody else changed it since `version` was read; nothing was written then */
export async function updateOperator(
  tx: Transaction,
  accountId: string,
  change: OperatorGrant & { readonly endedAt?: Date },
  version: number,
  at: Date,
): Promise<boolean> {
  const done = await tx
    .updateTable('operators')
    .set({
      role: change.role,
      organizations: change.organizations ? [...change.organizations] : null,
      ended_at: change.endedAt ?? null,
      version: version + 1,
      updated_at: at,
    })
    .where('account_id', '=', accountId)
    .where('version', '=', version)
    .executeTakeFirst()
  return done.numUpdatedRows === 1n
}
