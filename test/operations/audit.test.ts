import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { recordAudit } from '../../src/operations/audit.ts'
import {
  AuditChainBroken,
  purgeAuditBatch,
  sealAudit,
  sealAuditBatch,
  verifyAudit,
} from '../../src/operations/audit-seal.ts'
import { addSeconds, days, newId, now } from '../../src/platform/index.ts'
import { clock } from '../driver/clock.ts'
import { openTestDatabase, type TestDatabase } from '../driver/database.ts'

let database: TestDatabase
beforeEach(async () => {
  database = await openTestDatabase()
})
afterEach(async () => {
  clock.reset()
  await database.close()
})

const record = (count: number) =>
  database.db.transaction().execute(async tx => {
    for (let index = 0; index < count; index += 1)
      await recordAudit(tx, database, {
        type: 'access-code.issued',
        outcome: 'success',
        actor: 'operator:1',
        patientId: newId(),
        organizationId: 'northside',
        correlationId: 'test',
        reference: 'ABC-234',
        details: { reason: 'asked at the desk', ip: '203.0.113.9', turn: index },
      })
  })
/** What somebody with every right on the database can do. */
const tamper = async (...statements: string[]) => {
  const client = await database.pool.connect()
  try {
    await client.query('alter table audit_events disable trigger user')
    for (const statement of statements) await client.query(statement)
    await client.query('alter table audit_events enable trigger user')
  } finally {
    client.release()
  }
}
const firstBad = async () => (await verifyAudit(database)).firstBad

describe('an event', () => {
  test('is written in the transaction of what it tells of', async () => {
    const rolledBack = database.db.transaction().execute(async tx => {
      await recordAudit(tx, database, { type: 'x', outcome: 'success', correlationId: 'test' })
      throw new Error('rolled back')
    })
    await expect(rolledBack).rejects.toThrow()
    expect(await verifyAudit(database)).toEqual({ checked: 0, unsealedTail: 0, head: undefined })
  })

  test('keeps its details sealed', async () => {
    await record(1)
    const { rows } = await database.pool.query('select *, encode(details_sealed, $1) as raw from audit_events', [
      'escape',
    ])
    expect(rows[0]).toMatchObject({ type: 'access-code.issued', position: null, hash: null })
    expect(rows[0].raw).not.toContain('203.0.113.9')
    expect(database.sealer.openJson('audit.details', rows[0].details_sealed)).toMatchObject({ ip: '203.0.113.9' })
  })

  test('cannot be changed, removed or truncated', async () => {
    await record(2)
    await sealAuditBatch(database)
    await record(1)
    for (const statement of [
      "update audit_events set outcome = 'failure'",
      'update audit_events set position = 9 where position = 1',
      'delete from audit_events',
      "set vestibule.audit_retention = 'on'; delete from audit_events where position is null",
      'truncate audit_events',
    ])
      await expect(database.pool.query(statement)).rejects.toThrow('append-only')
  })
})

describe('the chain', () => {
  test('takes in what waits, batch by batch', async () => {
    await record(5)
    expect(await sealAuditBatch(database, 2)).toBe(2)
    expect(await verifyAudit(database)).toMatchObject({ checked: 2, unsealedTail: 3, head: { position: '2' } })
    expect(await sealAudit(database, 2)).toBe(3)
    expect(await verifyAudit(database)).toEqual({
      checked: 5,
      unsealedTail: 0,
      head: { position: '5', hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
    })
    expect(await sealAuditBatch(database)).toBe(0)
  })

  test('has one place an event, however many instances seal', async () => {
    await record(60)
    await Promise.all(Array.from({ length: 8 }, () => sealAudit(database, 10)))
    await sealAudit(database, 10)
    expect(await verifyAudit(database)).toMatchObject({ checked: 60, unsealedTail: 0 })
  })

  test.each<[string, string[], { position: string; reason: string }]>([
    [
      'an altered column',
      ["update audit_events set outcome = 'failure' where position = 3"],
      { position: '3', reason: 'altered' },
    ],
    [
      'a time moved by a microsecond',
      ["update audit_events set at = at + interval '1 microsecond' where position = 3"],
      { position: '3', reason: 'altered' },
    ],
    [
      'altered details',
      ["update audit_events set details_sealed = details_sealed || '\\x00' where position = 4"],
      { position: '4', reason: 'altered' },
    ],
    [
      'details of another event',
      [
        'update audit_events set details_sealed = (select details_sealed from audit_events where position = 1) where position = 2',
      ],
      { position: '2', reason: 'altered' },
    ],
    ['a removed event', ['delete from audit_events where position = 2'], { position: '2', reason: 'missing' }],
    ['a cut end', ['delete from audit_events where position > 4'], { position: '5', reason: 'missing' }],
    ['a cut beginning', ['delete from audit_events where position < 3'], { position: '1', reason: 'missing' }],
    [
      'two events in each other’s place',
      [
        'update audit_events set position = 99 where position = 2',
        'update audit_events set position = 2 where position = 3',
        'update audit_events set position = 3 where position = 99',
      ],
      { position: '2', reason: 'altered' },
    ],
    [
      'an event slipped in at the end',
      [
        'insert into audit_events select gen_random_uuid(), at, type, outcome, actor, account_id, patient_id, organization_id, client_id, correlation_id, reference, details_sealed, 7, hash from audit_events where position = 6',
      ],
      { position: '7', reason: 'unknown' },
    ],
    [
      'a cut end with a head made to fit',
      [
        'delete from audit_events where position > 4',
        'update audit_seal set (position, hash) = (select position, hash from audit_events where position = 4)',
      ],
      { position: '4', reason: 'head' },
    ],
    ['a head taken away', ['delete from audit_seal'], { position: '1', reason: 'unknown' }],
  ])('shows %s', async (_name, statements, expected) => {
    await record(6)
    await sealAuditBatch(database)
    expect(await firstBad()).toBeUndefined()
    await tamper(...statements)
    expect(await firstBad()).toEqual(expected)
  })

  test('is not continued over a changed or missing head', async () => {
    await record(3)
    await sealAuditBatch(database)
    await record(1)
    await database.pool.query('update audit_seal set position = 2')
    await expect(sealAuditBatch(database)).rejects.toThrow(AuditChainBroken)
    await database.pool.query('delete from audit_seal')
    await expect(sealAuditBatch(database)).rejects.toThrow(AuditChainBroken)
  })
})

describe('retention', () => {
  test('removes the oldest sealed events and leaves a chain that verifies', async () => {
    await record(5)
    await sealAuditBatch(database)
    clock.advance(days(10))
    await record(3)
    await sealAuditBatch(database)
    await record(1)
    const before = addSeconds(now(), -days(5))
    expect(await purgeAuditBatch(database, before, 2)).toBe(2)
    expect(await purgeAuditBatch(database, before, 100)).toBe(3)
    expect(await purgeAuditBatch(database, before, 100)).toBe(0)
    expect(await verifyAudit(database)).toMatchObject({ checked: 3, unsealedTail: 1, head: { position: '8' } })
    expect(await firstBad()).toBeUndefined()
    await sealAuditBatch(database)
    await tamper('delete from audit_events where position = 6')
    expect(await firstBad()).toEqual({ position: '6', reason: 'missing' })
  })
})
