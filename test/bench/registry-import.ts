/**
 * What it costs to take patients into the registry: `registry-import.ts [--count N] [--format fhir|ndjson|csv] [--url URL]`.
 * Imports a generated file twice, in a process of its own whose peak memory is the answer's. Without a database it
 * starts one. The target: 100,000 patients in under 60 s at under 300 MB.
 */
import { createReadStream, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { organizationObject } from '../../src/core/objects/organization.ts'
import { startEmbeddedPostgres } from '../../src/demo/embedded-postgres.ts'
import { makeSharedTemporaryFolder } from '../../src/demo/postgres-binaries.ts'
import { applyObjects } from '../../src/operations/config.ts'
import type { DescribedObject } from '../../src/operations/object-files.ts'
import { type PatientFormat, patientFormats } from '../../src/operations/patient-files/index.ts'
import { importPatients } from '../../src/operations/patients.ts'
import { createSealer, systemRandom } from '../../src/platform/index.ts'
import { loadKeyring } from '../../src/store/data-keys.ts'
import { openDatabase, openPool } from '../../src/store/index.ts'
import { migrateUp } from '../../src/store/migrate.ts'
import { testWrappingKeys } from '../driver/names.ts'
import { findFreePort } from '../driver/ports.ts'
import { writePatientFile } from './patient-files.ts'

export interface RegistryFigures {
  readonly format: PatientFormat
  readonly patients: number
  readonly fileMegabytes: number
  readonly seconds: number
  /** CPU of the importing process for the first run, without the database's */
  readonly cpuSeconds: number
  /** the same file once more: nothing to write */
  readonly againSeconds: number
  /** of the importing process, at its peak */
  readonly peakMegabytes: number
}

async function measure(url: string, format: PatientFormat, count: number, folder: string): Promise<RegistryFigures> {
  const pool = openPool({ url, max: 4, connectTimeoutMs: 5000 }, () => {})
  const db = openDatabase(pool)
  await migrateUp(db, pool)
  const house = { db, sealer: createSealer(await loadKeyring(db, testWrappingKeys, systemRandom)) }
  const id = `bench-${format}`
  const value = organizationObject.parse({ id, name: { en: 'Bench' }, time_zone: 'America/New_York' })
  const clinic: DescribedObject = { kind: 'organization', id, value, at: () => ({ file: 'bench', line: 1 }) }
  await applyObjects(house, [clinic], 'bench')
  const file = join(folder, `patients.${format}`)
  await writePatientFile(file, format, count)
  const run = async (expected: 'created' | 'unchanged'): Promise<number> => {
    const begun = performance.now()
    const input = createReadStream(file)
    const result = await importPatients(house, { organization: id, input, format, actor: 'bench' })
    if (result.kind !== 'imported' || result.report[expected] !== count) throw new Error(JSON.stringify(result))
    return Math.round((performance.now() - begun) / 10) / 100
  }
  const before = process.cpuUsage()
  const seconds = await run('created')
  const { user, system } = process.cpuUsage(before)
  const againSeconds = await run('unchanged')
  await db.destroy()
  return {
    format,
    patients: count,
    fileMegabytes: Math.round(statSync(file).size / 1e6),
    seconds,
    cpuSeconds: Math.round((user + system) / 1e4) / 100,
    againSeconds,
    peakMegabytes: Math.round(peakKilobytes() / 1024),
  }
}

const { values } = parseArgs({
  options: { count: { type: 'string' }, format: { type: 'string' }, url: { type: 'string' } },
})
const format = patientFormats.find(each => each === (values.format ?? 'ndjson'))
if (!format) throw new Error(`--format is one of ${patientFormats.join(', ')}`)
const folder = makeSharedTemporaryFolder('vestibule-bench-')
const postgres = values.url
  ? undefined
  : await startEmbeddedPostgres({ dataDir: join(folder, 'data'), port: await findFreePort(), durable: true })
try {
  const url = values.url ?? postgres?.url ?? ''
  console.log(JSON.stringify(await measure(url, format, Number(values.count ?? 100_000), folder)))
} finally {
  await postgres?.stop()
  rmSync(folder, { recursive: true, force: true })
}

/**
 * Most resident memory so far. `ru_maxrss` survives exec, so a process started by a large one would be told the size of
 * its parent; the kernel's own high-water mark belongs to this program alone.
 */
function peakKilobytes(): number {
  try {
    const mark = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))
    if (mark) return Number(mark[1])
  } catch {
    // not Linux
  }
  return process.resourceUsage().maxRSS
}
