import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { processContext } from '../../src/cli/context.ts'
import { runCli } from '../../src/cli/program.ts'
import { pageTexts } from '../../src/house.ts'
import { applyObjects } from '../../src/operations/config.ts'
import { editObject, type ObjectEdit, removeObject } from '../../src/operations/object-edits.ts'
import { readObjectFiles } from '../../src/operations/object-files.ts'
import { findClientCredentials } from '../../src/store/clients.ts'
import { openTestHouse, type TestHouse } from '../driver/house.ts'
import { testWrappingKeys } from '../driver/names.ts'
import { until } from '../driver/until.ts'
import { seedPatient } from '../flows/activate-seed.ts'

/** Configuration as code, at a terminal: plan, apply, export, prune, and what somebody else changed meanwhile. */
const folder = mkdtempSync(join(tmpdir(), 'config-'))
const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}
const secret = 'a portal secret that nobody is shown'
const secrets = { PORTAL_SECRET: secret, LAKESIDE_SECRET: 'an insurer secret of many letters' }

const clinic = `kind: organization
id: northside
name: { en: Northside Clinic, es: Clínica Northside }
time_zone: America/New_York
home_client: portal
locations:
  - { id: main, name: Main Street }
`
const portal = `kind: client
id: portal
name: { en: Patient portal }
organization: northside
redirect_uris: [https://portal.northside.example/callback]
auth: { method: client_secret_basic, secrets: [env:PORTAL_SECRET] }
`
const kiosk = `kind: client
id: kiosk
name: { en: Kiosk }
organization: northside
redirect_uris: [https://kiosk.northside.example/callback]
auth: { method: none }
`
const insurers = `kind: insurer
id: lakeside
name: Lakeside Health
protocol: oidc
issuer: https://id.lakeside.example
client: { id: vestibule, auth: client_secret_basic, secret: env:LAKESIDE_SECRET }
organizations: [northside]
---
kind: insurer
id: keystone
name: Keystone
protocol: saml
metadata_file: file:keystone.xml
`
const rest = `kind: policy
id: staff
assurance: { floor: urn:vestibule:aal2 }
---
kind: branding
id: northside
accent: "#7a3b12"
---
kind: texts
id: northside
texts:
  problem.input: { en: Please look at this again., es: Mire esto otra vez. }
`
const all = [clinic, portal, kiosk, insurers, rest].join('---\n')

let open: TestHouse
beforeAll(async () => {
  write('settings.yaml', 'passwords: { memory_kib: 64 }\n')
  write('keystone.xml', '<EntityDescriptor entityID="https://sso.keystone.example"/>\n')
  open = await openTestHouse('config cli')
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await open.close()
})

async function config(...args: readonly string[]) {
  return configWith(secrets, ...args)
}
const configWith = (variables: Readonly<Record<string, string>>, ...args: readonly string[]) =>
  vestibule(variables, 'config', ...args)
async function vestibule(variables: Readonly<Record<string, string>>, ...args: readonly string[]) {
  const [out, err]: [string[], string[]] = [[], []]
  const key = Buffer.alloc(32, 'k').toString('base64')
  const status = await runCli(args, {
    ...processContext(),
    env: {
      VESTIBULE_ISSUER: 'http://localhost:3000',
      VESTIBULE_CONFIG: join(folder, 'settings.yaml'),
      NODE_ENV: 'test',
      DATABASE_URL: open.database.url,
      VESTIBULE_KEYS_WRAPPING_0_ID: testWrappingKeys[0].id,
      VESTIBULE_KEYS_WRAPPING_0_SECRET: testWrappingKeys[0].secret,
      VESTIBULE_KEYS_PEPPER: key,
      VESTIBULE_KEYS_COOKIES_0: key,
      ...variables,
    },
    actor: 'cli:test',
    out: line => void out.push(line),
    err: line => void err.push(line.replaceAll(`${folder}/`, '')),
  })
  return { status, out: out.join('\n'), err: err.join('\n') }
}
const row = async (table: string, id: string) =>
  (await open.database.pool.query(`select * from ${table} where id = $1`, [id])).rows[0]
const auditTypes = async (like: string) =>
  (await open.database.pool.query('select type from audit_events where type like $1 order by id', [like])).rows.map(
    ({ type }) => type,
  )
/** As the operator API writes. */
const edited = async (id: string, name: string, over: Partial<ObjectEdit> = {}) => {
  const { object, version } = await row('clients', id)
  const { auth, ...value } = { ...object, name: { ...object.name, en: name } }
  return editObject(
    { ...open.house, texts: pageTexts },
    { kind: 'client', id, value: { ...value, auth }, expected: version, actor: 'operator:dana', ...over },
  )
}
/** In an emergency: what a file keeps is taken over. */
const changedByHand = async (id: string, name: string) =>
  expect(await edited(id, name, { takeOver: true, reason: 'the portal is down' })).toMatchObject({ kind: 'written' })

test('a plan says what would change and ends with 2; applied twice there is nothing left to plan', async () => {
  const file = write('all.yaml', all)
  const planned = await config('plan', file)
  expect(planned).toMatchObject({ status: 2, err: '' })
  // the organisation stood there already, made by hand
  expect(planned.out).toContain('~ update organization northside')
  expect(planned.out).toContain('    managed_by: "api" → "file"'.replaceAll('"', ''))
  expect(planned.out).toContain('    locations: [] → [{"id":"main","name":"Main Street"}]')
  expect(planned.out).toContain('+ create client portal')
  expect(planned.out).toContain('    auth: {"method":"client_secret_basic","secrets":["(secret)"]}')
  expect(planned.out).toMatch(/metadata_file: "\(\d+ characters\)"/)
  expect(planned.out).toMatch(/7 to create, 1 to update, 0 to delete\.$/)
  expect(planned.out).not.toContain(secret)
  expect(await row('clients', 'portal')).toBeUndefined()

  for (const _time of [1, 2]) expect(await config('apply', file)).toMatchObject({ status: 0, err: '' })
  expect(await config('plan', file)).toEqual({ status: 0, out: 'Nothing to change.', err: '' })
})

test('a change is shown place by place, secrets masked; mistakes end with 1 and file and line', async () => {
  const file = write('changed.yaml', all.replace('Main Street', 'Main St').replace('aal2 }', 'aal1 }'))
  const other = { ...secrets, PORTAL_SECRET: 'another secret that nobody is shown' }
  const planned = await configWith(other, 'plan', file)
  expect(planned.status).toBe(2)
  expect(planned.out).toContain('    locations.[main].name: "Main Street" → "Main St"'.replace('.[', '['))
  expect(planned.out).toContain('    auth.secrets: changed, not shown')
  expect(planned.out).toContain('    assurance.floor: "urn:vestibule:aal2" → "urn:vestibule:aal1"')
  expect(planned.out).not.toContain('another secret')

  const typo = write('typo.yaml', portal.replace('redirect_uris', 'redirect_uri'))
  expect(await config('plan', typo)).toMatchObject({ status: 1, out: '' })
  expect((await config('validate', typo)).err).toContain('typo.yaml:5: redirect_uri: this key is not known')
  const dangling = write('dangling.yaml', kiosk.replace('organization: northside', 'organization: southside'))
  const refused = await config('plan', dangling)
  expect(refused).toMatchObject({ status: 1, out: '' })
  expect(refused.err).toContain('dangling.yaml:4: organization: there is no organization southside')
})

test('what is exported reads back the same, with references in place of secrets', async () => {
  const target = join(folder, 'exported')
  const exported = await config('export', target)
  expect(exported).toMatchObject({ status: 0, out: '' })
  expect(exported.err).toContain('PORTAL_SECRET, LAKESIDE_SECRET')
  expect(readFileSync(join(target, 'client.yaml'), 'utf8')).toContain('- env:PORTAL_SECRET')
  expect(readFileSync(join(target, 'insurer.yaml'), 'utf8')).toContain('file:keystone.metadata.xml')
  expect(await config('plan', target)).toEqual({ status: 0, out: 'Nothing to change.', err: '' })
  // somebody who has no secrets can plan all the same, and is told what was not compared
  const without = await configWith({}, 'plan', target)
  expect(without).toMatchObject({ status: 0, out: 'Nothing to change.' })
  expect(without.err).toMatch(/client.yaml:\d+: auth.secrets\[0\]: .* PORTAL_SECRET, which is not set; not compared/)
  expect((await configWith({}, 'apply', target)).status).toBe(1)

  const single = await config('export', join(folder, 'one.yaml'))
  expect(single.status).toBe(0)
  expect((await config('plan', join(folder, 'one.yaml'))).status).toBe(0)
  expect((await config('export')).err).toContain('name a file or a folder')
  for (const name of ['client.yaml', 'insurer.yaml'])
    expect(readFileSync(join(target, name), 'utf8')).not.toMatch(/nobody is shown|many letters/)
})

describe('what somebody else changed', () => {
  test('is shown as drift and not written over unless that is asked for', async () => {
    await changedByHand('portal', 'Renamed by hand')
    const file = write('all.yaml', all)
    const planned = await config('plan', file)
    expect(planned.status).toBe(2)
    expect(planned.err).toContain(
      'drift: client portal was changed elsewhere since a file wrote it (version 1, now 2; managed by api)',
    )
    expect(planned.out).toContain('    name.en: "Renamed by hand" → "Patient portal"')

    const refused = await config('apply', file)
    expect(refused.status).toBe(1)
    expect(refused.err).toMatch(/all.yaml:10: client portal: was changed elsewhere .* or apply with --overwrite/)
    expect((await row('clients', 'portal')).object.name.en).toBe('Renamed by hand')

    // taken into the file there is nothing to lose
    const taken = write('taken.yaml', all.replace('en: Patient portal', 'en: Renamed by hand'))
    expect((await config('apply', taken)).status).toBe(0)
    expect(await config('plan', taken)).toEqual({ status: 0, out: 'Nothing to change.', err: '' })

    await changedByHand('portal', 'Renamed again')
    expect((await config('apply', file, '--overwrite')).status).toBe(0)
    expect(await row('clients', 'portal')).toMatchObject({
      managed_by: 'file',
      object: { name: { en: 'Patient portal' } },
    })
  })

  test('in the very moment of an apply refuses the whole run', async () => {
    const changed = write('race.yaml', all.replace('en: Kiosk', 'en: Kiosks').replace('Main Street', 'High Street'))
    const { objects } = readObjectFiles([changed], secrets)
    const other = await open.database.pool.connect()
    await other.query('begin')
    await other.query("update clients set version = version + 1, managed_by = 'api' where id = 'kiosk'")
    // it reads the old version, and waits for the row that the other one holds
    const applying = applyObjects({ ...open.house, texts: pageTexts }, objects, 'cli:test')
    await until(async () => {
      const { rows } = await open.database.pool.query(
        "select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
      )
      return rows.length > 0
    }, 10_000)
    await other.query('commit')
    other.release()
    expect(await applying).toMatchObject({
      kind: 'refused',
      problems: [
        { path: 'client kiosk', line: 17, problem: expect.stringContaining('by somebody else at this moment') },
      ],
    })
    const { rows } = await open.database.pool.query('select name from locations where active')
    expect(rows).toEqual([{ name: 'Main Street' }])
    await open.database.pool.query("update clients set version = version - 1, managed_by = 'file' where id = 'kiosk'")
  })
})

describe('what leaves the files', () => {
  test('stays unless it is pruned; then its tokens end with it', async () => {
    await open.database.pool.query(
      `insert into oidc_artifacts (id_hash, model, client_id, payload_sealed, expires_at)
       values ('\\x01', 'RefreshToken', 'kiosk', '\\x01', now() + interval '1 day')`,
    )
    const file = write('without.yaml', [clinic, portal, insurers, rest].join('---\n'))
    const kept = await config('plan', file)
    expect(kept).toMatchObject({ status: 0, out: 'Nothing to change.' })
    expect(kept.err).toBe('client kiosk is kept by a file, but by none of these; --prune deletes it')
    const pruned = await config('plan', file, '--prune')
    expect(pruned).toMatchObject({ status: 2, out: expect.stringContaining('- delete client kiosk') })
    expect(await config('apply', file, '--prune')).toMatchObject({ status: 0, out: 'delete client kiosk' })
    expect(await row('clients', 'kiosk')).toBeUndefined()
    const { rows } = await open.database.pool.query("select revoked_at from oidc_artifacts where client_id = 'kiosk'")
    expect(rows[0].revoked_at).not.toBeNull()
    expect(await auditTypes('client.deleted')).toEqual(['client.deleted'])
    expect((await config('plan', file, '--prune')).status).toBe(0)
  })

  test('is refused while others name it, or people have something through it', async () => {
    const named = write('unnamed.yaml', [clinic, insurers, rest].join('---\n'))
    const refused = await config('apply', named, '--prune')
    expect(refused.status).toBe(1)
    expect(refused.err).toContain('unnamed.yaml:5: home_client: there is no client portal')

    const account = await open.seedAccount({ username: 'member', password: 'a long enough password' })
    await open.database.pool.query(
      `insert into account_upstreams (id, account_id, insurer_id, identity_index, identity_sealed, basis, created_at)
       values (gen_random_uuid(), $1, 'lakeside', '\\x01', '\\x01', 'sign-in', now())`,
      [account],
    )
    const uninsured = write('uninsured.yaml', [clinic, portal, rest].join('---\n'))
    const held = await config('plan', uninsured, '--prune')
    expect(held.status).toBe(1)
    expect(held.err).toContain(
      'insurer lakeside: cannot be deleted: people sign in with it: set enabled: false instead',
    )

    await seedPatient(open.house.db, open.house.sealer, { given: 'Ana', family: 'Ruiz', birthDate: '1980-02-03' })
    const nothing = write('nothing.yaml', 'kind: policy\nid: staff\nassurance: { floor: urn:vestibule:aal2 }\n')
    const people = await config('plan', nothing, '--prune')
    expect(people.status).toBe(1)
    expect(people.err).toMatch(/organization northside: cannot be deleted: it has people and records \([a-z_, ]+\)/)
  })
})

describe('objects written by hand', () => {
  test('are read-only where files keep them, and an old version is refused', async () => {
    expect(await edited('portal', 'By hand')).toMatchObject({ kind: 'refused', problem: 'managed-by-file' })
    const made = await vestibule(
      {},
      'client',
      'create',
      'app',
      '--name',
      'App',
      '--redirect-uri',
      'https://app.example/cb',
    )
    expect(made).toMatchObject({
      status: 0,
      out: expect.stringMatching(/^client_id +app\nclient_secret {2}[\w-]{43}$/),
    })
    const { version } = await row('clients', 'app')
    const names = await Promise.all([edited('app', 'One'), edited('app', 'Two'), edited('app', 'Three')])
    // one was first; who had seen the version before is refused, and nothing of theirs is there
    expect(names.map(({ kind }) => kind).sort()).toEqual(['refused', 'refused', 'written'])
    expect(await row('clients', 'app')).toMatchObject({ version: version + 1, managed_by: 'api', file_version: null })
    expect(await edited('app', 'x', { expected: 'new' })).toMatchObject({ problem: 'exists' })
    expect(await edited('app', 'x', { id: 'nobody' })).toMatchObject({ problem: 'unknown' })
    expect(await edited('app', 'Late', { expected: version })).toMatchObject({ problem: 'changed-meanwhile' })
    const bad = { redirect_uris: ['no address'], organization: 'nowhere' }
    expect(await edited('app', 'x', { value: { ...(await row('clients', 'app')).object, ...bad } })).toMatchObject({
      problem: 'invalid',
      problems: [{ path: 'redirect_uris[0]', problem: 'must be an absolute URI without fragment' }],
    })
    // a plan of files that do not name it has nothing to say of it
    expect((await config('plan', write('all.yaml', all), '--prune')).out).not.toContain('client app')
    const again = await vestibule(
      {},
      'client',
      'create',
      'app',
      '--name',
      'App',
      '--redirect-uri',
      'https://app.example/cb',
    )
    expect(again).toMatchObject({ status: 1, err: expect.stringContaining('there is a client of this id already') })
  })

  test('a rotated secret works beside the one before, and is drift where a file names another', async () => {
    const secretsOf = async (id: string) =>
      (await findClientCredentials(open.house.db, open.house.sealer, id))?.secrets ?? []
    const [first] = await secretsOf('app')
    const rotated = await vestibule({}, 'client', 'rotate-secret', 'app')
    const second = rotated.out.replace('client_secret  ', '')
    expect(await secretsOf('app')).toEqual([second, first])
    const third = (await vestibule({}, 'client', 'rotate-secret', 'app', '--now')).out.replace('client_secret  ', '')
    expect(await secretsOf('app')).toEqual([third])
    expect(await auditTypes('client.secret-rotated')).toHaveLength(2)

    expect((await vestibule({}, 'client', 'rotate-secret', 'portal')).status).toBe(0)
    const planned = await config('plan', write('portal.yaml', `${clinic}---\n${portal}`))
    expect(planned.err).toContain('drift: client portal was changed elsewhere since a file wrote it')
    expect(planned.out).toContain('    auth.secrets: ["(secret)","(secret)"] → ["(secret)"]')
    // a file that leaves secrets to the database has nothing against it
    const silent = write('silent.yaml', `${clinic}---\n${portal.replace(', secrets: [env:PORTAL_SECRET]', '')}`)
    expect((await config('plan', silent)).out).toBe('Nothing to change.')
    expect((await config('apply', silent)).status).toBe(0)
    expect((await config('plan', silent)).err).not.toContain('drift')
    expect(await vestibule({}, 'client', 'rotate-secret', 'nobody')).toMatchObject({ status: 1 })
  })
})

test('what was written by hand goes by hand, under the same rules', async () => {
  const by = { kind: 'client', id: 'app', actor: 'operator:dana', reason: 'replaced' }
  const made = {
    kind: 'organization',
    id: 'southside',
    value: { name: { en: 'Southside' }, time_zone: 'America/New_York', home_client: 'app' },
    expected: 'new' as const,
    actor: 'operator:dana',
  }
  expect(await editObject(open.house, made)).toMatchObject({ kind: 'written', version: 1 })
  const { version } = await row('clients', 'app')
  expect(await removeObject(open.house, { ...by, expected: version })).toMatchObject({
    problem: 'invalid',
    problems: [{ path: 'client app', problem: 'cannot be deleted: organization southside names it' }],
  })
  expect(await removeObject(open.house, { ...by, id: 'portal', expected: 1 })).toMatchObject({
    problem: 'managed-by-file',
  })
  const southside = { ...by, kind: 'organization', id: 'southside', expected: 1 }
  expect(await removeObject(open.house, southside)).toMatchObject({ kind: 'written' })
  expect(await removeObject(open.house, { ...by, expected: version - 1 })).toMatchObject({
    problem: 'changed-meanwhile',
  })
  expect(await removeObject(open.house, { ...by, expected: version })).toMatchObject({ kind: 'written' })
  expect(await row('clients', 'app')).toBeUndefined()
})

test('words of an organisation must fit: a text that exists, the placeholders of the original, both languages', async () => {
  const texts = (body: string) =>
    write(
      'texts.yaml',
      `${clinic.replace('home_client: portal\n', '')}---\nkind: texts\nid: northside\ntexts:\n${body}\n`,
    )
  const unfit = await config(
    'validate',
    texts('  no.such: { en: A, es: B }\n  http.back-to: { en: "To {portal", es: "A {clinica}" }'),
  )
  expect(unfit.status).toBe(1)
  expect(unfit.err.split('\n')).toEqual([
    'texts.yaml:11: texts.no.such: no page has a text of this id',
    'texts.yaml:12: texts.http.back-to.en: is no ICU message: look at its braces, quotes and marks',
    'texts.yaml:12: texts.http.back-to.es: must have the placeholders of the original: portal; it has: clinica',
    '3 problems found.',
  ])
  expect((await config('validate', texts('  http.back-to: { en: "On to {portal}" }'))).err).toContain(
    'texts.http.back-to.es: is missing',
  )
  expect((await config('validate', texts('  http.back-to: { en: "On to {portal}", es: "A {portal}" }'))).status).toBe(0)
})
