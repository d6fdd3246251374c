import { execFile } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import pg from 'pg'
import { grades } from '../../src/core/matching/index.ts'
import { organizationObject } from '../../src/core/objects/organization.ts'
import type { PatientRecord } from '../../src/core/registry/index.ts'
import { startEmbeddedPostgres } from '../../src/demo/embedded-postgres.ts'
import { makeSharedTemporaryFolder } from '../../src/demo/postgres-binaries.ts'
import { applyObjects } from '../../src/operations/config.ts'
import { matchPerson } from '../../src/operations/matching.ts'
import type { DescribedObject } from '../../src/operations/object-files.ts'
import { createSealer, systemRandom } from '../../src/platform/index.ts'
import { loadKeyring } from '../../src/store/data-keys.ts'
import { openDatabase, openPool } from '../../src/store/index.ts'
import { migrateUp } from '../../src/store/migrate.ts'
import { databaseUrl, testWrappingKeys } from '../driver/names.ts'
import { makeHouseholds, type Visitor } from '../driver/population/index.ts'
import { findFreePort } from '../driver/ports.ts'
import { atMost, exactly, type Figure, reported } from './figures.ts'
import { loadRegistry } from './matching-load.ts'
import type { RecallFigures } from './matching-recall.ts'

const recallRecords = 100_000
/** `MATCHING_RECORDS` makes it smaller, to try the benchmark itself. */
const most = Number(process.env.MATCHING_RECORDS ?? 1_000_000)
const fewer = most / 10
const seed = 20261122
const visits = 3000
const warmUp = 600

/** False links and recall in memory, then the cost of one match in Postgres at a tenth of the records and at all. */
export async function matching(): Promise<Figure[]> {
  return [...(await recall()), ...(await cost())]
}

async function recall(): Promise<Figure[]> {
  const script = fileURLToPath(new URL(`./matching-recall${import.meta.url.slice(-3)}`, import.meta.url))
  // the registry is in memory there
  const command = ['--max-old-space-size=1500', script, String(Math.min(recallRecords, most)), String(seed)]
  const { stdout } = await promisify(execFile)(process.execPath, command)
  const { records, visitors, falseLinks, byErrorClass } = JSON.parse(stdout) as RecallFigures
  const shares = (name: string): string => {
    const counts = byErrorClass[name]
    if (!counts) return ''
    const total = grades.reduce((sum, grade) => sum + counts[grade], 0)
    return grades
      .toReversed()
      .map(grade => `${((100 * counts[grade]) / total).toFixed(1).padStart(5)}`)
      .join(' ')
  }
  const named = (isStranger: boolean): Figure[] =>
    Object.keys(byErrorClass)
      .filter(name => byErrorClass[name]?.isStranger === isStranger)
      .sort()
      .map(name => reported(`  ${name}`, shares(name)))
  return [
    exactly(`false links, ${visitors} visitors of ${records} records`, falseLinks, 0),
    reported('their own record, % certain, probable, possible, none', ''),
    ...named(false),
    reported('no record of theirs: the best that anybody got', ''),
    ...named(true),
  ]
}

async function cost(): Promise<Figure[]> {
  const folder = makeSharedTemporaryFolder('vestibule-bench-')
  const postgres = await startEmbeddedPostgres({
    dataDir: join(folder, 'data'),
    port: await findFreePort(),
    durable: false,
  })
  try {
    const small = await openRegistry(postgres.url, 'small', fewer)
    const large = await openRegistry(postgres.url, 'large', most)
    const visitors = await visitorsOf(fewer)
    const costs = { small: [] as number[], large: [] as number[] }
    let looked = 0
    for (const [place, visitor] of visitors.entries()) {
      // by turns: what else happens on the machine meets both alike
      const one = await small.match(visitor)
      const other = await large.match(visitor)
      if (place < Math.min(warmUp, visitors.length / 5)) continue
      costs.small.push(one.cpuMs)
      costs.large.push(other.cpuMs)
      looked += other.candidates
    }
    const at = (list: readonly number[], share: number): number =>
      list.toSorted((a, b) => a - b)[Math.floor(list.length * share)] ?? 0
    const label = (count: number): string => count.toLocaleString('en-US')
    const figures = [
      reported(`loading ${label(most)} records`, `${large.loadSeconds.toFixed(0)} s`),
      reported('graded candidates of a visitor, on average', (looked / costs.large.length).toFixed(2)),
      reported(`one match at ${label(fewer)} records: CPU, median`, `${at(costs.small, 0.5).toFixed(2)} ms`),
      reported(`one match at ${label(most)} records: CPU, median`, `${at(costs.large, 0.5).toFixed(2)} ms`),
      reported(`one match at ${label(fewer)} records: CPU, p99`, `${at(costs.small, 0.99).toFixed(2)} ms`),
      atMost(`one match at ${label(most)} records: CPU, p99`, at(costs.large, 0.99), 5, 'ms'),
      atMost(`p99 at ${label(most)} / at ${label(fewer)}`, at(costs.large, 0.99) / at(costs.small, 0.99), 1.3),
    ]
    await small.close()
    await large.close()
    return figures
  } finally {
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

const organization = 'bench'

/** A database with so many records, on one connection whose CPU time is known. */
async function openRegistry(serverUrl: string, name: string, count: number) {
  const server = new pg.Client({ connectionString: serverUrl })
  await server.connect()
  await server.query(`create database ${name}`)
  await server.end()
  const open = (max: number) => openPool({ url: databaseUrl(serverUrl, name), max, connectTimeoutMs: 5000 }, () => {})
  const loading = open(2)
  const loadingDb = openDatabase(loading)
  await migrateUp(loadingDb, loading)
  const sealer = createSealer(await loadKeyring(loadingDb, testWrappingKeys, systemRandom))
  const value = organizationObject.parse({ id: organization, name: { en: 'Bench' }, time_zone: 'America/New_York' })
  const clinic: DescribedObject = {
    kind: 'organization',
    id: organization,
    value,
    at: () => ({ file: 'bench', line: 1 }),
  }
  await applyObjects({ db: loadingDb, sealer }, [clinic], 'bench')
  const begun = performance.now()
  await loadRegistry(loading, sealer, organization, recordsOf(count))
  const loadSeconds = (performance.now() - begun) / 1000
  await loadingDb.destroy()

  const pool = open(1)
  const db = openDatabase(pool)
  let backend: number | undefined
  return {
    loadSeconds,
    close: () => db.destroy(),
    async match({ typed, verified }: Visitor): Promise<{ cpuMs: number; candidates: number }> {
      // not before it is used: a connection that waits while the other registry is loaded is closed
      backend ??= (await pool.query('select pg_backend_pid() as pid')).rows[0].pid as number
      const before = cpuMs(backend)
      const result = await matchPerson(
        { db, sealer },
        {
          organization,
          person: {
            given: typed.given.join(' '),
            family: typed.family,
            sex: typed.sex,
            birthDate: typed.birthDate,
            postalCode: typed.postalCode,
          },
          verified,
        },
      )
      return { cpuMs: cpuMs(backend) - before, candidates: result?.candidates.length ?? 0 }
    },
  }
}

/** CPU of this process and of the one that serves its connection. */
function cpuMs(backend: number): number {
  const { user, system } = process.cpuUsage()
  const [nanoseconds] = readFileSync(`/proc/${backend}/schedstat`, 'utf8').split(' ')
  return (user + system) / 1e3 + Number(nanoseconds) / 1e6
}

const households = (count: number) => makeHouseholds({ seed, count, visitors: 0.05 })
function* recordsOf(count: number): Generator<PatientRecord> {
  let made = 0
  // the small registry is the beginning of the large one
  for (const { records } of households(most))
    for (const record of records) {
      if (made === count) return
      made += 1
      yield record
    }
}
/** Those who come in the first so many records' households, patients and others. */
async function visitorsOf(count: number): Promise<Visitor[]> {
  const found: Visitor[] = []
  let made = 0
  for (const { records, visitors } of households(most)) {
    made += records.length
    if (made > count) break
    found.push(...visitors)
  }
  const every = Math.max(1, Math.floor(found.length / (visits + warmUp)))
  return found.filter((_visitor, place) => place % every === 0).slice(0, visits + warmUp)
}
