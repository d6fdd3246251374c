import type { Reader, Transaction } from './database.ts'
import type { AccountLinksTable } from './tables.ts'

export interface AccountLink {
  readonly id: string
  readonly accountId: string
  readonly patientId: string
  readonly organizationId: string
  readonly relationship: AccountLinksTable['relationship']
  readonly access: AccountLinksTable['access']
  readonly basis: string
  readonly expiresAt?: Date
}

/**
 * Ties an account to a patient record. The partial unique index decides every race for the one *self* account.
 * @returns false where the record already has a self account.
 */
export async function createAccountLink(tx: Transaction, link: AccountLink, at: Date): Promise<boolean> {
  const created = await tx
    .insertInto('account_links')
    .values({
      id: link.id,
      account_id: link.accountId,
      patient_id: link.patientId,
      organization_id: link.organizationId,
      relationship: link.relationship,
      access: link.access,
      basis: link.basis,
      expires_at: link.expiresAt ?? null,
      created_at: at,
    })
    .onConflict(conflict => conflict.doNothing())
    .executeTakeFirst()
  return created.numInsertedOrUpdatedRows === 1n
}

/**
 * Links that give access at this moment, self first.
 * @param organization only the links that this one made
 */
export async function findAccountLinks(
  read: Reader,
  accountId: string,
  at: Date,
  organization?: string,
): Promise<readonly AccountLink[]> {
  const rows = await read
    .selectFrom('account_links')
    .selectAll()
    .where('account_id', '=', accountId)
    .$if(organization !== undefined, query => query.where('organization_id', '=', organization as string))
    .where('ended_at', 'is', null)
    // another organisation let the person in again: until they prove more, this one's record is closed
    .where('asleep_since', 'is', null)
    .where(eb => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', at)]))
    // a deceased, inactive or merged record ends access; the link and the account stay
    .where(eb =>
      eb.exists(
        eb
          .selectFrom('patients')
          .select('patients.id')
          .whereRef('patients.id', '=', 'account_links.patient_id')
          .where('patients.status', '=', 'active'),
      ),
    )
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  return rows
    .map(row => ({
      id: row.id,
      accountId: row.account_id,
      patientId: row.patient_id,
      organizationId: row.organization_id,
      relationship: row.relationship,
      access: row.access,
      basis: row.basis,
      ...(row.expires_at ? { expiresAt: row.expires_at } : {}),
    }))
    .sort((a, b) => Number(b.relationship === 'self') - Number(a.relationship === 'self'))
}

/** Whether the account is tied to a record, one that may not be seen at this moment too. */
export async function hasAccountLinks(read: Reader, accountId: string): Promise<boolean> {
  const row = await read
    .selectFrom('account_links')
    .select('id')
    .where('account_id', '=', accountId)
    .where('ended_at', 'is', null)
    .limit(1)
    .execute()
  return row.length > 0
}

/** Whether another organisation tied the account to a record of its own, whether or not that gives access at the moment. */
export async function hasLinksElsewhere(read: Reader, accountId: string, organizationId: string): Promise<boolean> {
  const row = await read
    .selectFrom('account_links')
    .select('id')
    .where('account_id', '=', accountId)
    .where('organization_id', '!=', organizationId)
    .where('ended_at', 'is', null)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** The account of the patient themself, if there is one. */
export async function findSelfAccount(read: Reader, patientId: string): Promise<string | undefined> {
  const row = await read
    .selectFrom('account_links')
    .select('account_id')
    .where('patient_id', '=', patientId)
    .where('relationship', '=', 'self')
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  return row?.account_id
}

/** Whether an account is tied to its person's own record, and they were born on another day than the person of this one. */
export async function isOfAnotherBirthDate(read: Reader, accountId: string, patientId: string): Promise<boolean> {
  const row = await read
    .selectFrom('account_links')
    .innerJoin('patients as own', 'own.id', 'account_links.patient_id')
    .innerJoin('patients as other', join => join.on('other.id', '=', patientId))
    .select('account_links.id')
    .where('account_links.account_id', '=', accountId)
    .where('account_links.relationship', '=', 'self')
    .where('account_links.ended_at', 'is', null)
    .whereRef('own.birth_index', '!=', 'other.birth_index')
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Links that have not ended, whether or not they give access at the moment. */
export async function findLinksToEnd(tx: Transaction, accountId: string): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom('account_links')
    .select('id')
    .where('account_id', '=', accountId)
    .where('ended_at', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute()
  return rows.map(({ id }) => id)
}

export async function updateLinksEnded(tx: Transaction, ids: readonly string[], at: Date): Promise<void> {
  if (ids.length === 0) return
  await tx.updateTable('account_links').set({ ended_at: at }).where('id', 'in', ids).execute()
}

/** Links of an account come back; a self link only where its record has no other account by now. */
export async function updateLinksResumed(tx: Transaction, accountId: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx
    .updateTable('account_links')
    .set({ ended_at: null })
    .where('account_id', '=', accountId)
    .where('id', 'in', ids)
    .where(eb =>
      eb.or([
        eb('relationship', '!=', 'self'),
        eb.not(
          eb.exists(
            eb
              .selectFrom('account_links as other')
              .select('other.id')
              .whereRef('other.patient_id', '=', 'account_links.patient_id')
              .where('other.relationship', '=', 'self')
              .where('other.ended_at', 'is', null),
          ),
        ),
      ]),
    )
    .execute()
}
