/**
 * The composition root's ground floor: the parts that operations use, and the connections that they hold. The command
 * line works with this alone; `app.ts` puts servers and workers on it.
 */
import { viewTexts } from '../views/index.ts'
import type { Texts } from './core/index.ts'
import { createDelivery, deliveryTexts, type Gateways } from './delivery/index.ts'
import { factorTexts } from './factors/index.ts'
import { flowTexts } from './flows/index.ts'
import { httpTexts } from './http/index.ts'
import type { House } from './operations/house.ts'
import { createFhirIndex, createRegistryIndex } from './operations/match-indexes/index.ts'
import { consoleTexts } from './operator/index.ts'
import { createHasher } from './platform/hasher.ts'
import {
  createLogger,
  createMetrics,
  createSealer,
  createTranslators,
  type Logger,
  type Random,
  systemRandom,
  type Translators,
} from './platform/index.ts'
import type { Settings } from './settings/index.ts'
import { stepTexts } from './steps/index.ts'
import { loadKeyring } from './store/data-keys.ts'
import { openDatabase, openPool, type Pool } from './store/index.ts'
import { type KeyringWatch, watchKeyring } from './store/keyring-watch.ts'
import { createLimits } from './store/limits.ts'
import { migrateUp } from './store/migrate.ts'
import { findSenderOrganization } from './store/organizations.ts'

export interface BuildOptions {
  readonly log?: Logger
  readonly random?: Random
  /** Gateways other than the settings name: the tests' own providers. */
  readonly gateways?: Gateways
}

/** A house with the connections that it holds; the command line works with this, without any server. */
export interface OpenHouse {
  readonly house: House
  readonly pool: Pool
  readonly translators: Translators
  /** Follows what other processes do to the data keys; asks every few seconds by itself. */
  readonly keyring: KeyringWatch
  close(): Promise<void>
}

const pageCatalogs = [viewTexts, httpTexts, factorTexts, stepTexts, flowTexts]
const catalogs = [...pageCatalogs, deliveryTexts, consoleTexts]
/** Texts of hosted pages, which an organisation may word otherwise; not those of messages and of paper. */
export const pageTexts: Texts = Object.fromEntries(
  pageCatalogs.flatMap(Object.entries).filter(([id]) => !id.startsWith('view.letter.')),
)

/**
 * Opens the database, unwraps the keys and makes the parts that operations use. Writes nothing but data keys: the first
 * ones where there are none, and anew wrapped where the settings put another wrapping key first.
 */
export async function buildHouse(settings: Settings, options: BuildOptions = {}): Promise<OpenHouse> {
  const log = options.log ?? createLogger({ level: settings.log.level })
  const random = options.random ?? systemRandom
  const { database } = settings
  const pool = openPool({ url: database.url, max: database.pool, connectTimeoutMs: database.wait_ms }, error =>
    log.fault('database.idle', error),
  )
  const db = openDatabase(pool)
  try {
    const loaded = await loadKeyring(db, settings.keys.wrapping, random)
    const sealer = createSealer(loaded)
    const keyring = watchKeyring({ db, sealer, loaded, wrapping: settings.keys.wrapping }, error =>
      log.fault('keys.not-refreshed', error),
    )
    const translators = createTranslators(catalogs, { onTrouble: id => log.error('texts.missing', { part: id }) })
    const { passwords } = settings
    const matchIndex = settings.matching.fhir
      ? createFhirIndex({ settings, sealer, log, registry: createRegistryIndex({ db, sealer }) })
      : undefined
    const house: House = {
      settings,
      db,
      sealer,
      random,
      hasher: await createHasher({
        pepper: Buffer.from(settings.keys.pepper, 'base64'),
        memoryKiB: passwords.memory_kib,
        iterations: passwords.iterations,
        concurrency: passwords.concurrency,
        queueLength: passwords.queue,
      }),
      delivery: createDelivery({ sealer, settings, translators, organizations: findSenderOrganization }),
      limits: createLimits(pool, sealer),
      log,
      texts: pageTexts,
      metrics: createMetrics({ processMetrics: settings.environment !== 'test' }),
      ...(matchIndex ? { matchIndex } : {}),
    }
    const close = async (): Promise<void> => {
      await keyring.stop()
      await matchIndex?.close()
      await db.destroy()
    }
    return { house, pool, translators, keyring, close }
  } catch (error) {
    await db.destroy()
    throw error
  }
}

/** Brings the schema up to date; several instances may do it at once. */
export async function migrate(settings: Settings): Promise<void> {
  const pool = openPool({ url: settings.database.url, max: 2, connectTimeoutMs: 10_000 }, () => {})
  const db = openDatabase(pool)
  try {
    await migrateUp(db, pool)
  } finally {
    await db.destroy()
  }
}
