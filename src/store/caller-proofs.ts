import type { Sealer } from '../platform/index.ts'
import type { Reader, Transaction } from './database.ts'

/** Whom the help desk speaks with, and how it knows. */
export interface CallerProof {
  readonly id: string
  readonly accountId: string
  readonly organization: string
  readonly kind: 'code' | 'in-person'
  /** which factor the code went by */
  readonly factor: string
  /** Whether the caller read the right code, or the identity was checked. */
  readonly isProven: boolean
  /** A recovery was begun with it. */
  readonly isUsed: boolean
  /** The code dies then, or what staff may do on it ends. */
  readonly expiresAt: Date
  /** Whether the code went there. */
  wentTo(contact: string): boolean
}
export interface NewCallerProof {
  readonly id: string
  readonly accountId: string
  readonly organization: string
  readonly kind: 'code' | 'in-person'
  readonly factor: string
  readonly contact?: string
  readonly provenAt?: Date
  readonly expiresAt: Date
  /** who of the staff, and on what basis; sealed */
  readonly details: Readonly<Record<string, unknown>>
}

const indexOf = (sealer: Sealer, contact: string): Buffer => sealer.index('caller_proofs.contact', contact)

export async function createCallerProof(
  tx: Transaction,
  sealer: Sealer,
  proof: NewCallerProof,
  at: Date,
): Promise<void> {
  await tx
    .insertInto('caller_proofs')
    .values({
      id: proof.id,
      account_id: proof.accountId,
      organization_id: proof.organization,
      kind: proof.kind,
      factor: proof.factor,
      contact_index: proof.contact ? indexOf(sealer, proof.contact) : null,
      details_sealed: sealer.sealJson('caller_proofs.details', proof.details),
      proven_at: proof.provenAt ?? null,
      used_at: null,
      expires_at: proof.expiresAt,
      created_at: at,
    })
    .execute()
}

/** A proof that still counts, of this account and this organisation and of no other. */
export async function findCallerProof(
  read: Reader,
  sealer: Sealer,
  wanted: Pick<CallerProof, 'id' | 'accountId' | 'organization'>,
  at: Date,
): Promise<CallerProof | undefined> {
  const row = await read
    .selectFrom('caller_proofs')
    .selectAll()
    .where('id', '=', wanted.id)
    .where('account_id', '=', wanted.accountId)
    .where('organization_id', '=', wanted.organization)
    .where('expires_at', '>', at)
    .executeTakeFirst()
  return (
    row && {
      id: row.id,
      accountId: row.account_id,
      organization: row.organization_id,
      kind: row.kind,
      factor: row.factor,
      isProven: row.proven_at !== null,
      isUsed: row.used_at !== null,
      expiresAt: row.expires_at,
      wentTo: contact => row.contact_index?.equals(indexOf(sealer, contact)) === true,
    }
  )
}

/** The caller read the right code. @returns false where it counted before */
export async function updateCallerProofProven(
  tx: Transaction,
  id: string,
  expiresAt: Date,
  at: Date,
): Promise<boolean> {
  const updated = await tx
    .updateTable('caller_proofs')
    .set({ proven_at: at, expires_at: expiresAt })
    .where('id', '=', id)
    .where('proven_at', 'is', null)
    .executeTakeFirst()
  return updated.numUpdatedRows === 1n
}

/** @returns false where a recovery was begun with it before, or it does not count any more */
export async function updateCallerProofUsed(tx: Transaction, id: string, at: Date): Promise<boolean> {
  const updated = await tx
    .updateTable('caller_proofs')
    .set({ used_at: at })
    .where('id', '=', id)
    .where('proven_at', 'is not', null)
    .where('used_at', 'is', null)
    .where('expires_at', '>', at)
    .executeTakeFirst()
  return updated.numUpdatedRows === 1n
}
