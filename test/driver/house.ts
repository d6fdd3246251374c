import { createDelivery, deliveryTexts, type Envelope } from '../../src/delivery/index.ts'
import type { House } from '../../src/operations/house.ts'
import { createHasher } from '../../src/platform/hasher.ts'
import { createLogger, createMetrics, createTranslators, now } from '../../src/platform/index.ts'
import { createLimits } from '../../src/store/limits.ts'
import { findSenderOrganization } from '../../src/store/organizations.ts'
import { notesField } from './canaries.ts'
import { openTestDatabase, type TestDatabase } from './database.ts'
import { type SeedAccount, seedAccount } from './people.ts'
import { seededRandom } from './random.ts'
import { testSettings } from './settings.ts'

export interface TestHouse {
  readonly house: House
  readonly database: TestDatabase
  /** Every code sent to a number or address, newest first, read out of the sealed outbox. */
  codesTo(to: string): Promise<readonly string[]>
  /** A person who can sign in; has accepted the terms unless told otherwise. */
  seedAccount(person: SeedAccount): Promise<string>
  close(): Promise<void>
}
/** The parts of an instance without any server, with light hashing: for tests of operations, factors and flows. */
export async function openTestHouse(seed: string, over: Record<string, unknown> = {}): Promise<TestHouse> {
  const database = await openTestDatabase()
  const { db, pool, sealer } = database
  const settings = testSettings({
    databaseUrl: database.url,
    port: 0,
    over: { issuer: 'http://localhost:3000', passwords: { memory_kib: 64, iterations: 2, queue: 1000 }, ...over },
  })
  const house: House = {
    settings,
    db,
    sealer,
    random: seededRandom(seed),
    hasher: await createHasher({
      pepper: Buffer.from(settings.keys.pepper, 'base64'),
      memoryKiB: settings.passwords.memory_kib,
      iterations: settings.passwords.iterations,
      concurrency: 1,
      queueLength: settings.passwords.queue,
    }),
    delivery: createDelivery({
      sealer,
      settings,
      translators: createTranslators([deliveryTexts], { onTrouble: () => {} }),
      organizations: findSenderOrganization,
    }),
    limits: createLimits(pool, sealer),
    log: createLogger({ level: 'silent' }),
    metrics: createMetrics({ processMetrics: false }),
  }
  await db
    .insertInto('organizations')
    .values({
      id: 'northside',
      name: JSON.stringify({ en: 'Northside Clinic' }),
      branding: JSON.stringify({}),
      time_zone: 'America/New_York',
      default_language: 'en',
      settings: JSON.stringify({}),
      managed_by: 'api',
      created_at: now(),
      updated_at: now(),
    })
    .execute()
  return {
    house,
    database,
    close: () => database.close(),
    async codesTo(to) {
      const rows = await db
        .selectFrom('messages')
        .selectAll()
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .execute()
      return rows
        .flatMap(row =>
          row.envelope_sealed ? [sealer.openJson<Envelope>('message.envelope', row.envelope_sealed)] : [],
        )
        .filter(envelope => envelope.to === to)
        .flatMap(envelope => {
          const spoken = envelope.say?.find(part => part.digits)?.digits?.replace(/\D/g, '')
          const code = spoken ?? /\b\d{6}\b/.exec(envelope.text)?.[0]
          notesField('one-time code', code)
          return code ? [code] : []
        })
    },
    seedAccount: person => seedAccount(house, person),
  }
}
