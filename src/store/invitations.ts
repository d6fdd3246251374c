import type { ExpressionBuilder, Selectable } from 'kysely'
import { purposes } from '../core/purposes.ts'
import type { Sealer } from '../platform/index.ts'
import type { Reader, Transaction } from './database.ts'
import { inOrderOf } from './pages.ts'
import type {
  InvitationEnd,
  InvitationEnds,
  InvitationOrigin,
  InvitationsTable,
  InvitedRepresentative,
  Tables,
} from './tables.ts'

const representativePurpose = 'invitations.representative'
const endsPurpose = 'invitations.ends'
const tokenHash = (sealer: Sealer, token: string): Buffer => sealer.index('link.invitation', token)

export interface NewInvitation {
  readonly id: string
  readonly organizationId: string
  readonly patientId: string
  readonly token: string
  readonly origin: InvitationOrigin
  readonly email: string
  readonly representative?: InvitedRepresentative
  readonly ends: InvitationEnds
  readonly issuedBy: string
  readonly expiresAt: Date
}
/** An invitation as its journey sees it. */
export interface Invitation {
  readonly id: string
  readonly organizationId: string
  readonly patientId: string
  readonly representative?: InvitedRepresentative
  readonly ends: InvitationEnds
}
/** The same as staff see it. */
export interface InvitationView extends Invitation {
  readonly origin: InvitationOrigin
  readonly email: string
  readonly issuedBy: string
  readonly createdAt: Date
  readonly expiresAt: Date
  readonly usedAt?: Date
  readonly endedAt?: Date
  readonly endedWhy?: InvitationEnd
}

export async function createInvitation(
  tx: Transaction,
  sealer: Sealer,
  invitation: NewInvitation,
  at: Date,
): Promise<void> {
  const { representative } = invitation
  await tx
    .insertInto('invitations')
    .values({
      id: invitation.id,
      organization_id: invitation.organizationId,
      patient_id: invitation.patientId,
      token_hash: tokenHash(sealer, invitation.token),
      origin: invitation.origin,
      email_sealed: sealer.seal(purposes.contactValue, invitation.email),
      representative_sealed: representative ? sealer.sealJson(representativePurpose, representative) : null,
      ends_sealed: sealer.sealJson(endsPurpose, invitation.ends),
      issued_by: invitation.issuedBy,
      expires_at: invitation.expiresAt,
      created_at: at,
    })
    .execute()
}

const columns = ['id', 'organization_id', 'patient_id', 'representative_sealed', 'ends_sealed'] as const
/** Merged, deceased and inactive records let nobody in. */
const ofActiveRecord = ({ exists, selectFrom }: ExpressionBuilder<Tables, 'invitations'>) =>
  exists(
    selectFrom('patients')
      .select('patients.id')
      .whereRef('patients.id', '=', 'invitations.patient_id')
      .where('patients.status', '=', 'active'),
  )
const liveAt = (read: Reader, at: Date) =>
  read
    .selectFrom('invitations')
    .select(columns)
    .where('used_at', 'is', null)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', at)
    .where(ofActiveRecord)

/** The invitation that a token opens, if it still opens anything. Changes nothing: mail scanners look too. */
export async function findInvitationByToken(
  read: Reader,
  sealer: Sealer,
  token: string,
  at: Date,
): Promise<Invitation | undefined> {
  const row = await liveAt(read, at).where('token_hash', '=', tokenHash(sealer, token)).executeTakeFirst()
  return row && invitationOf(sealer, row)
}

/** The same by id, for a journey that it began. */
export async function findLiveInvitation(
  read: Reader,
  sealer: Sealer,
  id: string,
  at: Date,
): Promise<Invitation | undefined> {
  const row = await liveAt(read, at).where('id', '=', id).executeTakeFirst()
  return row && invitationOf(sealer, row)
}

/** Whether this record was ever invited, whatever became of it. */
export async function hasInvitation(read: Reader, patientId: string): Promise<boolean> {
  const rows = await read.selectFrom('invitations').select('id').where('patient_id', '=', patientId).limit(1).execute()
  return rows.length > 0
}

/**
 * Spends an invitation, once: of any number of simultaneous claims one finds it unspent, the others wait on its row. The
 * record must still be a living, active one.
 */
export async function updateInvitationUsed(
  tx: Transaction,
  invitation: { readonly id: string; readonly patientId: string },
  at: Date,
): Promise<boolean> {
  const used = await tx
    .updateTable('invitations')
    .set({ used_at: at })
    .where('id', '=', invitation.id)
    .where('patient_id', '=', invitation.patientId)
    .where('used_at', 'is', null)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', at)
    .where(ofActiveRecord)
    .executeTakeFirst()
  return used.numUpdatedRows === 1n
}

/** Names the account that came by a spent invitation; in the transaction that spent it. */
export async function updateInvitationAccount(tx: Transaction, id: string, accountId: string): Promise<void> {
  await tx.updateTable('invitations').set({ used_by_account_id: accountId }).where('id', '=', id).execute()
}

/** Ends the invitations of a record that could still be used. @returns how many there were */
export async function updateInvitationsSuperseded(tx: Transaction, patientId: string, at: Date): Promise<number> {
  const ended = await tx
    .updateTable('invitations')
    .set({ ended_at: at, ended_why: 'superseded' })
    .where('patient_id', '=', patientId)
    .where('used_at', 'is', null)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', at)
    .executeTakeFirst()
  return Number(ended.numUpdatedRows)
}

/** @returns false where it was used or ended before, or is another organisation's */
export async function updateInvitationEnded(
  tx: Transaction,
  ended: { readonly id: string; readonly organizationId: string; readonly why: InvitationEnd },
  at: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('invitations')
    .set({ ended_at: at, ended_why: ended.why })
    .where('id', '=', ended.id)
    .where('organization_id', '=', ended.organizationId)
    .where('used_at', 'is', null)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Invitations of one organisation, newest first: ids are made in the order of time, so the list is that of ids. */
export async function findInvitations(
  read: Reader,
  sealer: Sealer,
  which: {
    readonly organizationId: string
    readonly id?: string
    readonly patientId?: string
    /** The page after this one. */
    readonly before?: string
    readonly limit: number
  },
): Promise<readonly InvitationView[]> {
  const { organizationId, id, patientId, before, limit } = which
  const rows = await read
    .selectFrom('invitations')
    .selectAll()
    .where(inOrderOf('organization_id', organizationId))
    .$if(id !== undefined, query => query.where('id', '=', id as string))
    .$if(patientId !== undefined, query => query.where('patient_id', '=', patientId as string))
    .$if(before !== undefined, query => query.where('id', '<', before as string))
    .orderBy('organization_id', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(row => viewOf(sealer, row))
}

const viewOf = (sealer: Sealer, row: Selectable<InvitationsTable>): InvitationView => ({
  ...invitationOf(sealer, row),
  origin: row.origin,
  email: sealer.open(purposes.contactValue, row.email_sealed).toString('utf8'),
  issuedBy: row.issued_by,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  ...(row.used_at ? { usedAt: row.used_at } : {}),
  ...(row.ended_at && row.ended_why ? { endedAt: row.ended_at, endedWhy: row.ended_why } : {}),
})

const invitationOf = (sealer: Sealer, row: Pick<InvitationsTable, (typeof columns)[number]>): Invitation => ({
  id: row.id,
  organizationId: row.organization_id,
  patientId: row.patient_id,
  ...(row.representative_sealed
    ? { representative: sealer.openJson<InvitedRepresentative>(representativePurpose, row.representative_sealed) }
    : {}),
  ends: sealer.openJson<InvitationEnds>(endsPurpose, row.ends_sealed),
})
