import type { Delivery, MessageRequest } from '../../src/delivery/index.ts'
import type { House } from '../../src/operations/house.ts'
import { createHasher } from '../../src/platform/hasher.ts'
import { createLogger, createMetrics } from '../../src/platform/index.ts'
import type { Transaction } from '../../src/store/index.ts'
import { createLimits } from '../../src/store/limits.ts'
import { openTestDatabase, type TestDatabase } from '../driver/database.ts'
import { seededRandom } from '../driver/random.ts'
import { testSettings } from '../driver/settings.ts'

export interface RegistryHouse {
  readonly house: House
  readonly database: TestDatabase
  /** What was handed to the outbox in transactions that were committed or not. */
  readonly sent: MessageRequest[]
  close(): Promise<void>
}

/** A house on a database of its own whose outbox only writes down what it was given. */
export async function openRegistryHouse(): Promise<RegistryHouse> {
  const database = await openTestDatabase()
  const sent: MessageRequest[] = []
  const delivery: Delivery = {
    enqueue: async (_tx: Transaction, request: MessageRequest) => {
      sent.push(request)
      return request.to
    },
    reaches: async () => true,
  }
  const settings = testSettings({ databaseUrl: database.url, port: 3000 })
  const house: House = {
    settings,
    db: database.db,
    sealer: database.sealer,
    random: seededRandom('registry'),
    hasher: await createHasher({
      pepper: Buffer.alloc(32),
      memoryKiB: 64,
      iterations: 1,
      concurrency: 1,
      queueLength: 9,
    }),
    delivery,
    limits: createLimits(database.pool, database.sealer),
    log: createLogger({ level: 'silent' }),
    metrics: createMetrics({ processMetrics: false }),
  }
  return { house, database, sent, close: () => database.close() }
}
