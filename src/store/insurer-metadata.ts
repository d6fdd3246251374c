import type { Database, Reader } from './database.ts'

/** What an insurer last said of its own end: kept for all instances, and for the time when it says nothing. */
export interface KeptMetadata {
  /** Where it was fetched from; that of another address is not this insurer's. */
  readonly source: string
  readonly document: string
  readonly fetchedAt: Date
}

export async function findInsurerMetadata(
  read: Reader,
  insurer: string,
  source: string,
): Promise<KeptMetadata | undefined> {
  const row = await read
    .selectFrom('insurer_metadata')
    .selectAll()
    .where('insurer', '=', insurer)
    .where('source', '=', source)
    .executeTakeFirst()
  return row && { source: row.source, document: row.document, fetchedAt: row.fetched_at }
}

/** When an insurer was last heard of. */
export async function findNewestMetadata(read: Reader, insurer: string): Promise<Date | undefined> {
  const row = await read
    .selectFrom('insurer_metadata')
    .select('fetched_at')
    .where('insurer', '=', insurer)
    .executeTakeFirst()
  return row?.fetched_at
}

/** Of several instances that fetch at once, the youngest copy stays. */
export async function saveInsurerMetadata(db: Database, insurer: string, kept: KeptMetadata): Promise<void> {
  const values = { source: kept.source, document: kept.document, fetched_at: kept.fetchedAt }
  await db
    .insertInto('insurer_metadata')
    .values({ insurer, ...values })
    .onConflict(conflict =>
      conflict.column('insurer').doUpdateSet(values).where('insurer_metadata.fetched_at', '<=', kept.fetchedAt),
    )
    .execute()
}

/** With the insurer itself. */
export async function deleteInsurerMetadata(db: Database, insurer: string): Promise<void> {
  await db.deleteFrom('insurer_metadata').where('insurer', '=', insurer).execute()
}
