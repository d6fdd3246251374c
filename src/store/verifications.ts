import type { Database, Reader, Transaction } from './database.ts'

/** One code that was sent, as it is kept: the secret only as a keyed hash bound to purpose, flow and this row. */
export interface NewVerification {
  readonly id: string
  readonly purpose: string
  readonly flowId: string
  readonly factor: string
  readonly accountId?: string
  readonly patientId?: string
  readonly targetIndex: Buffer
  readonly secretHash: Buffer
  readonly maxAttempts: number
  readonly expiresAt: Date
}

/** Makes a code the newest of its flow and purpose; older ones stop working. */
export async function createVerification(tx: Transaction, verification: NewVerification, at: Date): Promise<void> {
  await tx
    .updateTable('verifications')
    .set({ superseded_at: at })
    .where('flow_id', '=', verification.flowId)
    .where('purpose', '=', verification.purpose)
    .where('superseded_at', 'is', null)
    .execute()
  await tx
    .insertInto('verifications')
    .values({
      id: verification.id,
      purpose: verification.purpose,
      flow_id: verification.flowId,
      account_id: verification.accountId ?? null,
      patient_id: verification.patientId ?? null,
      factor: verification.factor,
      target_index: verification.targetIndex,
      secret_hash: verification.secretHash,
      max_attempts: verification.maxAttempts,
      expires_at: verification.expiresAt,
      created_at: at,
    })
    .execute()
}

/** Codes that are on their way to somebody stop working: where they went is not theirs any more. */
export async function updateVerificationsSuperseded(tx: Transaction, accountId: string, at: Date): Promise<void> {
  await tx
    .updateTable('verifications')
    .set({ superseded_at: at })
    .where('account_id', '=', accountId)
    .where('superseded_at', 'is', null)
    .execute()
}

export interface ChargedVerification {
  readonly id: string
  readonly secretHash: Buffer
}

/**
 * Charges one try to the newest live code of a flow, in one guarded statement *before* the comparison.
 * @returns undefined where there is none: never sent, expired, superseded, spent or already used
 */
export async function chargeVerification(
  db: Database | Transaction,
  code: { readonly flowId: string; readonly purpose: string; readonly factor: string },
  at: Date,
): Promise<ChargedVerification | undefined> {
  const row = await db
    .updateTable('verifications')
    .set(eb => ({ attempts: eb('attempts', '+', 1) }))
    .where('flow_id', '=', code.flowId)
    .where('purpose', '=', code.purpose)
    .where('factor', '=', code.factor)
    .where('superseded_at', 'is', null)
    .where('consumed_at', 'is', null)
    .where('expires_at', '>', at)
    .whereRef('attempts', '<', 'max_attempts')
    .returning(['id', 'secret_hash'])
    .executeTakeFirst()
  return row && { id: row.id, secretHash: row.secret_hash }
}

/** @returns false where another request used it first: of 50 simultaneous uses one succeeds. */
export async function consumeVerification(db: Database | Transaction, id: string, at: Date): Promise<boolean> {
  const consumed = await db
    .updateTable('verifications')
    .set({ verified_at: at, consumed_at: at })
    .where('id', '=', id)
    .where('consumed_at', 'is', null)
    .where('superseded_at', 'is', null)
    .executeTakeFirst()
  return consumed.numUpdatedRows === 1n
}

/** Whether a code was made for a flow at all; over a silent limit none is. */
export async function hasVerification(read: Reader, flowId: string): Promise<boolean> {
  const row = await read
    .selectFrom('verifications')
    .select('id')
    .where('flow_id', '=', flowId)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
