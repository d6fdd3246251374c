import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { applyObjects } from '../../src/operations/config.ts'
import { readObjectFiles } from '../../src/operations/object-files.ts'
import { problemText } from '../../src/settings/index.ts'
import { findClientCredentials } from '../../src/store/clients.ts'
import { findLocations, findProviders } from '../../src/store/organizations.ts'
import { openRegistryHouse, type RegistryHouse } from './house.ts'

const folder = mkdtempSync(join(tmpdir(), 'objects-'))
const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}
const env = { PORTAL_SECRET: 'a secret of more than sixteen characters' }

const clinic = `
kind: organization
id: northside
name: { en: Northside Clinic, es: Clínica Northside }
time_zone: America/New_York
home_client: northside-portal
locations:
  - { id: main, name: Main Street, address: { lines: [1 Main Street], city: Boston } }
  - { id: a-annex, name: Annex }
providers:
  - { id: dr-lee, name: Dana Lee, npi: "1234567893", location: main }
`
const portal = `
kind: client
id: northside-portal
name: { en: Patient portal }
organization: northside
redirect_uris: [https://portal.northside.example/callback]
auth: { method: client_secret_basic, secrets: [env:PORTAL_SECRET] }
`
let open: RegistryHouse
beforeAll(async () => {
  open = await openRegistryHouse()
})
afterAll(async () => {
  await open.close()
  rmSync(folder, { recursive: true })
})
const apply = async (text: string, variables: Record<string, string> = env) => {
  const { objects, problems } = readObjectFiles([write('objects.yaml', text)], variables)
  expect(problems.map(problemText)).toEqual([])
  return applyObjects(open.house, objects, 'cli:test')
}
const countRows = async (table: 'audit_events' | 'clients' | 'organizations'): Promise<number> =>
  Number(
    (
      await open.house.db
        .selectFrom(table)
        .select(eb => eb.fn.countAll().as('count'))
        .executeTakeFirst()
    )?.count,
  )

describe('reading object files', () => {
  test('every mistake of every file is named with its line, without a database', () => {
    const one = write(
      'one.yaml',
      `kind: organization
id: North Side
name: { es: Clínica }
time_zone: Mars/Olympus
colour: red
providers:
  - { id: dr-lee, name: Dana Lee, npi: "1234567890", location: nowhere }
---
kind: client
id: portal
name: { en: Portal }
auth: { method: client_secret_basic, secrets: [hunter2] }
---
kind: clinic
id: x
`,
    )
    const two = write('two.yaml', `${portal}---${portal}---\n- a list\n`)
    const { problems } = readObjectFiles([one, two, join(folder, 'none.yaml')])
    const report = problems.map(problem => problemText(problem).replaceAll(`${folder}/`, ''))
    expect(report).toEqual([
      'one.yaml:2: id: must be lower-case letters, digits, dots, dashes; 63 at most',
      'one.yaml:3: name.en: is missing',
      'one.yaml:4: time_zone: must be a time zone such as America/New_York',
      'one.yaml:7: providers[0].npi: is not a valid NPI (10 digits with a check digit, in quotes)',
      'one.yaml:5: colour: this key is not known',
      'one.yaml:12: auth.secrets[0]: is a secret: write env:NAME or file:PATH here, never the secret itself',
      'one.yaml:9: redirect_uris: needs at least one address, since the client may ask for authorization_code',
      'one.yaml:14: kind: must be one of organization, client, insurer, policy, branding, texts',
      'two.yaml:10: id: client northside-portal stands at two.yaml:3 already',
      'two.yaml:16: must be an object with a kind (one of organization, client, insurer, policy, branding, texts)',
      'none.yaml: there is no such file',
    ])
    expect(report.join('\n')).not.toContain('hunter2')
  })

  test('secrets are looked up only when they are to be applied', () => {
    const file = write('portal.yaml', portal)
    expect(readObjectFiles([file]).problems).toEqual([])
    // a folder stands for the YAML files in it: the documented `config validate config/objects`
    const shipped = readObjectFiles(['config/objects'])
    expect(shipped.problems).toEqual([])
    expect(shipped.objects.map(object => object.kind)).toContain('client')
    expect(readObjectFiles([file], {}).problems.map(({ path, problem }) => `${path} ${problem}`)).toEqual([
      'auth.secrets[0] refers to the environment variable PORTAL_SECRET, which is not set',
    ])
    expect(readObjectFiles([file], { PORTAL_SECRET: 'short' }).problems[0]?.problem).toMatch(/shorter than 16/)
  })
})

describe('applying objects', () => {
  test('a name that leads nowhere refuses the whole run', async () => {
    const result = await apply(portal)
    expect(result).toMatchObject({
      kind: 'refused',
      problems: [{ line: 5, path: 'organization', problem: 'there is no organization northside' }],
    })
    expect(await countRows('clients')).toBe(0)
  })

  test('brings organisations and clients, sealed; twice is once', async () => {
    // the client stands first: order in files does not matter
    const first = await apply(`${portal}---${clinic}`)
    expect(first).toMatchObject({
      kind: 'applied',
      changes: [
        { action: 'create', kind: 'organization', id: 'northside' },
        { action: 'create', kind: 'client', id: 'northside-portal' },
      ],
    })
    const { db, sealer } = open.house
    expect((await findClientCredentials(db, sealer, 'northside-portal'))?.secrets).toEqual([env.PORTAL_SECRET])
    expect((await findLocations(db, 'northside')).map(({ sourceId }) => sourceId).sort()).toEqual(['a-annex', 'main'])
    expect(await findProviders(db, 'northside')).toEqual([
      { sourceId: 'dr-lee', name: 'Dana Lee', npi: '1234567893', locationSourceId: 'main' },
    ])
    const row = await db.selectFrom('clients').selectAll().executeTakeFirstOrThrow()
    expect(JSON.stringify(row.object)).not.toContain(env.PORTAL_SECRET)

    const events = await countRows('audit_events')
    expect(events).toBe(2)
    expect(await apply(`${clinic}---${portal}`)).toEqual({ kind: 'applied', changes: [] })
    expect(await countRows('audit_events')).toBe(events)
  })

  test('a change names its keys; what left the file is not offered any more', async () => {
    const result = await apply(
      clinic.replace('Main Street, address', 'Main St, address').replace('  - { id: a-annex, name: Annex }\n', ''),
    )
    expect(result).toEqual({
      kind: 'applied',
      changes: [{ kind: 'organization', id: 'northside', action: 'update', keys: ['locations'] }],
    })
    expect((await findLocations(open.house.db, 'northside')).map(({ name }) => name)).toEqual(['Main St'])
    expect(await findProviders(open.house.db, 'northside')).toHaveLength(1)
  })

  test('a new secret is a change, a file without secrets leaves them', async () => {
    const changed = await apply(portal, { PORTAL_SECRET: 'another secret, long enough' })
    expect(changed).toMatchObject({ changes: [{ action: 'update', keys: ['auth'] }] })
    expect(await apply(portal.replace(', secrets: [env:PORTAL_SECRET]', ''))).toEqual({ kind: 'applied', changes: [] })
    const kept = await findClientCredentials(open.house.db, open.house.sealer, 'northside-portal')
    expect(kept?.secrets).toEqual(['another secret, long enough'])
  })

  test('the audit holds before and after without secrets', async () => {
    const rows = await open.house.db.selectFrom('audit_events').selectAll().orderBy('id').execute()
    expect(rows.map(({ type, actor }) => `${type} ${actor}`)).toEqual([
      'organization.created cli:test',
      'client.created cli:test',
      'organization.updated cli:test',
      'client.updated cli:test',
    ])
    const details = rows.map(row => open.house.sealer.open('audit.details', row.details_sealed as Buffer).toString())
    expect(details.join()).not.toContain('secret,')
    expect(details.join()).not.toContain(env.PORTAL_SECRET)
    expect(JSON.parse(details[2] ?? '')).toMatchObject({ keys: ['locations'], before: { id: 'northside' } })
  })

  test('two runs at once write each object once', async () => {
    const other = clinic.replaceAll('northside', 'eastside').replace('home_client: eastside-portal\n', '')
    const { objects } = readObjectFiles([write('race.yaml', other)], env)
    const results = await Promise.all(Array.from({ length: 5 }, () => applyObjects(open.house, objects, 'cli:test')))
    expect(results.filter(result => result.kind === 'applied' && result.changes.length === 1)).toHaveLength(1)
  })
})

describe('policies', () => {
  const policies = `
kind: policy
id: installation
assurance: { floor: urn:vestibule:aal2 }
exceptions:
  - name: waiting-room-kiosk
    client: northside-portal
    reason: the kiosk cannot show a code field before it is replaced
    until: 2099-03-31
    assurance: { floor: urn:vestibule:aal1 }
---
kind: policy
id: staff
assurance: { floor: urn:vestibule:aal2:phishing-resistant }
`
  const loose = `
kind: policy
id: provider
assurance:
  floor: urn:vestibule:aal1
  second_factor: unknown-device
---
kind: client
id: other-portal
name: { en: Other portal }
redirect_uris: [https://other.example/callback]
auth: { method: none }
assurance:
  floor: urn:vestibule:aal1
`

  test('that are looser than what stands above them are refused with file and line', async () => {
    const refused = async (text: string) => {
      const result = await apply(text)
      return result.kind === 'refused' ? result.problems.map(each => problemText(each).replace(`${folder}/`, '')) : []
    }
    const text = `${policies}---${loose}`
    const problem = 'is looser than the policy above it: make it stricter, or write an exception with a last day'
    expect(await refused(text)).toEqual([
      `objects.yaml:19: assurance.floor: ${problem}`,
      `objects.yaml:20: assurance.second_factor: ${problem}`,
      `objects.yaml:28: assurance.floor: ${problem}`,
    ])
    // what stands in the database counts too
    expect((await apply(`${clinic}---${portal}---${policies}`)).kind).toBe('applied')
    expect(await refused(loose)).toHaveLength(3)
  })

  test('are kept and audited with their exceptions, which need a reason and a day', async () => {
    const { rows } = await open.database.pool.query("select object from policies where id = 'installation'")
    expect(rows[0]?.object.exceptions[0]).toMatchObject({ name: 'waiting-room-kiosk', until: '2099-03-31' })
    const { rows: audited } = await open.database.pool.query("select 1 from audit_events where type = 'policy.created'")
    expect(audited).toHaveLength(2)
    expect(await apply(policies)).toEqual({ kind: 'applied', changes: [] })
    const file = write('bad.yaml', policies.replace('2099-03-31', 'someday').replace(/reason:.*/, 'reason: because'))
    expect(readObjectFiles([file]).problems.map(({ line, path }) => `${line} ${path}`)).toEqual([
      '8 exceptions[0].reason',
      '9 exceptions[0].until',
    ])
  })
})
