import type { Transaction } from './database.ts'

/** Ends every grant and token of a client. @returns how many ended */
export async function updateClientArtifactsRevoked(tx: Transaction, clientId: string, at: Date): Promise<number> {
  // grants first, as everything does that changes a family of tokens
  await tx
    .selectFrom('oidc_artifacts')
    .select('model')
    .where('client_id', '=', clientId)
    .where('model', '=', 'Grant')
    .orderBy('id_hash')
    .forUpdate()
    .execute()
  const { numUpdatedRows } = await tx
    .updateTable('oidc_artifacts')
    .set({ revoked_at: at })
    .where('client_id', '=', clientId)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

/** Takes a client out of every session. @returns out of how many */
export async function deleteClientSessions(tx: Transaction, clientId: string): Promise<number> {
  const { numDeletedRows } = await tx.deleteFrom('session_clients').where('client_id', '=', clientId).executeTakeFirst()
  return Number(numDeletedRows)
}
