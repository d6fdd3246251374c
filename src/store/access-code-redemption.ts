import { sql } from 'kysely'
import type { Database, Reader, Transaction } from './database.ts'
import type { AccessCodesTable, PatientsTable } from './tables.ts'

/** An access code as redemption sees it: never the code itself. */
export type RedeemableCode = Pick<
  AccessCodesTable,
  | 'id'
  | 'organization_id'
  | 'patient_id'
  | 'representative_sealed'
  | 'channel'
  | 'expires_at'
  | 'superseded_at'
  | 'voided_at'
  | 'used_at'
> & { readonly failures: number; readonly identity_checked: boolean }
export type ChargedCode = RedeemableCode & Pick<PatientsTable, 'birth_index' | 'status'>

const columns = [
  'access_codes.id',
  'access_codes.organization_id',
  'access_codes.patient_id',
  'access_codes.representative_sealed',
  'access_codes.channel',
  'access_codes.identity_checked',
  'access_codes.failures',
  'access_codes.expires_at',
  'access_codes.superseded_at',
  'access_codes.voided_at',
  'access_codes.used_at',
] as const

/**
 * Charges one try to a code where the birth date is wrong, and hands back what it was compared with: counted and
 * compared in one statement, so that parallel guesses never exceed the budget, and parallel right answers, such as a
 * form sent twice, never spend it. Void, expired and used codes are charged too.
 * @returns undefined where no such code exists or its tries are spent: one statement in every case.
 */
export async function chargeAccessCodeTry(
  db: Database,
  { codeIndex, birthIndex }: { readonly codeIndex: Buffer; readonly birthIndex: Buffer },
  tries: number,
): Promise<ChargedCode | undefined> {
  return db
    .updateTable('access_codes')
    .from('patients')
    .set({
      failures: sql<number>`access_codes.failures + case when patients.birth_index = ${birthIndex} then 0 else 1 end`,
    })
    .whereRef('patients.id', '=', 'access_codes.patient_id')
    .where('access_codes.code_index', '=', codeIndex)
    .where('access_codes.failures', '<', tries)
    .returning([...columns, 'patients.birth_index', 'patients.status'])
    .executeTakeFirst()
}

/**
 * Voids a code whose tries are spent. Runs after every refusal, whether the code exists or not, so that all refusals
 * do the same work. @returns the code where this very call voided it, and so must tell the contact of record.
 */
export async function updateAccessCodeVoidWhenSpent(
  tx: Transaction,
  codeIndex: Buffer,
  tries: number,
  at: Date,
): Promise<RedeemableCode | undefined> {
  return tx
    .updateTable('access_codes')
    .set({ voided_at: at })
    .where('code_index', '=', codeIndex)
    .where('failures', '>=', tries)
    .where('voided_at', 'is', null)
    .returning(columns)
    .executeTakeFirst()
}

/** Voids a code whatever its tries: somebody who proved everything said that the record is another person's. */
export async function updateAccessCodeVoid(tx: Transaction, id: string, at: Date): Promise<boolean> {
  const updated = await tx
    .updateTable('access_codes')
    .set({ voided_at: at })
    .where('id', '=', id)
    .where('voided_at', 'is', null)
    .where('used_at', 'is', null)
    .executeTakeFirst()
  return updated.numUpdatedRows === 1n
}

export interface Redemption extends RedeemableCode {
  readonly demographics_sealed: Buffer
  readonly patient_status: PatientsTable['status']
  readonly time_zone: string
  readonly default_language: 'en' | 'es'
  readonly organization_settings: object
  readonly has_self_account: boolean
}

/** A code with the record and organisation that it is bound to, in one statement. */
export async function findRedemption(read: Reader, codeId: string): Promise<Redemption | undefined> {
  return read
    .selectFrom('access_codes')
    .innerJoin('patients', 'patients.id', 'access_codes.patient_id')
    .innerJoin('organizations', 'organizations.id', 'access_codes.organization_id')
    .select([
      ...columns,
      'patients.demographics_sealed',
      'patients.status as patient_status',
      'organizations.time_zone',
      'organizations.default_language',
      'organizations.settings as organization_settings',
    ])
    .select(
      sql<boolean>`exists (
        select 1 from account_links
        where account_links.patient_id = access_codes.patient_id
          and relationship = 'self' and ended_at is null
      )`.as('has_self_account'),
    )
    .where('access_codes.id', '=', codeId)
    .executeTakeFirst()
}

/**
 * Spends a code, once: of any number of simultaneous redemptions one finds it unspent, the others wait on its row.
 * The record must still be a living, active one. @returns the code where this call spent it.
 */
export async function updateAccessCodeUsed(tx: Transaction, id: string, at: Date): Promise<RedeemableCode | undefined> {
  return tx
    .updateTable('access_codes')
    .set({ used_at: at })
    .where('id', '=', id)
    .where('used_at', 'is', null)
    .where('voided_at', 'is', null)
    .where('superseded_at', 'is', null)
    .where('expires_at', '>', at)
    .where(eb =>
      eb.exists(
        eb
          .selectFrom('patients')
          .select('patients.id')
          .whereRef('patients.id', '=', 'access_codes.patient_id')
          .where('patients.status', '=', 'active'),
      ),
    )
    .returning(columns)
    .executeTakeFirst()
}

/** Names the account that a spent code made; in the transaction that spent it. */
export async function updateAccessCodeAccount(tx: Transaction, id: string, accountId: string): Promise<void> {
  await tx.updateTable('access_codes').set({ used_by_account_id: accountId }).where('id', '=', id).execute()
}
