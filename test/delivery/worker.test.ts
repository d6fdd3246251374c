import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import {
  createDelivery,
  createMessageHandler,
  deliveryTexts,
  drainJobs,
  type Envelope,
  type Gateway,
  type JobHandler,
  type MessageRequest,
  type SendResult,
  startWorker,
  type WorkerOptions,
} from '../../src/delivery/index.ts'
import { addSeconds, createLogger, createTranslators, newId, now } from '../../src/platform/index.ts'
import { openPool } from '../../src/store/index.ts'
import { createJob, releaseDeadJobs } from '../../src/store/jobs.ts'
import { clock } from '../driver/clock.ts'
import { openTestDatabase, type TestDatabase } from '../driver/database.ts'
import { settingsWith } from './settings.ts'

const log = createLogger({ level: 'silent' })
let database: TestDatabase
beforeEach(async () => {
  database = await openTestDatabase()
})
afterEach(async () => {
  clock.reset()
  await database.close()
})

/** A gateway in memory: it answers what it is told to, and notes what it was asked. */
function stubGateway(answer: (attempt: number) => SendResult | Promise<SendResult> = () => ({ kind: 'sent' })) {
  const calls: { id: string; envelope: Envelope; openConnections: number }[] = []
  const gateway: Gateway = {
    name: 'stub',
    channels: ['sms', 'voice', 'email'],
    async send(_channel, id, envelope) {
      const { totalCount, idleCount } = database.pool
      calls.push({ id, envelope, openConnections: totalCount - idleCount })
      return answer(calls.length)
    },
  }
  return { gateway, calls }
}

function house(gateway: Gateway, over: { timeoutMs?: number; handlers?: Record<string, JobHandler> } = {}) {
  const settings = settingsWith()
  const { db, pool, sealer } = database
  const delivery = createDelivery({
    sealer,
    settings,
    translators: createTranslators([deliveryTexts]),
    organizations: async () => undefined,
  })
  const message = createMessageHandler({
    db,
    sealer,
    gateways: { sms: [gateway], voice: [gateway], email: [gateway] },
    circuit: { failures: 3, seconds: 30 },
    log,
    timeoutMs: over.timeoutMs ?? 5000,
  })
  const worker: WorkerOptions = { db, pool, handlers: { message, ...over.handlers }, log }
  return { delivery, worker, drain: () => drainJobs(worker) }
}
const request = (over: Partial<MessageRequest> = {}): MessageRequest => ({
  channel: 'sms',
  to: '+15550100199',
  language: 'en',
  organization: 'northside',
  message: { template: 'one-time-code', code: '012345', minutes: 10 },
  expiresAt: addSeconds(now(), 600),
  ...over,
})

const messageOf = (id: string) => database.db.selectFrom('messages').selectAll().where('id', '=', id).executeTakeFirst()

describe('the outbox', () => {
  test('sends what was committed, and wipes the body', async () => {
    const { gateway, calls } = stubGateway(() => ({ kind: 'sent', reference: 'SM1' }))
    const { delivery, drain } = house(gateway)
    const id = await database.db.transaction().execute(tx => delivery.enqueue(tx, request()))
    const queued = await messageOf(id)
    expect(queued).toMatchObject({ state: 'queued', template: 'one-time-code' })
    expect(queued?.envelope_sealed?.includes('012345')).toBe(false)

    await drain()
    expect(calls).toMatchObject([{ id, envelope: { to: '+15550100199' } }])
    expect(calls[0]?.envelope.text).toContain('012345')
    expect(await messageOf(id)).toMatchObject({
      state: 'sent',
      provider: 'stub',
      provider_reference: 'SM1',
      envelope_sealed: null,
      attempts: 1,
    })
  })

  test('sends nothing of what was rolled back', async () => {
    const { gateway, calls } = stubGateway()
    const { delivery, drain } = house(gateway)
    const rolledBack = database.db.transaction().execute(async tx => {
      await delivery.enqueue(tx, request())
      throw new Error('rolled back')
    })
    await expect(rolledBack).rejects.toThrow('rolled back')
    await drain()
    expect(calls).toEqual([])
  })

  test('keeps nothing but ids in the queue', async () => {
    const { delivery } = house(stubGateway().gateway)
    const id = await database.db.transaction().execute(tx => delivery.enqueue(tx, request()))
    const { rows } = await database.pool.query('select payload from graphile_worker._private_jobs')
    expect(rows).toEqual([{ payload: { id } }])
  })

  test('tries again with the same id where the gateway is dead', async () => {
    const { gateway, calls } = stubGateway(attempt =>
      attempt < 3 ? { kind: 'busy', reason: 'unreachable' } : { kind: 'sent' },
    )
    const { delivery, drain } = house(gateway)
    const id = await database.db.transaction().execute(tx => delivery.enqueue(tx, request()))
    await drain()
    expect(calls).toHaveLength(1)
    expect(await messageOf(id)).toMatchObject({ state: 'queued', failure: 'unreachable' })
    clock.advance(3)
    await drain()
    expect(calls).toHaveLength(2)
    clock.advance(6)
    await drain()
    expect(calls.map(call => call.id)).toEqual([id, id, id])
    expect(await messageOf(id)).toMatchObject({ state: 'sent', attempts: 3, envelope_sealed: null })
  })

  test('a fault of a gateway is a reason to try again, not to lose the message', async () => {
    const { gateway, calls } = stubGateway(attempt => {
      if (attempt === 1) throw new Error('a bug')
      return { kind: 'sent' }
    })
    const { delivery, drain } = house(gateway)
    await database.db.transaction().execute(tx => delivery.enqueue(tx, request()))
    await drain()
    clock.advance(3)
    await drain()
    expect(calls).toHaveLength(2)
  })

  test('does not send what has expired, and wipes it', async () => {
    const { gateway, calls } = stubGateway(() => ({ kind: 'busy', reason: 'unreachable' }))
    const { delivery, drain } = house(gateway)
    const id = await database.db.transaction().execute(tx => delivery.enqueue(tx, request()))
    await drain()
    clock.advance(601)
    await drain()
    expect(calls).toHaveLength(1)
    expect(await messageOf(id)).toMatchObject({ state: 'expired', envelope_sealed: null })
  })

  test('a refusal is final and says why', async () => {
    const { gateway, calls } = stubGateway(() => ({ kind: 'refused', reason: 'stopped' }))
    const { delivery, drain } = house(gateway)
    const id = await database.db.transaction().execute(tx => delivery.enqueue(tx, request()))
    await drain()
    clock.advance(60)
    await drain()
    expect(calls).toHaveLength(1)
    expect(await messageOf(id)).toMatchObject({
      state: 'failed',
      failure: 'stopped',
      envelope_sealed: null,
    })
  })

  test('two jobs for one message send it once', async () => {
    const { gateway, calls } = stubGateway()
    const { delivery, drain } = house(gateway)
    await database.db.transaction().execute(async tx => {
      const id = await delivery.enqueue(tx, request())
      await createJob(tx, { name: 'message', payload: { id }, runAt: now() })
    })
    await drain()
    expect(calls).toHaveLength(1)
  })
})

test('a mail has an HTML part, drawn by the views', async () => {
  const { gateway, calls } = stubGateway()
  const { delivery, drain } = house(gateway)
  const mail = request({ channel: 'email', to: 'w@b.example' })
  await database.db.transaction().execute(tx => delivery.enqueue(tx, mail))
  await drain()
  expect(calls[0]?.envelope.html).toMatch(/^<!doctype html>.*012345/is)
})

describe('a hung gateway', () => {
  test('is left after its limit, with no connection held meanwhile', async () => {
    const { gateway, calls } = stubGateway(() => new Promise<SendResult>(() => {}))
    const { delivery, drain } = house(gateway, { timeoutMs: 50 })
    const id = await database.db.transaction().execute(tx => delivery.enqueue(tx, request()))
    await drain()
    expect(await messageOf(id)).toMatchObject({ state: 'queued', failure: 'timeout' })
    // the one is runOnce's own, which the running worker does not need
    expect(calls[0]?.openConnections).toBeLessThanOrEqual(1)
  })

  test('does not hold up other channels and jobs', async () => {
    let release: (result: SendResult) => void = () => {}
    const hung = new Promise<SendResult>(resolve => {
      release = resolve
    })
    const sent = Promise.withResolvers<string>()
    const logout = Promise.withResolvers<string>()
    const gateway: Gateway = {
      name: 'stub',
      channels: ['sms', 'email'],
      async send(channel, id) {
        if (channel === 'sms') return hung
        sent.resolve(id)
        return { kind: 'sent' }
      },
    }
    const { delivery, worker } = house(gateway, {
      handlers: { logout: async ({ id }) => logout.resolve(id) },
    })
    const running = await startWorker({ ...worker, concurrency: 6 })
    try {
      const mail = await database.db.transaction().execute(async tx => {
        for (let count = 0; count < 20; count += 1) await delivery.enqueue(tx, request())
        await createJob(tx, { name: 'logout', payload: { id: 'one' }, runAt: now() })
        return delivery.enqueue(tx, request({ channel: 'email', to: 'w@b.example' }))
      })
      expect(await sent.promise).toBe(mail)
      expect(await logout.promise).toBe('one')
    } finally {
      release({ kind: 'sent' })
      await running.stop()
    }
  })
})

describe('a worker whose connections are cut', () => {
  const cut = () =>
    database.pool.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    )
  const enqueueOn = ({ delivery }: ReturnType<typeof house>) =>
    database.db.transaction().execute(tx => delivery.enqueue(tx, request()))

  test.each(['while it waits', 'while it sends'])('goes on by itself (%s)', async when => {
    const [first, second] = [Promise.withResolvers<string>(), Promise.withResolvers<string>()]
    const { gateway } = stubGateway(async attempt => {
      if (attempt === 1 && when === 'while it sends') await cut()
      return { kind: 'sent' }
    })
    let count = 0
    const here = house({
      ...gateway,
      async send(...call) {
        const result = await gateway.send(...call)
        ;[first, second][count++]?.resolve(call[1])
        return result
      },
    })
    const pool = openPool({ url: database.url, max: 4, connectTimeoutMs: 5000 }, () => {})
    const running = await startWorker({ ...here.worker, pool, concurrency: 4 })
    try {
      expect(await enqueueOn(here)).toBe(await first.promise)
      if (when === 'while it waits') await cut()
      expect(await enqueueOn(here)).toBe(await second.promise)
    } finally {
      await running.stop()
      await pool.end()
    }
  })
})

test('a job whose worker died is given back', async () => {
  const { gateway, calls } = stubGateway()
  const { delivery, drain } = house(gateway)
  await database.db.transaction().execute(tx => delivery.enqueue(tx, request()))
  await database.pool.query('update graphile_worker._private_jobs set locked_by = $1, locked_at = $2', ['dead', now()])
  await drain()
  expect(calls).toHaveLength(0)
  expect(await releaseDeadJobs(database.db, addSeconds(now(), -60))).toBe(0)
  clock.advance(61)
  expect(await releaseDeadJobs(database.db, addSeconds(now(), -60))).toBe(1)
  await drain()
  expect(calls).toHaveLength(1)
})

test('a job that fails leaves no message of its error in the queue', async () => {
  const boom: JobHandler = async () => {
    throw Object.assign(new TypeError('Key (email)=(w@featherstone.example)'), { code: '23505' })
  }
  const { drain } = house(stubGateway().gateway, { handlers: { boom } })
  await createJob(database.db, { name: 'boom', payload: { id: newId() }, runAt: now() })
  await drain()
  const { rows } = await database.pool.query('select last_error from graphile_worker._private_jobs')
  expect(rows).toEqual([{ last_error: 'TypeError 23505' }])
})
