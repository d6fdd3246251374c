import { purposes } from '../core/purposes.ts'
import type { Sealer } from '../platform/index.ts'
import type { Database, Reader, Transaction } from './database.ts'
import type { LocalText, RecoveryOrigin } from './tables.ts'

/** What somebody typed, and where their journey ends: sealed as a whole. */
export interface RecoveryAsk {
  readonly typed: string
  readonly language: 'en' | 'es'
  readonly ip: string
  readonly ends: RecoveryEnds
}
/** Where a journey ends: it was given before it began, and names nobody. */
export interface RecoveryEnds {
  readonly organization: string
  readonly organizationGiven?: boolean
  readonly client?: {
    readonly id: string
    readonly name: LocalText
    readonly firstParty: boolean
  }
  readonly targetLinkUri?: string
}

const askPurpose = 'recovery.ask'
const endsPurpose = 'recovery.ends'
const tokenHash = (sealer: Sealer, token: string): Buffer => sealer.index('recovery.link', token)

export async function createRecoveryAsk(
  tx: Transaction,
  sealer: Sealer,
  ask: RecoveryAsk & {
    readonly id: string
    readonly flowId: string
    readonly isMuted: boolean
    readonly expiresAt: Date
  },
  at: Date,
): Promise<void> {
  const { id, flowId, isMuted, expiresAt, ...asked } = ask
  await tx
    .insertInto('recovery_asks')
    .values({
      id,
      flow_id: flowId,
      asked_sealed: sealer.sealJson(askPurpose, asked),
      answered_at: isMuted ? at : null,
      expires_at: expiresAt,
      created_at: at,
    })
    .execute()
}

/** Takes an ask once. @returns undefined where another worker has it, or it is too late for an answer */
export async function updateRecoveryAskAnswered(
  tx: Transaction,
  sealer: Sealer,
  id: string,
  at: Date,
): Promise<(RecoveryAsk & { readonly flowId: string }) | undefined> {
  const row = await tx
    .updateTable('recovery_asks')
    .set({ answered_at: at })
    .where('id', '=', id)
    .where('answered_at', 'is', null)
    .where('expires_at', '>', at)
    .returning(['flow_id', 'asked_sealed'])
    .executeTakeFirst()
  return row && { ...sealer.openJson<RecoveryAsk>(askPurpose, row.asked_sealed), flowId: row.flow_id }
}

export interface RecoveryLink {
  readonly id: string
  readonly accountId: string
  readonly contact: { readonly kind: 'phone' | 'email'; readonly value: string }
  readonly ends: RecoveryEnds
  readonly origin: RecoveryOrigin
  /** whose staff began it */
  readonly staffOrganization?: string
}
export interface NewRecoveryLink extends RecoveryLink {
  /** a first proof that needs no message: the person goes on at once */
  readonly isOpened?: true
  readonly flowId: string
  readonly token: string
  readonly codeHash: Buffer
  readonly maxAttempts: number
  readonly codeExpiresAt: Date
  readonly expiresAt: Date
}

export async function createRecoveryLink(
  tx: Transaction,
  sealer: Sealer,
  link: NewRecoveryLink,
  at: Date,
): Promise<void> {
  await tx
    .insertInto('recovery_links')
    .values({
      id: link.id,
      account_id: link.accountId,
      flow_id: link.flowId,
      token_hash: tokenHash(sealer, link.token),
      code_hash: link.codeHash,
      max_attempts: link.maxAttempts,
      code_expires_at: link.codeExpiresAt,
      contact_kind: link.contact.kind,
      contact_sealed: sealer.seal(purposes.contactValue, link.contact.value),
      ask_sealed: sealer.sealJson(endsPurpose, link.ends),
      origin: link.origin,
      staff_organization_id: link.staffOrganization ?? null,
      opened_at: link.isOpened ? at : null,
      expires_at: link.expiresAt,
      created_at: at,
    })
    .execute()
}

/** A new message of the same journey: only its newest codes work. Links stay, or a stranger could end them. */
export async function updateRecoveryCodesSuperseded(tx: Transaction, flowId: string, at: Date): Promise<void> {
  await tx
    .updateTable('recovery_links')
    .set({ code_expires_at: at })
    .where('flow_id', '=', flowId)
    .where('code_expires_at', '>', at)
    .execute()
}

const columns = [
  'id',
  'account_id',
  'contact_kind',
  'contact_sealed',
  'ask_sealed',
  'origin',
  'staff_organization_id',
] as const

/** The link that a token opens, if it still opens anything. Changes nothing: mail scanners look too. */
export async function findLiveRecoveryLink(
  read: Reader,
  sealer: Sealer,
  token: string,
  at: Date,
): Promise<RecoveryLink | undefined> {
  const row = await read
    .selectFrom('recovery_links')
    .select(columns)
    .where('token_hash', '=', tokenHash(sealer, token))
    .where('opened_at', 'is', null)
    .where('voided_at', 'is', null)
    .where('expires_at', '>', at)
    .executeTakeFirst()
  return row && linkOf(sealer, row)
}

/** Charges one try to the live codes of a journey, in one statement *before* the comparison. */
export async function chargeRecoveryCodes(
  db: Database,
  sealer: Sealer,
  flowId: string,
  at: Date,
): Promise<readonly (RecoveryLink & { readonly codeHash: Buffer })[]> {
  const rows = await db
    .updateTable('recovery_links')
    .set(eb => ({ attempts: eb('attempts', '+', 1) }))
    .where('flow_id', '=', flowId)
    .where('opened_at', 'is', null)
    .where('voided_at', 'is', null)
    .where('code_expires_at', '>', at)
    .whereRef('attempts', '<', 'max_attempts')
    .returning([...columns, 'code_hash'])
    .execute()
  return rows.map(row => ({ ...linkOf(sealer, row), codeHash: row.code_hash }))
}

/** @returns false where it was spent, voided or too old: of 50 simultaneous uses one succeeds */
export async function updateRecoveryLinkOpened(tx: Transaction, id: string, at: Date): Promise<boolean> {
  const opened = await tx
    .updateTable('recovery_links')
    .set({ opened_at: at })
    .where('id', '=', id)
    .where('opened_at', 'is', null)
    .where('voided_at', 'is', null)
    .where('expires_at', '>', at)
    .executeTakeFirst()
  return opened.numUpdatedRows === 1n
}

/** Holds all recoveries of an account until the transaction ends, so that two which finish at once wait for each other. */
export async function lockRecoveryLinks(tx: Transaction, accountId: string): Promise<void> {
  await tx
    .selectFrom('recovery_links')
    .select('id')
    .where('account_id', '=', accountId)
    .orderBy('id')
    .forUpdate()
    .execute()
}

/** @returns false where this recovery was ended before, by itself or by another one of the same account */
export async function updateRecoveryLinkFinished(
  tx: Transaction,
  link: { readonly id: string; readonly accountId: string },
  at: Date,
): Promise<boolean> {
  const finished = await tx
    .updateTable('recovery_links')
    .set({ finished_at: at })
    .where('id', '=', link.id)
    .where('account_id', '=', link.accountId)
    .where('opened_at', 'is not', null)
    .where('finished_at', 'is', null)
    .where('voided_at', 'is', null)
    .executeTakeFirst()
  return finished.numUpdatedRows === 1n
}

/** Whatever else was begun for this account ends: its password is another now. */
export async function updateRecoveryLinksVoided(tx: Transaction, accountId: string, at: Date): Promise<void> {
  await tx
    .updateTable('recovery_links')
    .set({ voided_at: at })
    .where('account_id', '=', accountId)
    .where('finished_at', 'is', null)
    .where('voided_at', 'is', null)
    .execute()
}

const linkOf = (
  sealer: Sealer,
  row: {
    id: string
    account_id: string
    contact_kind: 'phone' | 'email'
    contact_sealed: Buffer
    ask_sealed: Buffer
    origin: RecoveryOrigin
    staff_organization_id: string | null
  },
): RecoveryLink => ({
  id: row.id,
  accountId: row.account_id,
  contact: {
    kind: row.contact_kind,
    value: sealer.open(purposes.contactValue, row.contact_sealed).toString('utf8'),
  },
  ends: sealer.openJson<RecoveryEnds>(endsPurpose, row.ask_sealed),
  origin: row.origin,
  ...(row.staff_organization_id ? { staffOrganization: row.staff_organization_id } : {}),
})
