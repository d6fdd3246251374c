import type { Transaction } from './database.ts'

const tables = { organization: 'organizations', client: 'clients', insurer: 'insurers', policy: 'policies' } as const
export type ManagedKind = keyof typeof tables

/** From now on the object is the API's: a file that describes it later takes it back. */
export async function updateManagedByApi(tx: Transaction, kind: ManagedKind, id: string): Promise<void> {
  await tx
    .updateTable(tables[kind] as 'clients')
    .set({ managed_by: 'api' })
    .where('id', '=', id)
    .execute()
}
