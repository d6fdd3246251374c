import { sql } from 'kysely'
import type { PolicyObject } from '../core/objects/policy.ts'
import type { PolicyLevel } from '../core/policy.ts'
import type { Population } from '../core/sign-in-policy.ts'
import type { Reader, Transaction } from './database.ts'
import { prepared } from './prepared.ts'

export interface PolicyRow {
  readonly id: PolicyLevel['id']
  readonly object: PolicyObject
  readonly version: number
  readonly managedBy: 'file' | 'api'
}

/** Every level that says something: five at most. */
export async function findPolicies(read: Reader): Promise<PolicyRow[]> {
  const rows = await read.selectFrom('policies').selectAll().orderBy('id').execute()
  return rows.map(row => ({
    id: row.id as PolicyLevel['id'],
    object: row.object as PolicyObject,
    version: row.version,
    managedBy: row.managed_by,
  }))
}

/** What decides how sure a portal must be of one person. */
export interface PolicyParts {
  readonly levels: readonly PolicyLevel[]
  readonly population?: Population
  readonly emailConfirms: boolean
}

const parts = prepared((db, { accountId, organization }: { accountId: string; organization: string }) =>
  db
    .selectFrom('policies')
    .select([sql<string>`'policy'`.as('part'), 'object as value'])
    .unionAll(
      db
        .selectFrom('organizations')
        .select([sql<string>`'organization'`.as('part'), 'settings as value'])
        .where('id', '=', organization),
    )
    .unionAll(
      db
        .selectFrom('accounts')
        .select([
          sql<string>`'account'`.as('part'),
          sql<object>`jsonb_build_object('population', population)`.as('value'),
        ])
        .where('id', '=', accountId),
    ),
)

/** In one statement, since it runs at every authorization request. */
export async function findPolicyParts(
  read: Reader,
  accountId: string,
  organization: string | undefined,
): Promise<PolicyParts> {
  const rows = await parts.rows(read, { accountId, organization: organization ?? '' })
  const partNamed = (part: string) => rows.find(row => row.part === part)?.value as Record<string, unknown> | undefined
  const population = partNamed('account')?.population as Population | undefined
  return {
    levels: rows.filter(row => row.part === 'policy').map(row => row.value as unknown as PolicyLevel),
    ...(population ? { population } : {}),
    emailConfirms: partNamed('organization')?.email_code_confirms !== false,
  }
}

const columnsOf = ({ object, managedBy }: Pick<PolicyRow, 'object' | 'managedBy'>, at: Date) => ({
  object: JSON.stringify(object),
  managed_by: managedBy,
  updated_at: at,
})

export async function createPolicy(
  tx: Transaction,
  policy: Pick<PolicyRow, 'object' | 'managedBy'>,
  at: Date,
): Promise<void> {
  await tx
    .insertInto('policies')
    .values({ id: policy.object.id, ...columnsOf(policy, at), created_at: at })
    .execute()
}

/** @returns false where somebody else changed it since `version` was read; nothing was written then. */
export async function updatePolicy(
  tx: Transaction,
  policy: Pick<PolicyRow, 'object' | 'managedBy'>,
  version: number,
  at: Date,
): Promise<boolean> {
  const updated = await tx
    .updateTable('policies')
    .set({ ...columnsOf(policy, at), version: version + 1 })
    .where('id', '=', policy.object.id)
    .where('version', '=', version)
    .executeTakeFirst()
  return updated.numUpdatedRows === 1n
}
