import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { processContext } from '../../src/cli/context.ts'
import { runCli } from '../../src/cli/program.ts'
import { readAccount } from '../../src/core/account-import.ts'
import { importPatients } from '../../src/operations/patients.ts'
import { projectRoot } from '../../src/platform/index.ts'
import { openTestHouse, type TestHouse } from '../driver/house.ts'
import { hashesOf, lineOf } from '../driver/imported.ts'

/** `vestibule accounts import`, as an operator runs it. */
const folder = mkdtempSync(join(tmpdir(), 'accounts-'))
let open: TestHouse
let hashes: Awaited<ReturnType<typeof hashesOf>>
beforeAll(async () => {
  open = await openTestHouse('accounts import')
  hashes = await hashesOf('a lantern for the ferryman')
})
afterAll(async () => {
  await open.close()
  rmSync(folder, { recursive: true })
})

const settings = join(folder, 'settings.yaml')
writeFileSync(settings, 'passwords: { memory_kib: 64 }\n')
const file = join(folder, 'accounts.ndjson')
async function importLines(lines: readonly string[], option = '') {
  writeFileSync(file, lines.join('\n'))
  const [out, err]: [string[], string[]] = [[], []]
  const status = await runCli(['accounts', 'import', file, ...(option ? [option] : [])], {
    ...processContext(),
    env: {
      VESTIBULE_CONFIG: settings,
      VESTIBULE_ISSUER: 'http://localhost:3000',
      DATABASE_URL: open.database.url,
      NODE_ENV: 'test',
      VESTIBULE_KEYS_WRAPPING_0_ID: 'unused',
      VESTIBULE_KEYS_WRAPPING_0_SECRET: Buffer.alloc(32, 1).toString('base64'),
      VESTIBULE_KEYS_PEPPER: Buffer.alloc(32, 2).toString('base64'),
      VESTIBULE_KEYS_COOKIES_0: Buffer.alloc(32, 3).toString('base64'),
    },
    openHouse: async () => ({ house: open.house, close: async () => {} }) as never,
    actor: 'cli:test',
    out: line => void out.push(line),
    err: line => void err.push(line.replace(`${folder}/`, '')),
  })
  return { status, out: out.join('\n'), err }
}
let count = 0
const person = (over: Record<string, unknown> = {}) => {
  count += 1
  const username = `thomasina.${count}`
  return lineOf({ username, email: `${username}@ravensbourne.example`, password: hashes['bcrypt 2b'], ...over })
}
const table = (name: 'accounts' | 'account_contacts' | 'account_links') =>
  open.house.db.selectFrom(name).selectAll().execute()

test('every kind of hash is taken; contacts wait for a proof; a second run changes nothing', async () => {
  const lines = Object.values(hashes).map((password, index) => person({ password, phone: `(312) 555-41${10 + index}` }))
  expect(await importLines(lines)).toMatchObject({ status: 0, out: '9 created, 0 unchanged, 0 rejected.', err: [] })
  const accounts = await table('accounts')
  expect(accounts.every(row => row.upgrade_due && row.legacy_password_sealed && row.password_hash === null)).toBe(true)
  const contacts = (await table('account_contacts')) as { verified_at: Date | null }[]
  expect(contacts).toHaveLength(18)
  expect(contacts.every(row => row.verified_at === null)).toBe(true)

  expect(await importLines(lines)).toMatchObject({ status: 0, out: '0 created, 9 unchanged, 0 rejected.' })
  expect(await table('account_contacts')).toHaveLength(18)
  const audit = await open.house.db
    .selectFrom('audit_events')
    .selectAll()
    .where('type', '=', 'account.imported')
    .execute()
  expect(audit).toHaveLength(9)
})

test('a dump alone says nothing that could be guessed at: hashes are sealed', async () => {
  await importLines([person()])
  const { rows } = await open.database.pool.query('select row_to_json(accounts)::text as row from accounts')
  const { hash } = hashes['bcrypt 2b'] as { hash: string }
  for (const { row } of rows) {
    expect(row).not.toContain(hash)
    expect(row).not.toContain(Buffer.from(hash).toString('hex').slice(0, 40))
  }
})

test('mistakes are told by file and line, without what the line says; the others are taken', async () => {
  const taken = person()
  const result = await importLines([
    taken,
    '{"username": ',
    person({ password: 'a lantern for the ferryman' }),
    person({ password: { scheme: 'md5', hash: 'x' } }),
    person({ colour: 'red' }),
    person({ username: 'someone@elsewhere.example' }),
    person({ birth_date: '2019-02-30' }),
    person({ birth_date: '2020-02-20' }),
    person({ organization: 'nowhere' }),
    person({ phone: '12' }),
    person({ record_numbers: ['R-404'] }),
    JSON.stringify({ ...JSON.parse(taken), given_name: 'Another' }),
    '',
    person(),
  ])
  expect(result.status).toBe(1)
  expect(result.out).toBe('2 created, 0 unchanged, 11 rejected.')
  expect(result.err).toEqual([
    'accounts.ndjson:2: is no JSON object',
    'accounts.ndjson:3: has a plain password: only hashes are taken',
    'accounts.ndjson:4: has a password of an unknown scheme: bcrypt, pbkdf2, argon2 or keycloak',
    'accounts.ndjson:5: lacks a field, or has one that is not known or not right',
    'accounts.ndjson:6: has an address as username that is not its email',
    'accounts.ndjson:7: has a birth date that is not real, or in the future',
    'accounts.ndjson:8: is a child under 13, who gets no account (COPPA)',
    'accounts.ndjson:9: names an organization that is not there',
    'accounts.ndjson:10: has a phone number that cannot be one',
    'accounts.ndjson:11: names a record number that the organization does not have, or has twice',
    'accounts.ndjson:12: was imported before with other values: change the account instead',
    '11 lines were not taken.',
  ])
})

test('a record is linked as the file says, to its own person, once', async () => {
  const number = 'MR-77 120'
  const csv = `source_id,record_number,given_name,family_name,birth_date\ns1,${number},Thomasina,Ravensbourne,1979-08-21\n`
  const imported = await importPatients(open.house, {
    organization: 'northside',
    input: Readable.from([csv]),
    format: 'csv',
    actor: 'test',
  })
  expect(imported).toMatchObject({ kind: 'imported', report: { created: 1 } })
  const { id } = await open.house.db.selectFrom('patients').select('id').executeTakeFirstOrThrow()
  const differs = await importLines([person({ record_numbers: [number], birth_date: '1979-08-22' })])
  expect(differs.err[0]).toBe('accounts.ndjson:1: names a record of another birth date')
  const provider = await importLines([person({ record_numbers: [number], population: 'provider' })])
  expect(provider.err[0]).toBe('accounts.ndjson:1: links a record to somebody who is no patient')
  expect(await importLines([person({ record_numbers: [number] })])).toMatchObject({ status: 0 })
  expect(await table('account_links')).toMatchObject([{ patient_id: id, relationship: 'self', basis: 'imported' }])
  const again = await importLines([person({ record_numbers: [number] })])
  expect(again.err[0]).toBe('accounts.ndjson:1: names a record that has an account already')
})

test('a name that somebody has is not taken over', async () => {
  await open.seedAccount({ username: 'thomasina.first', password: 'she was here before anybody' })
  const result = await importLines([person({ username: 'Thomasina.First' })])
  expect(result.err[0]).toBe('accounts.ndjson:1: has a username that another account has')
})

test('a report for programs; a file that is not there', async () => {
  const { out, status } = await importLines([person(), '[]'], '--json')
  expect([JSON.parse(out), status]).toEqual([
    { created: 1, unchanged: 0, rejectedCount: 1, rejected: [{ line: 2, reason: 'not-json' }] },
    1,
  ])
  rmSync(file)
  const err: string[] = []
  const context = { ...processContext(), err: (line: string) => void err.push(line) }
  expect(await runCli(['accounts', 'import', file], context)).toBe(1)
  expect(err[0]).toContain('cannot be read (ENOENT)')
})

test('the line of the handbook is right', () => {
  const handbook = readFileSync(join(projectRoot, 'docs/operators.md'), 'utf8')
  const line = handbook.split('\n').find(each => each.startsWith('{"username"')) ?? ''
  const read = readAccount(JSON.parse(line), { today: '2026-01-01', phoneCountry: 'US' })
  expect(read).toMatchObject({ username: 'rosalind.okafor', phone: '+13125550142', password: { cost: 12 } })
})
