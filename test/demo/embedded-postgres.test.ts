import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import pg from 'pg'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/demo/embedded-postgres.ts'
import { makeSharedTemporaryFolder } from '../../src/demo/postgres-binaries.ts'
import { findFreePort } from '../driver/ports.ts'

let folder: string
beforeAll(() => {
  folder = makeSharedTemporaryFolder('vestibule-postgres-')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const ask = async (server: EmbeddedPostgres, query: string): Promise<unknown> => {
  const client = new pg.Client({ connectionString: server.url })
  await client.connect()
  const { rows } = await client.query(query)
  await client.end()
  return rows[0]
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

describe('embedded Postgres', () => {
  test('starts, keeps what was committed, and leaves no process behind', async () => {
    const options = { dataDir: join(folder, 'data'), port: await findFreePort(), durable: true }
    const first = await startEmbeddedPostgres(options)
    await ask(first, 'create table kept as select 42 as answer')
    expect(await ask(first, 'show fsync')).toEqual({ fsync: 'on' })
    await first.stop()
    await first.stop()
    expect(isAlive(first.pid)).toBe(false)

    const second = await startEmbeddedPostgres(options)
    expect(await ask(second, 'select answer from kept')).toEqual({ answer: 42 })
    await second.stop()
  })

  test('says why it does not start where the port is taken, and leaves nothing behind', async () => {
    const port = await findFreePort()
    const first = await startEmbeddedPostgres({ dataDir: join(folder, 'one'), port, durable: false })
    await expect(startEmbeddedPostgres({ dataDir: join(folder, 'two'), port, durable: false })).rejects.toThrow(
      /could not bind/,
    )
    await first.stop()
    // the failed one let go of its data: it starts where the port is free
    const third = await startEmbeddedPostgres({ dataDir: join(folder, 'two'), port, durable: false })
    await third.stop()
  })
})
