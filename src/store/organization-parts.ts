import type { Texts } from '../core/index.ts'
import type { Reader, Transaction } from './database.ts'

/** Tables of what an organisation has in an object of its own. */
export type OrganizationPart = 'brandings' | 'organization_texts'
export interface OrganizationPartRow {
  readonly id: string
  readonly object: object
  readonly version: number
  readonly managedBy: 'file' | 'api'
}

export async function findOrganizationPart(
  read: Reader,
  part: OrganizationPart,
  id: string,
): Promise<OrganizationPartRow | undefined> {
  const row = await read.selectFrom(part).selectAll().where('id', '=', id).executeTakeFirst()
  return row && { id: row.id, object: row.object, version: row.version, managedBy: row.managed_by }
}

/** The texts that organisations word otherwise, by organisation. */
export async function findOrganizationTexts(read: Reader): Promise<ReadonlyMap<string, Texts>> {
  const rows = await read.selectFrom('organization_texts').select(['id', 'object']).execute()
  return new Map(rows.map(row => [row.id, (row.object as { texts: Texts }).texts]))
}

type PartWrite = Omit<OrganizationPartRow, 'version'>
const columnsOf = ({ object, managedBy }: PartWrite, at: Date) => ({
  object: JSON.stringify(object),
  managed_by: managedBy,
  updated_at: at,
})

export async function createOrganizationPart(
  tx: Transaction,
  part: OrganizationPart,
  row: PartWrite,
  at: Date,
): Promise<void> {
  await tx
    .insertInto(part)
    .values({ id: row.id, ...columnsOf(row, at), created_at: at })
    .execute()
}

/** @returns false where somebody else changed it since `version` was read; nothing was written then. */
export async function updateOrganizationPart(
  tx: Transaction,
  part: OrganizationPart,
  row: PartWrite,
  version: number,
  at: Date,
): Promise<boolean> {
  const updated = await tx
    .updateTable(part)
    .set({ ...columnsOf(row, at), version: version + 1 })
    .where('id', '=', row.id)
    .where('version', '=', version)
    .executeTakeFirst()
  return updated.numUpdatedRows === 1n
}
