import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table passkeys add column copied_at timestamptz`.execute(db)
  await sql`comment on column passkeys.copied_at is 'Its counter did not rise: somebody holds a copy. It opens nothing from then on, and its owner was told'`.execute(
    db,
  )
}
