import { recordNumberKey } from '../core/names.ts'
import { purposes } from '../core/purposes.ts'
import type { Sealer } from '../platform/index.ts'
import type { Reader } from './database.ts'
import type { AccountLinksTable, MessagesTable } from './tables.ts'

/** What staff may look somebody up by; each is found exactly, by its blind index. */
export type PersonKey =
  | { readonly by: 'account'; readonly value: string }
  | { readonly by: 'username'; readonly value: string }
  | { readonly by: 'phone'; readonly value: string }
  | { readonly by: 'email'; readonly value: string }
  | { readonly by: 'record'; readonly value: string }
  /** the code that a page of trouble showed */
  | { readonly by: 'reference'; readonly value: string }

/** Accounts with such a key that this organisation linked, whatever their status, operators' apart. Others do not exist for it. */
export async function findAccountsInReach(
  read: Reader,
  sealer: Sealer,
  key: PersonKey,
  organization: string,
  at: Date,
): Promise<readonly string[]> {
  const rows = await read
    .selectFrom('account_links as links')
    .innerJoin('accounts', 'accounts.id', 'links.account_id')
    .select('links.account_id')
    .distinct()
    .where('links.organization_id', '=', organization)
    .where('links.ended_at', 'is', null)
    // whoever may act for others is no case for the help desk: it would give its own staff more than they have
    .where(eb =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('operators')
            .select('operators.account_id')
            .whereRef('operators.account_id', '=', 'links.account_id')
            .where('operators.ended_at', 'is', null),
        ),
      ),
    )
    .where(eb => eb.or([eb('links.expires_at', 'is', null), eb('links.expires_at', '>', at)]))
    .where(eb => {
      switch (key.by) {
        case 'account':
          return eb('links.account_id', '=', key.value)
        case 'username':
          return eb('accounts.username_index', '=', sealer.index(purposes.accountUsername, key.value))
        case 'phone':
        case 'email': {
          const index = sealer.index(key.by === 'phone' ? purposes.contactPhone : purposes.contactEmail, key.value)
          const own = eb
            .selectFrom('account_contacts')
            .select('account_id')
            .where('value_index', '=', index)
            .where('verified_at', 'is not', null)
          // a contact of the patient's record says nothing of somebody who only acts for them
          const byRecord = eb
            .selectFrom('patient_contacts')
            .innerJoin('account_links as theirs', 'theirs.patient_id', 'patient_contacts.patient_id')
            .select('theirs.account_id')
            .where('patient_contacts.value_index', '=', index)
            .where('theirs.organization_id', '=', organization)
            .where('theirs.relationship', '=', 'self')
            .where('theirs.ended_at', 'is', null)
            .where(valid => valid.or([valid('theirs.expires_at', 'is', null), valid('theirs.expires_at', '>', at)]))
          // one set of accounts, so that it is looked up first: `or` would have every link looked at
          return eb('links.account_id', 'in', own.union(byRecord))
        }
        case 'record': {
          const index = sealer.index(purposes.patientRecordNumber, recordNumberKey(organization, key.value))
          const records = eb
            .selectFrom('patients')
            .select('id')
            .where('organization_id', '=', organization)
            .where('record_number_index', '=', index)
          return eb('links.patient_id', 'in', records)
        }
        case 'reference':
          return eb(
            'links.account_id',
            'in',
            eb
              .selectFrom('audit_events')
              .select('account_id')
              .where('reference', '=', key.value)
              .where('account_id', 'is not', null)
              .$castTo<{ account_id: string }>(),
          )
      }
    })
    .orderBy('links.account_id')
    .limit(20)
    .execute()
  return rows.map(row => row.account_id)
}

export type MessageStatus = Pick<MessagesTable, 'channel' | 'template' | 'state' | 'failure' | 'created_at' | 'sent_at'>

/** What became of the last messages that one organisation sent to a person; never what stood in them. */
export const findMessagesOfAccount = (
  read: Reader,
  accountId: string,
  organization: string,
  count: number,
): Promise<readonly MessageStatus[]> =>
  read
    .selectFrom('messages')
    .select(['channel', 'template', 'state', 'failure', 'created_at', 'sent_at'])
    .where('account_id', '=', accountId)
    .where('organization_id', '=', organization)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(count)
    .execute()

export type LinkInReach = Pick<AccountLinksTable, 'relationship' | 'access' | 'basis' | 'expires_at' | 'created_at'> & {
  readonly patient_id: string
  readonly asleep_since: Date | null
  readonly record_status: string
}

/** Links to one organisation, sleeping ones and those to closed records too: staff see why somebody sees nothing. */
export const findLinksInReach = (
  read: Reader,
  accountId: string,
  organization: string,
): Promise<readonly LinkInReach[]> =>
  read
    .selectFrom('account_links as links')
    .innerJoin('patients', 'patients.id', 'links.patient_id')
    .select(['links.relationship', 'links.access', 'links.basis', 'links.expires_at', 'links.created_at'])
    .select(['links.patient_id', 'links.asleep_since', 'patients.status as record_status'])
    .where('links.account_id', '=', accountId)
    .where('links.organization_id', '=', organization)
    .where('links.ended_at', 'is', null)
    .orderBy('links.created_at')
    .execute()
