import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { processContext } from '../../src/cli/context.ts'
import { runCli } from '../../src/cli/program.ts'
import { recordAudit } from '../../src/operations/audit.ts'
import { newId } from '../../src/platform/index.ts'
import { openTestHouse, type TestHouse } from '../driver/house.ts'
import { testWrappingKeys } from '../driver/names.ts'

/** An operator has the reference code that somebody reads out on the phone, and finds what happened. */
let open: TestHouse
const account = newId()
const folder = mkdtempSync(join(tmpdir(), 'audit-search-'))
beforeAll(async () => {
  writeFileSync(join(folder, 'settings.yaml'), 'passwords: { memory_kib: 64 }\n')
  open = await openTestHouse('audit search')
  const common = { organizationId: 'northside', clientId: 'portal', correlationId: 'one' }
  await open.house.db.transaction().execute(async tx => {
    for (const [type, outcome] of [
      ['flow.sign-in.password.retry', 'refused'],
      ['account.signed-in', 'success'],
    ] as const)
      await recordAudit(tx, open.house, {
        ...common,
        type,
        outcome,
        accountId: account,
        reference: 'K7Q-2WX',
        details: { ip: '203.0.113.77', factors: ['password'] },
      })
    await recordAudit(tx, open.house, { ...common, type: 'other.event', outcome: 'success', reference: 'AAA-222' })
  })
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await open.close()
})

async function vestibule(command: string) {
  const [out, err]: [string[], string[]] = [[], []]
  const secret = Buffer.alloc(32, 'k').toString('base64')
  const env = {
    VESTIBULE_ISSUER: 'http://localhost:3000',
    VESTIBULE_CONFIG: join(folder, 'settings.yaml'),
    NODE_ENV: 'test',
    DATABASE_URL: open.database.url,
    VESTIBULE_KEYS_WRAPPING_0_ID: testWrappingKeys[0].id,
    VESTIBULE_KEYS_WRAPPING_0_SECRET: testWrappingKeys[0].secret,
    VESTIBULE_KEYS_PEPPER: secret,
    VESTIBULE_KEYS_COOKIES_0: secret,
  }
  const status = await runCli(command.split(' '), {
    ...processContext(),
    env,
    actor: 'cli:test',
    out: line => void out.push(line),
    stream: async lines => void out.push((await text(lines)).trimEnd()),
    err: line => void err.push(line),
  })
  return { status, out, err: err.join('\n') }
}

test.each(['K7Q-2WX', 'k7q2wx', 'k7q-2WX'])('by the reference code, however it is written: %s', async code => {
  const { status, out } = await vestibule(`audit search --reference ${code}`)
  expect(status).toBe(0)
  expect(out).toHaveLength(2)
  expect(out[0]).toMatch(/^20\d\d-\S+Z {2}flow\.sign-in\.password\.retry {2}refused {2}northside {2}portal {2}K7Q-2WX/)
  expect(out[1]).toMatch(/account\.signed-in {2}success/)
  expect(out.join()).not.toContain('203.0.113.77')
})

test('by the account; details are opened on request, and that is recorded', async () => {
  expect((await vestibule(`audit search --account ${account}`)).out).toHaveLength(2)
  const { out } = await vestibule(`audit search --account ${account} --details`)
  expect(out.join('\n')).toContain('"ip":"203.0.113.77"')
  const [read] = await open.house.db.selectFrom('audit_events').selectAll().where('type', '=', 'audit.read').execute()
  expect(read).toMatchObject({ actor: 'cli:test', account_id: account, outcome: 'success' })
  expect((await vestibule(`audit search --account ${account} --limit 1`)).out[0]).toContain('audit.read')
})

test('the trail, or what fits, as a file; never its details, and that it was taken is recorded', async () => {
  const lines = (await vestibule(`audit export --account ${account} --type account.signed-in`)).out.join('').split('\n')
  expect(lines.map(line => JSON.parse(line))).toEqual([
    expect.objectContaining({ type: 'account.signed-in', account, organization: 'northside', reference: 'K7Q-2WX' }),
  ])
  const out = join(folder, 'trail.csv')
  const csv = `audit export --format csv --out ${out} --organization northside --since 2020-01-01 --until 2099-01-01T00:00Z`
  expect(await vestibule(csv)).toMatchObject({ status: 0, out: [`The events are in ${out}.`] })
  const [head, ...rows] = readFileSync(out, 'utf8').trimEnd().split('\n')
  expect([head, rows.length, statSync(out).mode & 0o777]).toEqual([
    expect.stringMatching(/^id,at,type,outcome/),
    3,
    0o600,
  ])
  expect(rows.join()).not.toMatch(/203\.0\.113\.77|password'/)
  expect(await vestibule(csv)).toMatchObject({ status: 1, err: expect.stringContaining('exists') })
  const taken = await open.house.db
    .selectFrom('audit_events')
    .select('actor')
    .where('type', '=', 'audit.exported')
    .execute()
  expect(taken).toEqual(Array.from({ length: 3 }, () => ({ actor: 'cli:test' })))
  for (const [wrong, told] of [
    ['--since yesterday', '--since is a moment'],
    ['--since 2026-13-45', '--since is a moment'],
    ['--format pdf', 'ndjson or csv'],
    ['--patient 12', 'id of a record'],
  ] as const)
    expect(await vestibule(`audit export ${wrong}`)).toMatchObject({ status: 1, err: expect.stringContaining(told) })
})

test('what cannot be found or was not asked well is told', async () => {
  expect(await vestibule('audit search --reference ZZZ-999')).toMatchObject({
    status: 0,
    out: [expect.stringMatching(/^No event/)],
  })
  expect(await vestibule('audit search')).toMatchObject({
    status: 1,
    err: expect.stringMatching(/--reference or --account/),
  })
  expect(await vestibule('audit search --account nobody')).toMatchObject({
    status: 1,
    err: expect.stringMatching(/account id/),
  })
  expect(await vestibule('audit search --reference what')).toMatchObject({
    status: 1,
    err: expect.stringMatching(/six/),
  })
})
