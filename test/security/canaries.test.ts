import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import pg from 'pg'
import { notes, notesBirthDate, notesField } from '../driver/canaries.ts'
import { openEmptyDatabase } from '../driver/database.ts'
import { searchDatabase, searchText } from '../driver/dump.ts'

/** The search that every test database goes through before it is dropped: it must find what is there. */
const token = 'Zm9vYmFyLWEtdG9rZW4tbm9ib2R5LWhhcw'
notes('family name', 'Featherstonehaugh')
notes('email', 'featherstonehaugh@clinic.example')
notes('phone', '+15550177364')
notes('token', token)
notesField('one-time code', '493027')
notesBirthDate('1931-08-29')

let database: Awaited<ReturnType<typeof openEmptyDatabase>>
let client: pg.Client
beforeAll(async () => {
  database = await openEmptyDatabase()
  client = new pg.Client({ connectionString: database.url })
  await client.connect()
  await client.query('create schema graphile_worker')
  await client.query('create table graphile_worker.jobs (id int, payload json, bytes bytea, note text, born date)')
})
afterAll(async () => {
  await client.end()
  await database.drop()
})

const hide = (value: string) => Buffer.from(value).toString('base64')
const hits: [string, string, unknown, string][] = [
  ['a name in another case', 'note', 'Dear FEATHERSTONEHAUGH,', 'family name'],
  ['a name in JSON', 'payload', JSON.stringify({ a: [{ b: 'Featherstonehaugh' }] }), 'family name'],
  ['a name in bytes', 'bytes', Buffer.from('xx Featherstonehaugh'), 'family name'],
  ['a name in a coded payload', 'note', `v1.${hide('{"family":"Featherstonehaugh"}')}`, 'family name'],
  ['a payload coded twice', 'note', hide(hide('to: featherstonehaugh@clinic.example')), 'email'],
  ['an address in a link', 'note', 'https://x/?to=featherstonehaugh%40clinic.example', 'email'],
  ['a plain hash', 'bytes', createHash('sha256').update('featherstonehaugh@clinic.example').digest(), 'email'],
  ['a number as people write it', 'note', 'call 5550177364', 'phone'],
  ['a token', 'note', `Bearer ${token}`, 'token'],
  ['the bytes of a token', 'bytes', Buffer.from(token, 'base64url'), 'token'],
  ['a code as a field', 'payload', JSON.stringify({ code: 493027 }), 'one-time code'],
  ['the hash of a code', 'note', createHash('sha1').update('493027').digest('hex'), 'one-time code'],
  ['a date of birth', 'born', '1931-08-29', 'birth date'],
]

test.each(hits)('finds %s', async (_name, column, value, label) => {
  await client.query('truncate graphile_worker.jobs')
  await client.query(`insert into graphile_worker.jobs (id, ${column}) values (1, $1)`, [value])
  const failure = await searchDatabase(database.url).catch((error: Error) => error.message)
  expect(failure).toContain(`graphile_worker.jobs.${column}: ${label}`)
  // a failure that quotes what it found would be a leak itself
  expect(failure).not.toMatch(/featherstonehaugh|493027|5550177364|1931/i)
})

test('leaves chance alone', async () => {
  await client.query('truncate graphile_worker.jobs')
  await client.query("insert into graphile_worker.jobs (id, note) values (1, 'order 14930271 of 1931-08-290')")
  await searchDatabase(database.url)
})

test('looks into logs and metrics as well', () => {
  expect(() => searchText('the log', ['{"event":"x","to":"featherstonehaugh@clinic.example"}'])).toThrow('the log')
  expect(() => searchText('the metrics', ['requests_total{user="Featherstonehaugh"} 1'])).toThrow('family name')
  searchText('the log', ['{"event":"http.request","status":303}'])
})
