import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { processContext } from '../../src/cli/context.ts'
import { runCli } from '../../src/cli/program.ts'
import { selfSigned } from '../../src/connectors/index.ts'
import { sealAudit } from '../../src/operations/audit-seal.ts'
import { examine, type Result } from '../../src/operations/doctor/index.ts'
import { days, hours, newId } from '../../src/platform/index.ts'
import { clock } from '../driver/clock.ts'
import { testWrappingKeys } from '../driver/names.ts'
import { findFreePort } from '../driver/ports.ts'
import { offersInsurers, openTestInsurer, type TestInsurer } from '../driver/upstream.ts'
import { openWorld, type World } from '../driver/world.ts'

/** An installation that is well, and one fault after the other: each is found, and what to do about it is said. */
const folder = mkdtempSync(join(tmpdir(), 'doctor-'))
let world: World
let insurer: TestInsurer
let healthy: Record<string, string>
beforeAll(async () => {
  world = await openWorld()
  insurer = await openTestInsurer({
    clients: [{ id: 'vestibule', secret: 'a client secret of sixteen letters', callback: 'http://localhost:3000/x' }],
  })
  await offersInsurers(
    world,
    `kind: insurer
id: lakeside
name: Lakeside Health
protocol: oidc
issuer: ${insurer.issuer}
client: { id: vestibule, auth: private_key_jwt }
`,
  )
  await sealAudit(world.app.house)
  const { delivery, keys } = world.app.house.settings
  const pepper = join(folder, 'pepper.key')
  writeFileSync(pepper, keys.pepper, { mode: 0o600 })
  writeFileSync(join(folder, 'settings.yaml'), 'outbound: { allow: ["127.0.0.0/8", "::1/128"] }\n')
  healthy = {
    VESTIBULE_CONFIG: join(folder, 'settings.yaml'),
    VESTIBULE_ISSUER: world.issuer,
    NODE_ENV: 'test',
    DATABASE_URL: world.database.url,
    VESTIBULE_KEYS_WRAPPING_0_ID: testWrappingKeys[0].id,
    VESTIBULE_KEYS_WRAPPING_0_SECRET: testWrappingKeys[0].secret,
    VESTIBULE_KEYS_PEPPER: `file:${pepper}`,
    VESTIBULE_KEYS_COOKIES_0: keys.cookies[0] as string,
    VESTIBULE_DELIVERY_EMAIL_GATEWAY: 'smtp',
    VESTIBULE_DELIVERY_EMAIL_SMTP_URL: delivery.email.smtp_url as string,
    VESTIBULE_DELIVERY_SMS_GATEWAY: 'inbox',
    VESTIBULE_DELIVERY_VOICE_GATEWAY: 'inbox',
    VESTIBULE_DELIVERY_INBOX_URL: delivery.inbox?.url as string,
  }
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await insurer.close()
  await world.close()
})

async function vestibule(args: readonly string[], over: Readonly<Record<string, string>> = {}) {
  const [out, err]: [string[], string[]] = [[], []]
  const status = await runCli(args, {
    ...processContext(),
    env: { ...healthy, ...over },
    actor: 'cli:test',
    out: line => void out.push(line),
    err: line => void err.push(line),
  })
  return { status, out: out.join('\n'), err: err.join('\n') }
}
/** What the doctor says is wrong, as `check: what → what to do`. */
async function troubles(over: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
  const { status, out } = await vestibule(['doctor', '--json'], over)
  const { ok, checks } = JSON.parse(out) as { ok: boolean; checks: readonly Result[] }
  expect({ status, ok }).toEqual(ok ? { status: 0, ok: true } : { status: 1, ok: false })
  return checks.flatMap(each => (each.status === 'failed' ? [`${each.check}: ${each.says} → ${each.fix}`] : []))
}
const run = (statement: string, values: readonly unknown[] = []) =>
  world.database.pool.query(statement, values as unknown[])

test('a healthy installation has no trouble, and says so to people and programs', async () => {
  expect(await troubles()).toEqual([])
  const { status, out } = await vestibule(['doctor'])
  expect(status).toBe(0)
  for (const line of [
    /^ok {7}node +Node 24/m,
    /^ok {7}database +Postgres \d+ answers/m,
    /^ok {7}wrapping-keys +every data key/m,
    /^ok {7}signing-keys +ES256 signs since 0 days, of 90/m,
    /^ok {7}issuer +http:\/\/localhost:\d+ answers/m,
    /^ok {7}gateways +smtp \(mails\) answers/m,
    /^ok {7}insurers +lakeside answers/m,
    /^warning {2}environment +test, on this machine alone\n +→ set environment: production/m,
  ])
    expect(out).toMatch(line)
})

test('an old Node; what could not be looked at is said too', async () => {
  const { ok, results } = await examine(
    { nodeVersion: '18.20.4', settingsProblems: [{ path: 'issuer', problem: 'is missing' }] },
    () => {
      throw new Error('nothing is opened where the settings are wrong')
    },
  )
  expect(ok).toBe(false)
  expect(results[0]).toMatchObject({
    check: 'node',
    status: 'failed',
    fix: expect.stringMatching(/^run it on Node 24/),
  })
  expect(results[1]).toMatchObject({ check: 'settings', status: 'failed', says: 'issuer: is missing' })
  expect(new Set(results.slice(2).map(({ status }) => status))).toEqual(new Set(['skipped']))
})

test('development defaults in production, and settings that are wrong: nothing else is looked at', async () => {
  const found = await troubles({ NODE_ENV: 'production', VESTIBULE_LISTEN_PORT: 'many' })
  expect(found).toContainEqual(expect.stringMatching(/^settings: .*issuer: must be an https address in production/))
  expect(found).toContainEqual(
    expect.stringMatching(/^settings: VESTIBULE_LISTEN_PORT: listen.port: must be a number → .*docs\/settings.md/),
  )
  expect(found.every(line => line.startsWith('settings: '))).toBe(true)
})

test('the rules of production are off where people come from outside, by a proxy that nobody named', async () => {
  const port = await findFreePort()
  const found = await troubles({ VESTIBULE_ISSUER: `https://127-0-0-1.id.example:${port}` })
  expect(found).toContainEqual(expect.stringMatching(/^environment: .* → set environment: production/))
  expect(found).toContainEqual(expect.stringMatching(/^issuer: .*proxies.trusted is 0.* → set proxies.trusted/))
  expect(found).toContainEqual(expect.stringMatching(/^issuer: .*cannot be reached from here .* → start an instance/))
})

test('a certificate that nobody trusts', async () => {
  const { certificate, privateKey } = await selfSigned(
    'localhost',
    new Date(),
    new Date(Date.now() + days(5) * 1000),
    2048,
  )
  const server = createServer({ cert: certificate, key: privateKey }, (_request, response) => response.end('{}'))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const found = await troubles({ VESTIBULE_ISSUER: `https://localhost:${port}`, VESTIBULE_PROXIES_TRUSTED: '1' })
  expect(found).toEqual([
    expect.stringMatching(/^issuer: .*not trusted \(\w*SELF_SIGNED\w*\) → renew it, with its whole chain/),
  ])
  const { out } = await vestibule(['doctor'], { VESTIBULE_ISSUER: `https://localhost:${port}` })
  expect(out).toMatch(
    /^warning {2}issuer +the certificate of .* ends on 2\d{3}-\d\d-\d\d\n +→ renew it where TLS ends/m,
  )
  server.close()
})

test('a secret that everybody on the machine can read', async () => {
  chmodSync(join(folder, 'pepper.key'), 0o644)
  expect(await troubles()).toEqual([expect.stringMatching(/^secret-files: .*pepper.key \(keys.pepper\) → chmod 600 /)])
  chmodSync(join(folder, 'pepper.key'), 0o600)
})

test('no database', async () => {
  const found = await troubles({ DATABASE_URL: `postgres://x@127.0.0.1:${await findFreePort()}/x` })
  // what rests on it is not reported as broken too
  expect(found).toEqual([expect.stringMatching(/^database: .*ECONNREFUSED\) → start Postgres there/)])
})

test('a schema that is behind', async () => {
  const { rows } = await run(
    'delete from kysely_migration where name = (select max(name) from kysely_migration) returning *',
  )
  expect(await troubles()).toEqual([
    expect.stringMatching(/^migrations: 1 migrations wait, from 2026.* → run "vestibule migrate up"/),
  ])
  await run('insert into kysely_migration (name, timestamp) values ($1, $2)', [rows[0].name, rows[0].timestamp])
})

test('a wrong wrapping key', async () => {
  const other = Buffer.alloc(32, 'x').toString('base64')
  expect(await troubles({ VESTIBULE_KEYS_WRAPPING_0_SECRET: other })).toEqual([
    expect.stringMatching(/^wrapping-keys: .*is not the one that wrapped data key.* → put that wrapping key back/),
  ])
})

test('a clock that is off, and signing keys that nobody follows up', async () => {
  clock.advance(hours(1))
  expect(await troubles()).toEqual([expect.stringMatching(/^clock: .*3600.* s apart → .*NTP/)])
  clock.reset()
  await run("update signing_keys set activated_at = $1 where algorithm = 'ES256'", [
    new Date(Date.now() - days(100) * 1000),
  ])
  await run("update signing_keys set state = 'retired' where algorithm = 'RS256'")
  expect(await troubles()).toEqual([
    expect.stringMatching(/^signing-keys: the ES256 key signs since 100 days.* → .*vestibule keys rotate/),
    expect.stringMatching(/^signing-keys: no RS256 key signs → run "vestibule keys init"/),
  ])
  await run("update signing_keys set state = 'active', activated_at = now()")
})

test('gateways that do not answer, and one that is not there', async () => {
  const port = await findFreePort()
  const found = await troubles({
    VESTIBULE_DELIVERY_EMAIL_SMTP_URL: `smtp://127.0.0.1:${port}`,
    VESTIBULE_DELIVERY_INBOX_URL: `http://127.0.0.1:${port}`,
  })
  expect(found).toEqual([
    expect.stringMatching(/^gateways: smtp \(mails\) does not answer \(ESOCKET|ECONN\w+\) → mend the address of smtp/),
    expect.stringMatching(
      /^gateways: inbox \(texts, calls\) does not answer \(ECONNREFUSED\) → mend the address of inbox/,
    ),
  ])
  const { status, out } = await vestibule(['doctor'], { VESTIBULE_DELIVERY_VOICE_GATEWAY: 'none' })
  expect(status).toBe(0)
  expect(out).toMatch(/^warning {2}gateways +no calls leave\n +→ set delivery.voice.gateway/m)
})

test('an insurer that is away, and our own certificate that has ended', async () => {
  const port = await findFreePort()
  await offersInsurers(
    world,
    `kind: insurer\nid: keystone\nname: Keystone\nprotocol: saml\nmetadata_url: http://127.0.0.1:${port}/metadata\n`,
  )
  await run(
    `insert into saml_keys (id, state, certificate, private_key_sealed, created_at, not_after)
     values (gen_random_uuid(), 'active', 'x', '\\x01', $1, $1)`,
    [new Date(Date.now() - 1000)],
  )
  expect(await troubles()).toEqual([
    expect.stringMatching(/^saml-key: our certificate ended on .* → run "vestibule keys saml publish"/),
    expect.stringMatching(/^insurers: keystone cannot be asked \([\w-]+\) → .*vestibule insurer test keystone/),
  ])
  await run("delete from insurers where id = 'keystone'")
  await run('delete from saml_keys')
})

test('jobs that were given up or that nobody takes, and a full outbox', async () => {
  const long = new Date(Date.now() - hours(1) * 1000)
  await run("select graphile_worker.add_job('message', run_at => $1::timestamptz, max_attempts => 1)", [long])
  expect(await troubles()).toEqual([
    expect.stringMatching(/^worker: a job is due since .* → start an instance that takes jobs/),
  ])
  await run('update graphile_worker._private_jobs set attempts = max_attempts')
  await run(
    `insert into messages (id, channel, template, target_index, state, due_at, expires_at, created_at)
     values (gen_random_uuid(), 'sms', 'one-time-code', '\\x01', 'queued', $1, $1, $1)`,
    [long],
  )
  expect(await troubles()).toEqual([
    expect.stringMatching(/^worker: jobs were given up: message \(1\) → .*reschedule_jobs/),
    expect.stringMatching(/^worker: a message waits in the outbox since .* → see that an instance runs/),
  ])
  await run('delete from graphile_worker._private_jobs')
  await run('delete from messages')
})

test('an audit chain that nobody goes on with, or whose end was altered', async () => {
  await sealAudit(world.app.house)
  await run(
    "insert into audit_events (id, at, type, outcome, correlation_id) values ($1, $2, 'session.ended', 'success', 'test')",
    [newId(), new Date(Date.now() - hours(1) * 1000)],
  )
  expect(await troubles()).toEqual([
    expect.stringMatching(/^audit: events since .* are not in the audit chain → start an instance that takes jobs/),
  ])
  await sealAudit(world.app.house)
  expect(await troubles()).toEqual([])
  await run('update audit_seal set hash = $1', [Buffer.alloc(32)])
  expect(await troubles()).toEqual([
    expect.stringMatching(/^audit: the end of the audit chain .* → .*vestibule audit verify/),
  ])
})
