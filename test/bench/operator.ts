/**
 * What lists of the operator API cost with a million accounts and ten million audit events: CPU of the application and
 * of what serves it in Postgres, request by request; and the memory of exports of the whole trail.
 */
import { readdirSync, readFileSync } from 'node:fs'
import pg from 'pg'
import { fetch } from 'undici'
import { adminResource, adminScopes } from '../../src/core/operator-access.ts'
import { objects, secret } from './clients.ts'
import { atMost, type Figure, reported } from './figures.ts'
import { type Installation, openInstallation } from './installation.ts'
import { castPeople } from './operator-cast.ts'
import { multiply } from './operator-crowd.ts'
import { exportsOf } from './operator-exports.ts'
import { type ListCase, listCases } from './operator-lists.ts'
import type { Child } from './processes.ts'

const moulds = 500
const warmUp = 20
const measured = 300
const limitMs = 50

/** Programs by the organisations that they may act for; the first for all. */
const callers = { everywhere: '', one: 'northside', two: 'southside, westside' } as const
const program = (id: string, organizations = ''): string => `---
kind: client
id: ${id}
name: { en: ${id} }
grants: [client_credentials]
auth: { method: client_secret_basic, secrets: [env:PORTAL_SECRET] }
admin: { scopes: [${adminScopes.join(', ')}]${organizations && `, organizations: [${organizations}]`} }
`
const small = ['southside', 'westside']
  .map(id => `---\nkind: organization\nid: ${id}\nname: { en: ${id} }\ntime_zone: America/New_York\n`)
  .join('')

export async function operatorApi(accounts: number, events: number): Promise<Figure[]> {
  const objectsOfAll = [objects, small, ...Object.entries(callers).map(([id, within]) => program(id, within))].join('')
  const installation = await openInstallation(objectsOfAll, { PORTAL_SECRET: secret })
  try {
    await castPeople(installation.house, moulds)
    const began = performance.now()
    await withClient(installation, async client => {
      await multiply(client, { accounts, events })
      // what happens in another process would be nobody's
      await client.query('alter database vestibule set max_parallel_workers_per_gather = 0')
    })
    const seconds = `${((performance.now() - began) / 1000).toFixed(0)} s`
    const { app } = await installation.start()
    return [
      reported(`${accounts} accounts and ${events} events made in`, seconds),
      ...(await measureAll(installation, app, events)),
    ]
  } finally {
    await installation.close()
  }
}

export async function measureAll(
  installation: Installation,
  app: Child,
  events: number,
  count = measured,
): Promise<Figure[]> {
  const figures: Figure[] = []
  await withClient(installation, async client => {
    for (const each of await listCases(installation, client, events)) {
      // it lives for ten minutes
      const parts = { installation, client, app, token: await tokenOf(installation, each.caller) }
      figures.push(await measure(parts, each, count))
    }
  })
  figures.push(...(await exportsOf(installation, app, () => tokenOf(installation, 'everywhere'), events)))
  return figures
}

async function withClient({ house }: Installation, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: house.settings.database.url })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}

async function tokenOf({ issuer }: Installation, id: string): Promise<string> {
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${id}:${encodeURIComponent(secret)}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', resource: adminResource }),
  })
  const { access_token: token } = (await response.json()) as { access_token?: string }
  if (!token) throw new Error(`no token for ${id}: ${response.status}`)
  return token
}

interface Parts {
  readonly installation: Installation
  readonly client: pg.Client
  readonly app: Child
  readonly token: string
}

async function measure(
  { installation, client, app, token }: Parts,
  { name, ask }: ListCase,
  times: number,
): Promise<Figure> {
  const used: number[] = []
  let items = 0
  for (let count = 0; count < warmUp + times; count += 1) {
    // a desk does not ask hundreds of times a minute
    if (count % 200 === 0) await client.query('truncate limits')
    const { path, body } = ask(count)
    const before = cpuMs(app.pid, installation.postgresPid)
    const answer = await fetch(`${installation.issuer}/admin/v1${path}`, {
      headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
    })
    const text = await answer.text()
    if (answer.status !== 200) throw new Error(`${name}: ${answer.status} ${text}`)
    if (count >= warmUp) used.push(cpuMs(app.pid, installation.postgresPid) - before)
    items += (JSON.parse(text) as { items: readonly unknown[] }).items.length
  }
  const at = (share: number) => used.toSorted((a, b) => a - b)[Math.floor((used.length - 1) * share)] as number
  const mean = (items / (warmUp + times)).toFixed(0)
  return atMost(`${name} (${mean} items, median ${at(0.5).toFixed(1)} ms), p99`, at(0.99), limitMs, 'ms', 1)
}

/** CPU of the application's threads and of every process of Postgres that serves somebody, to the nanosecond. */
function cpuMs(app: number, postgres: number): number {
  const threads = readdirSync(`/proc/${app}/task`).map(id => `/proc/${app}/task/${id}/schedstat`)
  const backends = backendsOf(postgres).map(pid => `/proc/${pid}/schedstat`)
  return [...threads, ...backends].reduce((sum, file) => sum + nanosecondsOf(file) / 1e6, 0)
}
function nanosecondsOf(file: string): number {
  try {
    return Number(readFileSync(file, 'utf8').split(' ')[0])
  } catch {
    return 0
  }
}
/** Its children, less those that tidy up: they write their name where others write whom they serve. */
function backendsOf(postgres: number): readonly string[] {
  const children = readFileSync(`/proc/${postgres}/task/${postgres}/children`, 'utf8').trim().split(' ')
  return children.filter(pid => {
    try {
      return / \[?(127\.0\.0\.1|localhost|::1|\[local\])/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8'))
    } catch {
      return false
    }
  })
}
