import type { Client } from 'pg'

/**
 * Multiplies what is there, in the database alone: every table keeps the sealed values of its moulds; ids, and what is
 * looked for, are new ones. Indexes are made again afterwards: row by row they cost several times as much.
 */
export async function multiply(client: Client, { accounts, events }: { accounts: number; events: number }) {
  // triggers and foreign keys: what is written here holds together by itself
  await client.query('set session_replication_role = replica')
  await client.query("set maintenance_work_mem = '1GB'")
  await client.query("set work_mem = '512MB'")
  await client.query(`
    create unlogged table crowd as
      with moulds as (
        select row_number() over (order by l.account_id) - 1 as mould, count(*) over () as moulds,
          l.account_id as mould_account, l.patient_id as mould_patient from account_links l)
      select n::int, mould, mould_account, mould_patient, uuidv7() as account, uuidv7() as patient
      from generate_series(1, ${accounts}) n join moulds on moulds.mould = n % moulds.moulds`)
  const copies: readonly (readonly [string, string, Readonly<Record<string, string>>])[] = [
    [
      'patients',
      'patients t join crowd on t.id = mould_patient',
      {
        id: 'patient',
        source_index: hash("'source' || n"),
        content_hash: hash("'content' || n"),
        record_number_index: hash("'record' || n"),
        name_birth_index: hash("'name' || n / 3"),
        person_index: hash("'person' || n / 2"),
        birth_index: hash("'birth' || n % 30000"),
        organization_id: home,
      },
    ],
    [
      'patient_contacts',
      'patient_contacts t join crowd on t.patient_id = mould_patient',
      { id: 'uuidv7()', patient_id: 'patient', value_index: hash("kind || 'of record' || n / 2") },
    ],
    [
      'patient_match_keys',
      'patient_match_keys t join crowd on t.patient_id = mould_patient',
      // a few have the very name and birth date of its mould
      {
        key: `case when n % 250 = 0 then t.key else substr(${hash("'key' || encode(t.key, 'hex') || n")}, 1, 16) end`,
        patient_id: 'patient',
      },
    ],
    [
      'accounts',
      'accounts t join crowd on t.id = mould_account',
      { id: 'account', username_index: hash("'username' || n") },
    ],
    [
      'account_contacts',
      'account_contacts t join crowd on t.account_id = mould_account',
      { id: 'uuidv7()', account_id: 'account', value_index: hash("kind || 'own' || n / 2") },
    ],
    [
      'account_factors',
      'account_factors t join crowd on t.account_id = mould_account',
      { id: 'uuidv7()', account_id: 'account', contact_id: 'null' },
    ],
    [
      'account_links',
      'account_links t join crowd on t.account_id = mould_account',
      { id: 'uuidv7()', account_id: 'account', patient_id: 'patient', organization_id: home },
    ],
    [
      'access_codes',
      of('access_codes'),
      { id: 'uuidv7()', patient_id: 'patient', code_index: hash("'code' || n"), organization_id: home },
    ],
    [
      'invitations',
      of('invitations'),
      { id: 'uuidv7()', patient_id: 'patient', token_hash: hash("'token' || n"), organization_id: home },
    ],
    [
      'messages',
      of('messages'),
      {
        id: 'uuidv7()',
        account_id: 'account',
        organization_id: home,
        envelope_sealed: 'null',
        target_index: hash("'target' || n"),
        state: "case when n % 10000 = 0 then 'failed' else 'sent' end",
        expires_at: "t.expires_at + interval '1 year'",
      },
    ],
  ]
  await withoutIndexes(
    client,
    copies.map(([table]) => table),
    async () => {
      for (const [table, from, changed] of copies) await copy(client, table, from, changed)
    },
  )
  await withoutIndexes(client, ['audit_events'], () => writeEvents(client, accounts, events))
  await client.query('drop table crowd')
  await client.query('vacuum analyze')
}

const hash = (text: string): string => `sha256((${text})::text::bytea)`
/** Nine of ten are the large organisation's, some of a small one. */
const home = "case n % 1000 when 1 then 'westside' else case n % 10 when 0 then 'southside' else 'northside' end end"
/** Of a table whose moulds are of other people: each third of the crowd has one. */
const of = (table: string): string =>
  `(select *, row_number() over (order by id) - 1 as place from ${table} order by id limit 100) t
   join crowd on n % 3 = 0 and n % 100 = place`

async function copy(client: Client, table: string, from: string, changed: Readonly<Record<string, string>>) {
  const { rows } = await client.query<{ name: string }>(
    `select column_name as name from information_schema.columns
     where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER'`,
    [table],
  )
  const columns = rows.map(({ name }) => `"${name}"`).join(', ')
  const values = rows.map(({ name }) => changed[name] ?? `t."${name}"`).join(', ')
  await client.query(`insert into ${table} (${columns}) select ${values} from ${from}`)
}

/** Far behind what the sealer gives to the events of the benchmark itself. */
export const firstPosition = 1_000_000_000

/** What a year leaves behind: mostly sign-ins, a little of everything else, in the order of time. */
async function writeEvents(client: Client, accounts: number, events: number): Promise<void> {
  await client.query(`
    insert into audit_events (id, at, type, outcome, actor, account_id, patient_id, organization_id, client_id,
      correlation_id, reference, details_sealed, details_hash, position, hash)
    select id, uuid_extract_timestamp(id), type, case when n % 20 = 0 then 'refused' else 'success' end,
      case when type like 'operator%' then 'operator:' || account when n % 20 = 1 then 'client:batch'
        when n % 20 = 2 then 'system:purge' when n % 20 > 4 then account::text end,
      account, case when n % 5 > 0 then patient end,
      case when n % 20 = 3 then null when n % 1000 = 1 then 'westside' when n % 10 = 0 then 'southside' else 'northside' end,
      case when n % 10 < 8 then 'portal' when n % 100000 = 9 then 'rare' end, md5(n::text),
      case when n % 3 = 0 then translate(substr(md5(n::text), 1, 3) || '-' || substr(md5(n::text), 4, 3), '0123456789abcdef', 'ABCDEFGHJKLMNPQR') end,
      mould.details_sealed, ${hash("'details' || n")}, ${firstPosition} + n, ${hash('n')}
    from (
      select n, uuidv7((n - ${events}) / ${events}::float8 * interval '300 days') as id,
        case when n % 100000 = 7 then 'audit.exported' when n % 1000 = 8 then 'operator-api.access-codes.issue'
          when n % 100 = 9 then 'access-code.issued'
          else (array['flow.sign-in.sign-in.advance', 'session.started', 'flow.sign-in.complete', 'session.ended'])[1 + n % 4]
        end as type,
        -- somebody whom a monitor signs in all day
        case when n % 200 = 0 then 1 else (hashint8(n) & 2147483647) % ${accounts} end as who
      from generate_series(1, ${events}) n) e
    join (select n as number, account, patient from crowd) who_is on number = 1 + (who % ${accounts})
    cross join (select details_sealed from audit_events where details_sealed is not null limit 1) mould`)
}

async function withoutIndexes(client: Client, tables: readonly string[], work: () => Promise<void>): Promise<void> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `select c.relname as name, pg_get_indexdef(i.indexrelid) as definition from pg_index i
     join pg_class c on c.oid = i.indexrelid
     where indrelid::regclass::text = any($1) and not exists (select from pg_constraint where conindid = i.indexrelid)`,
    [tables],
  )
  for (const { name } of rows) await client.query(`drop index ${name}`)
  await work()
  for (const { definition } of rows) await client.query(definition)
}
