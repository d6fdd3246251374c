import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { processContext } from '../../src/cli/context.ts'
import { runCli } from '../../src/cli/program.ts'
import { drainJobs } from '../../src/delivery/index.ts'
import { verifyAudit } from '../../src/operations/audit-seal.ts'
import { untouchedTables, voidables } from '../../src/store/voiding.ts'
import type { Agent } from '../driver/agent.ts'
import { testWrappingKeys } from '../driver/names.ts'
import { birthFields, importPatient, printLetter, seedAccount } from '../driver/people.ts'
import type { Begun, Portal } from '../driver/portal.ts'
import { until } from '../driver/until.ts'
import { openWorld, type World } from '../driver/world.ts'
import { type OwnServer, openOwnServer } from './own-server.ts'

/** A backup is put back: what was used or ended since would work again, until `vestibule restore finish`. */
const [username, password, phone] = ['philippa.greenhalgh', 'the orchard gate stands open', '+13125550187']
const record = { given: 'Lavinia', family: 'Thistlewood', birthDate: '1979-04-02', phone: '+13125550188' }

let server: OwnServer
let world: World
let portal: Portal
beforeAll(async () => {
  server = await openOwnServer()
  world = await openWorld()
  portal = await world.portal()
  await seedAccount(world.app.house, { username, password, phone })
})
afterAll(async () => {
  try {
    await world?.close()
  } finally {
    await server.remove()
  }
})

const ready = async () => (await fetch(`http://127.0.0.1:${world.operationsPorts[0]}/health/ready`)).status === 200
async function restart(change: () => Promise<void>): Promise<void> {
  await server.stop()
  await change()
  await server.start()
  await until(ready, 30_000)
}
async function signIn(agent: Agent, parameters: Record<string, string> = {}): Promise<{ begun: Begun; end: string }> {
  const begun = await portal.begins(parameters)
  await agent.open(begun.url.href)
  const end = await agent.finish({ username, password })
  return { begun, end: end.url }
}
/** Whether the browser is signed in: a portal gets a code at once. */
const isSignedIn = async (agent: Agent) => {
  const begun = await portal.begins({ prompt: 'none' })
  return new URL((await agent.open(begun.url.href)).url).searchParams.has('code')
}
const refreshes = (token: string | undefined) =>
  portal.refresh(token ?? '').then(
    () => true,
    () => false,
  )
const finish = async () => {
  const out: string[] = []
  const folder = mkdtempSync(join(tmpdir(), 'restore-'))
  writeFileSync(join(folder, 'settings.yaml'), 'passwords: { memory_kib: 64 }\n')
  const env = {
    VESTIBULE_CONFIG: join(folder, 'settings.yaml'),
    NODE_ENV: 'test',
    VESTIBULE_ISSUER: world.issuer,
    DATABASE_URL: world.database.url,
    VESTIBULE_KEYS_WRAPPING_0_ID: testWrappingKeys[0].id,
    VESTIBULE_KEYS_WRAPPING_0_SECRET: testWrappingKeys[0].secret,
    VESTIBULE_KEYS_PEPPER: Buffer.alloc(32, 'p').toString('base64'),
    VESTIBULE_KEYS_COOKIES_0: Buffer.alloc(32, 'c').toString('base64'),
  }
  const args = ['restore', 'finish', '--reason', 'the disk was lost']
  const context = { ...processContext(), env, actor: 'cli:test', out: (line: string) => void out.push(line) }
  expect(await runCli(args, context)).toBe(0)
  rmSync(folder, { recursive: true })
  return out
}

test('every table with a life end is made void, or has a reason not to be', async () => {
  const { rows } = await world.database.pool.query<{ table_name: string }>(
    "select table_name from information_schema.columns where table_schema = 'public' and column_name = 'expires_at'",
  )
  const known = [...voidables.map(({ table }) => table), ...Object.keys(untouchedTables)]
  expect(known.sort()).toEqual(rows.map(row => row.table_name).sort())
})

test('sessions, tokens, codes and links of before are void; accounts are not', async () => {
  const offline = { scope: 'openid offline_access' }
  const [left, stayed] = [world.browser(), world.browser()]
  const first = await signIn(left, offline)
  const tokens = await portal.tokens(first.begun, first.end)
  // a code that the portal has not redeemed yet
  const second = await signIn(stayed)
  const patientId = await importPatient(world.app.house, record)
  const accessCode = await printLetter(world.app.house, patientId)
  await seedAccount(world.app.house, { username: 'at.the.code', password, phone: record.phone, factors: ['text-code'] })
  const atCode = world.browser()
  await atCode.open((await portal.begins()).url.href)
  await atCode.submit({ username: 'at.the.code', password })
  expect((await messages()).queued).toBeGreaterThan(0)

  await restart(server.backUp)
  // life goes on: the person signs out, the portal uses the code, and gives the tokens back
  await world.database.db.updateTable('oidc_artifacts').set({ revoked_at: new Date() }).execute()
  await world.database.db.updateTable('sessions').set({ ended_at: new Date() }).execute()
  expect([await portal.isActive(tokens.access_token), await refreshes(tokens.refresh_token)]).toEqual([false, false])
  await drainJobs(world.app.jobs)

  await restart(server.restore)
  // what the epoch is for: all of it is back
  expect([await isSignedIn(left), await isSignedIn(stayed)]).toEqual([true, true])
  expect(await portal.isActive(tokens.access_token)).toBe(true)

  const said = await finish()
  for (const table of ['sessions', 'oidc_artifacts', 'known_devices', 'access_codes', 'messages', 'verifications'])
    expect(said).toContainEqual(expect.stringMatching(new RegExp(`^${table}: [1-9]`)))
  expect([await isSignedIn(left), await isSignedIn(stayed)]).toEqual([false, false])
  expect(await portal.isActive(tokens.access_token)).toBe(false)
  expect(await refreshes(tokens.refresh_token)).toBe(false)
  await expect(portal.tokens(second.begun, second.end)).rejects.toMatchObject({ error: 'invalid_grant' })
  // the text that waits is not sent a second time
  expect(await world.inbox.messages(record.phone)).toHaveLength(1)
  // the journey that was under way is over, and so is the letter
  const stale = await atCode.submit({ code: '123456' })
  expect([303, 400, 410, 422]).toContain(stale.status)
  const holder = world.browser()
  await holder.open(`${world.issuer}/activate?organization=northside`)
  const refused = await holder.submit({ access_code: accessCode, ...birthFields(record.birthDate) })
  expect(refused.status).toBe(422)

  const back = await signIn(world.browser())
  expect((await portal.tokens(back.begun, back.end)).id_token).toBeTruthy()
  // portals of the sessions that ended are told by the worker, as of any that ended
  expect(await world.app.oidc.endExpiredSessions()).toBeGreaterThan(0)
  expect((await verifyAudit(world.app.house)).firstBad).toBeUndefined()
  const audited = await world.database.db
    .selectFrom('audit_events')
    .select('actor')
    .where('type', '=', 'restore.finished')
    .execute()
  expect(audited).toEqual([{ actor: 'cli:test' }])
}, 60_000)

async function messages(): Promise<Record<string, number>> {
  const { rows } = await world.database.pool.query<{ state: string; n: number }>(
    'select state, count(*)::int as n from messages group by state',
  )
  return Object.fromEntries(rows.map(({ state, n }) => [state, n]))
}
