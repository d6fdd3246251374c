import { maskEmail, maskUsername, normalizeEmail } from '../core/contacts.ts'
import { normalizeUsername } from '../core/names.ts'
import { maskPhone, parsePhone } from '../core/phones.ts'
import { readReference } from '../core/references.ts'
import { newId } from '../platform/index.ts'
import { findAccountFactors } from '../store/account-factors.ts'
import { type Account, findAccount } from '../store/accounts.ts'
import { type ContactOnFile, findContactsOnFile } from '../store/contacts-on-file.ts'
import {
  findAccountsInReach,
  findLinksInReach,
  findMessagesOfAccount,
  type LinkInReach,
  type MessageStatus,
  type PersonKey,
} from '../store/help-desk.ts'
import { findSessionsOfAccount, type SessionRow } from '../store/sessions.ts'
import { recordAudit } from './audit.ts'
import { findLocks, type Lock } from './help-desk-locks.ts'
import type { House } from './house.ts'
import { findWaiting, type Waiting } from './recovery-waiting.ts'

/** Who of the staff does something, for which organisation, and why: every act is audited with it. */
export interface StaffAct {
  /** the login that it came by: `cli:root` */
  readonly actor: string
  /** the person at the desk; sealed */
  readonly operator: string
  readonly organization: string
  readonly reason: string
}

/** What the help desk may see: enough to help, no whole number or address, and no secret. */
export interface AccountView {
  readonly id: string
  readonly username: string
  readonly name: string
  readonly population: Account['population']
  readonly status: Account['status']
  readonly hasPassword: boolean
  readonly lastSignInAt?: Date
  readonly contacts: readonly ContactView[]
  readonly factors: readonly { readonly kind: string; readonly since: Date; readonly lastUsedAt?: Date }[]
  readonly links: readonly LinkInReach[]
  readonly locks: readonly Lock[]
  readonly sessions: readonly SessionView[]
  readonly waiting: Waiting
  readonly messages: readonly MessageStatus[]
}
export interface ContactView {
  readonly id: string
  readonly kind: 'phone' | 'email'
  readonly masked: string
  /** the clinic's own, on the record; else the person's */
  readonly isOfRecord: boolean
}
export interface SessionView {
  readonly id: string
  readonly startedAt: Date
  readonly lastActiveAt: Date
}

/** A key as it is indexed. @returns undefined where it cannot be one */
export function readPersonKey(by: PersonKey['by'], typed: string): PersonKey | undefined {
  const value = {
    account: () => (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(typed) ? typed.toLowerCase() : undefined),
    username: () => normalizeUsername(typed),
    phone: () => parsePhone(typed)?.e164,
    email: () => normalizeEmail(typed),
    record: () => typed.trim(),
    reference: () => readReference(typed),
  }[by]()
  return value ? { by, value } : undefined
}

/**
 * Looks somebody up. Organisations are walls: staff find only whom their own organisation linked, and of somebody else's
 * patient they learn as much as of nobody. Audited, found or not.
 */
export async function lookUpAccounts(
  house: House,
  key: PersonKey,
  act: StaffAct,
  at: Date,
): Promise<readonly AccountView[]> {
  const ids = await findAccountsInReach(house.db, house.sealer, key, act.organization, at)
  const views: AccountView[] = []
  for (const id of ids) {
    const account = await findAccount(house.db, house.sealer, id)
    if (account) views.push(await viewOf(house, account, act.organization, at))
  }
  await house.db.transaction().execute(async tx => {
    for (const { id } of views) await auditHelpDesk(tx, house, 'looked-up', id, act, { by: key.by })
    if (views.length === 0) await auditHelpDesk(tx, house, 'looked-up', undefined, act, { by: key.by, found: 0 })
  })
  return views
}

async function viewOf(house: House, account: Account, organization: string, at: Date): Promise<AccountView> {
  const { db } = house
  const factors = await findAccountFactors(db, account.id)
  return {
    id: account.id,
    username: account.username.includes('@') ? maskUsername(account.username) : account.username,
    name: `${account.profile.given} ${account.profile.family}`.trim(),
    population: account.population,
    status: account.status,
    hasPassword: account.hasPassword,
    ...(account.lastSignInAt ? { lastSignInAt: account.lastSignInAt } : {}),
    contacts: (await contactsInReach(house, account.id, organization, at)).map(contactView),
    factors: factors.map(({ kind, createdAt, lastUsedAt }) => ({
      kind,
      since: createdAt,
      ...(lastUsedAt ? { lastUsedAt } : {}),
    })),
    links: await findLinksInReach(db, account.id, organization),
    locks: await findLocks(house, account, at),
    sessions: (await findSessionsOfAccount(db, account.id)).map(session => ({
      id: sessionId(session),
      startedAt: session.startedAt,
      lastActiveAt: session.lastActiveAt,
    })),
    waiting: await findWaiting(db, house, account.id, at),
    messages: await findMessagesOfAccount(db, account.id, organization, 8),
  }
}

/** What staff call a session by: the same as in the audit. */
export const sessionId = ({ uidHash }: Pick<SessionRow, 'uidHash'>): string => uidHash.toString('hex').slice(0, 16)

/** Own contacts, and those of this organisation's record; what other organisations have on file is theirs. */
export async function contactsInReach(
  house: House,
  accountId: string,
  organization: string,
  at: Date,
): Promise<readonly ContactOnFile[]> {
  const contacts = await findContactsOnFile(house.db, house.sealer, accountId, at)
  return contacts.filter(contact => contact.organization === undefined || contact.organization === organization)
}

const contactView = ({ id, kind, value, organization }: ContactOnFile): ContactView => ({
  id,
  kind,
  masked: kind === 'phone' ? `••${maskPhone(value)}` : maskEmail(value),
  isOfRecord: organization !== undefined,
})

/** An account that this organisation linked, if it is one. */
export async function findInReach(
  house: House,
  accountId: string,
  organization: string,
  at: Date,
): Promise<Account | undefined> {
  const key = { by: 'account', value: accountId } as const
  const [id] = await findAccountsInReach(house.db, house.sealer, key, organization, at)
  return id ? findAccount(house.db, house.sealer, id) : undefined
}

/** One act of the help desk, in the transaction of what it did. */
export const auditHelpDesk = (
  tx: Parameters<typeof recordAudit>[0],
  house: House,
  what: string,
  accountId: string | undefined,
  { actor, operator, organization, reason }: StaffAct,
  details: Readonly<Record<string, unknown>> & { readonly outcome?: 'refused' } = {},
): Promise<string> => {
  const { outcome = 'success', ...more } = details
  return recordAudit(tx, house, {
    type: `help-desk.${what}`,
    outcome,
    actor,
    ...(accountId ? { accountId } : {}),
    organizationId: organization,
    correlationId: newId(),
    details: { operator, reason, ...more },
  })
}
