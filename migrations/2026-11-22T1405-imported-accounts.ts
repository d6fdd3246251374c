import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table accounts add column legacy_password_sealed bytea`.execute(db)
  await sql`comment on column accounts.legacy_password_sealed is 'Hash of the system that an account was imported from; sealed, because it has no pepper. Gone once the account is upgraded'`.execute(
    db,
  )
  await sql`alter table accounts add column legacy_scheme text`.execute(db)
  await sql`comment on column accounts.legacy_scheme is 'What checking that hash costs, as bcrypt:10: other names are answered at the same cost while there are such accounts'`.execute(
    db,
  )
  await sql`alter table accounts add column import_hash bytea`.execute(db)
  await sql`comment on column accounts.import_hash is 'Keyed hash of the imported line: the same line again changes nothing'`.execute(
    db,
  )
  await sql`alter table accounts add column upgrade_due boolean not null default false`.execute(db)
  await sql`comment on column accounts.upgrade_due is 'Imported, and nobody finished the first sign-in: it leads nowhere else before that'`.execute(
    db,
  )
  await sql`create index accounts_legacy_scheme on accounts (legacy_scheme) where legacy_scheme is not null`.execute(db)
}
