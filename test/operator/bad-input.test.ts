/**
 * What no polite client sends: bodies, files, cursors and addresses that are wrong, and things that are gone meanwhile. Each
 * is told apart, repeats nothing of what was sent, leaves nothing half done, and is no fault.
 */
import { connect } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { sendRaw } from '../driver/raw.ts'
import { until } from '../driver/until.ts'
import { castOf } from './cast.ts'
import { type ApiAnswer, type ApiRequest, type OperatorWorld, openOperatorWorld } from './world.ts'

let open: OperatorWorld
let token: string
beforeAll(async () => {
  open = await openOperatorWorld()
  token = await open.programToken('everything')
}, 60_000)
beforeEach(() => open.world.database.pool.query('truncate limits'))
afterAll(() => open.close())

const call = (request: ApiRequest) => open.call({ token, ...request })
const kindOf = ({ json }: Pick<ApiAnswer, 'json'>) => String(json?.type ?? '').replace('urn:vestibule:problem:', '')
const faults = () => open.world.log.filter(line => line.includes('operator-api.fault'))

/** Bytes on a socket: `send` may stop in the middle, or go on after the answer. */
function stream(
  target: string,
  headers: Readonly<Record<string, string>>,
  send: (chunk: (bytes: Buffer) => Promise<void>) => Promise<void>,
) {
  const { host, port } = new URL(open.world.issuer)
  return new Promise<string>((resolve, reject) => {
    const answer: Buffer[] = []
    const socket = connect(Number(port), '127.0.0.1')
    socket.on('data', data => answer.push(data))
    socket.once('close', () => resolve(Buffer.concat(answer).toString('utf8')))
    // the server hangs up on what is too long
    socket.on('error', error => (answer.length > 0 ? undefined : reject(error)))
    const all = {
      host,
      authorization: `Bearer ${token}`,
      'transfer-encoding': 'chunked',
      connection: 'close',
      ...headers,
    }
    socket.write(
      `POST ${target} HTTP/1.1\r\n${Object.entries(all)
        .map(([name, value]) => `${name}: ${value}\r\n`)
        .join('')}\r\n`,
    )
    const chunk = async (bytes: Buffer) => {
      if (socket.destroyed || answer.length > 0) return
      socket.write(`${bytes.length.toString(16)}\r\n`)
      socket.write(bytes)
      if (!socket.write('\r\n'))
        await new Promise<void>(done => {
          socket.once('drain', done)
          socket.once('close', () => done())
        })
    }
    void send(chunk).then(() => (answer.length > 0 ? socket.end() : undefined))
  })
}

describe('a body', () => {
  const search = (text: string | Buffer, headers: Readonly<Record<string, string>> = {}) =>
    sendRaw(open.world.issuer, {
      method: 'POST',
      target: '/admin/v1/patients/search',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      body: text,
    })
  const good = '{"organization":"northside","record_number":"Featherington"}'
  const deep = (count: number) =>
    `{"organization":"northside","record_number":${'['.repeat(count)}${']'.repeat(count)}}`

  test.each<readonly [string, string | Buffer, Readonly<Record<string, string>>, number, string?]>([
    ['is taken', good, {}, 200],
    ['with its charset', good, { 'content-type': 'application/json; charset=UTF-8' }, 200],
    ['that breaks off', '{"organization":"northside",\n "record_number":"Featherington"', {}, 400, 'line 2, column'],
    [
      'with a comma too many',
      '{"organization":"northside",\n\n  "record_number":"Featherington",}',
      {},
      400,
      'line 3, column 35',
    ],
    ['with something after it', `${good} Featherington`, {}, 400, 'line 1, column 62'],
    ['that is empty', '', {}, 400, 'is no JSON'],
    ['that is a list', `[${good}]`, {}, 400, 'body'],
    ['that is a text', '"Featherington"', {}, 400, 'body'],
    ['that is null', 'null', {}, 400, 'body'],
    ['with a byte order mark', `\ufeff${good}`, {}, 400, 'is no JSON'],
    [
      'in Latin-1',
      Buffer.from('{"organization":"northside","record_number":"Nu\u00f1ez"}', 'latin1'),
      {},
      400,
      'UTF-8',
    ],
    ['in UTF-16', Buffer.from(good, 'utf16le'), {}, 400],
    ['that says Latin-1', good, { 'content-type': 'application/json; charset=iso-8859-1' }, 415],
    ['that is a form', 'record_number=Featherington', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['without a type', good, { 'content-type': '' }, 415],
    ['compressed', good, { 'content-encoding': 'gzip' }, 415],
    ['compressed by something unheard of', good, { 'content-encoding': 'br, gzip' }, 415],
    ['a thousand levels deep', deep(1000), {}, 400],
    ['a hundred thousand levels deep', deep(100_000), {}, 400],
    [
      'with a member for the engine',
      `{"__proto__":{"record_number":"Featherington"},${good.slice(1)}`,
      {},
      400,
      'not known here',
    ],
    ['with a member of its maker', `{"constructor":{"prototype":{}},${good.slice(1)}`, {}, 400, 'not known here'],
    ['with a number for a text', '{"organization":"northside","record_number":1e400}', {}, 400],
    ['longer than what is taken', good.padEnd(300 * 1024), {}, 413],
  ])('%s', async (_what, text, headers, status, told = '') => {
    const answer = await search(text, headers)
    expect({ status: answer.status, body: answer.body }).toEqual({ status, body: expect.stringContaining(told) })
    if (status !== 200) expect(answer.headers.get('content-type')).toContain('application/problem+json')
    expect(answer.body).not.toMatch(/Featherington|Nu.?ez/)
  })

  test('of no told length ends at the limit as well', async () => {
    const answer = await stream('/admin/v1/patients/search', { 'content-type': 'application/json' }, async chunk => {
      for (let count = 0; count < 40; count += 1) await chunk(Buffer.alloc(16 * 1024, ' '))
    })
    expect(answer).toMatch(/^HTTP\/1\.1 413/)
  })

  test('that names something twice means the last one, for the check and for the deed', async () => {
    const patient = await castOf(open).patient()
    const body = `{"organization":"southside","organization":"northside","patient":"${patient}","channel":"sms","channel":"letter","reason":"twice"}`
    const answer = await call({
      method: 'POST',
      path: '/admin/v1/access-codes',
      text: body,
      headers: { 'content-type': 'application/json' },
    })
    expect([answer.status, answer.json.letter === undefined]).toEqual([201, false])
  })
})

describe('a file', () => {
  const target = '/admin/v1/patients/import?organization=southside'
  const line = (id: string) =>
    `${JSON.stringify({ resourceType: 'Patient', id, active: true, name: [{ family: 'Featherington', given: ['Ada'] }], gender: 'female', birthDate: '1980-02-29' })}\n`
  const upload = (text: string | Buffer, type: string, headers: Readonly<Record<string, string>> = {}) =>
    sendRaw(open.world.issuer, {
      method: 'POST',
      target,
      headers: { authorization: `Bearer ${token}`, 'content-type': type, ...headers },
      body: text,
    })
  const imports = async () => {
    const { json } = await call({ path: '/admin/v1/audit-events?type=patients.imported&limit=200' })
    return json.items.map(({ outcome }: { outcome: string }) => outcome) as string[]
  }
  const again = async (id: string) => JSON.parse((await upload(line(id), 'application/x-ndjson')).body)

  test('over the limit is cut off where it is, in flat memory; what came before is whole, and audited', async () => {
    const before = await imports()
    const megabyte = Buffer.alloc(1024 * 1024, 'x')
    const resident = process.memoryUsage().rss
    let peak = resident
    const answer = await stream(target, { 'content-type': 'application/x-ndjson' }, async chunk => {
      await chunk(Buffer.from(line('over-1')))
      for (let count = 0; count < 300; count += 1) {
        await chunk(megabyte)
        peak = Math.max(peak, process.memoryUsage().rss)
      }
    })
    expect(answer).toMatch(/^HTTP\/1\.1 413[\s\S]*what came before may be taken/)
    expect((peak - resident) / 1e6).toBeLessThan(150)
    expect(await imports()).toEqual(['failure', ...before])
    expect(await again('over-1')).toMatchObject({ created: 0, unchanged: 1 })
  })

  test('whose sender goes away is audited as broken off, and can be sent again', async () => {
    const before = await imports()
    const { host, port } = new URL(open.world.issuer)
    const socket = connect(Number(port), '127.0.0.1')
    const head = {
      host,
      authorization: `Bearer ${token}`,
      'content-type': 'application/x-ndjson',
      'content-length': '100000',
    }
    socket.write(
      `POST ${target} HTTP/1.1\r\n${Object.entries(head)
        .map(([name, value]) => `${name}: ${value}\r\n`)
        .join('')}\r\n`,
    )
    socket.write(line('gone-1'), () => socket.destroy())
    await until(async () => (await imports()).length > before.length, 10_000)
    expect(await imports()).toEqual(['failure', ...before])
    const { created, unchanged } = await again('gone-1')
    expect(created + unchanged).toBe(1)
  })

  test('of one huge value is refused before it is in memory', async () => {
    const answer = await stream(target, { 'content-type': 'application/fhir+json' }, async chunk => {
      await chunk(Buffer.from('{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient","id":"'))
      for (let count = 0; count < 100; count += 1) await chunk(Buffer.alloc(64 * 1024, 'x'))
    })
    expect(answer).toMatch(/^HTTP\/1\.1 422[\s\S]*line 1: an entry is too long/)
  })

  const csv = 'source_id,record_number,given_name,family_name,birth_date,sex,phone_mobile,email\n'
  const row = (id: string, family: string) => `${id},,Ada,${family},1980-02-29,female,,\n`
  test.each<readonly [string, string | Buffer, string, Readonly<Record<string, string>>, number, string]>([
    ['with a byte order mark', `\ufeff${csv}${row('bom-1', 'Featherington')}`, 'text/csv', {}, 200, '"created":1'],
    [
      'in Latin-1',
      Buffer.from(`${csv}${row('la-1', 'Fe')}${row('la-2', 'Nu\u00f1ez')}`, 'latin1'),
      'text/csv',
      {},
      422,
      'line 3: the file is not in UTF-8',
    ],
    ['that says Latin-1', csv, 'text/csv; charset=iso-8859-1', {}, 415, 'UTF-8'],
    ['in UTF-16', Buffer.from(`\ufeff${csv}`, 'utf16le'), 'text/csv', {}, 422, 'UTF-8'],
    ['of a type that is none', csv, 'application/octet-stream', {}, 415, 'text/csv'],
    ['compressed', csv, 'text/csv', { 'content-encoding': 'gzip' }, 415, 'not compressed'],
    ['that is empty', '', 'text/csv', {}, 422, 'line 1'],
    ['without columns that it needs', 'name,phone\nAda,1\n', 'text/csv', {}, 422, 'line 1'],
    [
      'with a quote that never ends',
      `${csv}${row('q-1', 'Fe')}${row('q-2', '"Featherington')}`,
      'text/csv',
      {},
      200,
      '"created":1',
    ],
    [
      'with lines that are no JSON',
      `${line('n-1')}{"resourceType":\n\n${line('n-2')}[]\n`,
      'application/x-ndjson',
      {},
      200,
      '"rejected":[{"line":2,"reason":"not-json"},{"line":5,',
    ],
    [
      'that ends in the middle of a character',
      Buffer.from(`${line('m-1')}\u00f1`).subarray(0, -1),
      'application/x-ndjson',
      {},
      422,
      'line 2',
    ],
    [
      'that is a Bundle in the middle of something',
      '{"resourceType":"Bundle","entry":[{"resource":{',
      'application/fhir+json',
      {},
      422,
      'line 1: the file ends',
    ],
    ['that is another resource', '{"resourceType":"Patient"}', 'application/fhir+json', {}, 422, 'not a FHIR Bundle'],
    ['nested without end', '['.repeat(2_000_000), 'application/fhir+json', {}, 422, 'line 1'],
  ])('%s', async (_what, text, type, headers, status, told) => {
    const answer = await upload(text, type, headers)
    expect({ status: answer.status, body: answer.body }).toEqual({ status, body: expect.stringContaining(told) })
    expect(answer.body).not.toMatch(/Featherington|Nu.?ez/)
  })
})

describe('a cursor', () => {
  test('opens one list of one organisation for one caller, and nothing else', async () => {
    const cast = castOf(open)
    for (let count = 0; count < 2; count += 1) {
      await cast.invitation(await cast.patient())
      await cast.application()
    }
    const invitations = '/admin/v1/invitations?organization=northside&limit=1'
    const { next } = (await call({ path: invitations })).json
    expect((await call({ path: `${invitations}&cursor=${next}` })).json.items).toHaveLength(1)
    const queue = '/admin/v1/applications?organization=northside&limit=1'
    const first = (await call({ path: queue })).json
    const second = (await call({ path: `${queue}&cursor=${first.next}` })).json
    expect(second.items[0].id > first.items[0].id).toBe(true)
    const tampered = `${next.slice(0, -2)}${next.endsWith('AA') ? 'BB' : 'AA'}`
    const paths = [
      `/admin/v1/invitations?organization=southside&cursor=${next}`,
      `/admin/v1/access-codes?organization=northside&cursor=${next}`,
      ...[tampered, next.slice(0, 20), '', '%00', 'e30', '..%2F..', 'A'.repeat(1000)].map(
        each => `${invitations}&cursor=${each}`,
      ),
    ]
    for (const path of paths)
      expect({ path, kind: kindOf(await call({ path })) }).toEqual({ path, kind: 'invalid-cursor' })
    expect(kindOf(await call({ path: `${invitations}&cursor=${next}&cursor=${next}` }))).toBe('invalid-request')
    expect(kindOf(await call({ path: `${invitations}&cursor=${'A'.repeat(1001)}` }))).toBe('invalid-request')
  })
})

describe('what is gone', () => {
  test('between a list and the next look', async () => {
    const owner = await open.signIn(open.owner)
    const object = (id: string) => ({
      id,
      name: { en: id },
      organization: 'northside',
      redirect_uris: ['https://portal.example/callback'],
      auth: { method: 'none' },
      scopes: ['openid'],
    })
    for (const id of ['aaa-first', 'aaa-second', 'aaa-third'])
      expect((await call({ method: 'POST', path: '/admin/v1/clients', body: object(id), token: owner })).status).toBe(
        201,
      )
    const listed = (await call({ path: '/admin/v1/clients?limit=2' })).json
    expect(listed.items.map((each: { object: { id: string } }) => each.object.id)).toEqual(['aaa-first', 'aaa-second'])
    const path = '/admin/v1/clients/aaa-second'
    const headers = { 'if-match': (await call({ path })).headers.get('etag') ?? '' }
    expect((await call({ method: 'DELETE', path, headers, token: owner })).status).toBe(204)
    // the list goes on from where it stood, though nobody stands there any more
    const next = (await call({ path: `/admin/v1/clients?limit=1&cursor=${listed.next}` })).json
    expect(next.items.map((each: { object: { id: string } }) => each.object.id)).toEqual(['aaa-third'])
    const body = object('aaa-second')
    for (const request of [{}, { method: 'DELETE', headers }, { method: 'PUT', headers, body }])
      expect({ request, kind: kindOf(await call({ path, token: owner, ...request })) }).toEqual({
        request,
        kind: 'not-found',
      })
  })

  test('an organisation: whoever acted for it alone can do nothing', async () => {
    const south = await open.programToken('south')
    const path = '/admin/v1/invitations?organization=southside'
    expect((await call({ path, token: south })).status).toBe(200)
    const { pool } = open.world.database
    // as somebody does by hand in the database, whatever hangs on it
    await pool.query(`begin; set local session_replication_role = replica;
      delete from organizations where id = 'southside'; commit`)
    for (const asked of [path, '/admin/v1/invitations'])
      expect(kindOf(await call({ path: asked, token: south }))).toBe('organization-out-of-reach')
    expect((await call({ path: '/admin/v1/audit-events', token: south })).status).toBe(200)
  })
})

describe('an address', () => {
  test.each<readonly [string, string, number]>([
    ['GET', '/admin/v1/clients/', 400],
    ['GET', '/admin/v1/clients//', 404],
    ['GET', '/admin/v1//clients', 404],
    ['GET', '/admin/v1/Clients', 404],
    ['GET', '/admin/v1/client%73', 200],
    ['GET', '/admin/v1/clients%2Fnorthside-portal', 404],
    ['GET', '/admin/v1/clients/northside%2dportal', 200],
    ['GET', '/admin/v1/clients/..%2Fsettings', 400],
    ['GET', '/admin/v1/clients/%2e%2e', 400],
    ['GET', '/admin/v1/clients/%zz', 404],
    ['GET', '/admin/v1/clients/%c0%ae', 404],
    ['GET', '/admin/v1/clients/northside-portal%00', 400],
    ['GET', '/admin/v1/clients/northside-portal%20', 400],
    ['GET', '/admin/v1/clients?limit=1&limit=2', 400],
    ['GET', '/admin/v1/clients?limit=%31', 200],
    ['GET', '/admin/v1/clients?limit=1e1', 200],
    ['GET', '/admin/v1/clients?limit=0', 400],
    ['GET', '/admin/v1/clients?limit=201', 400],
    ['GET', '/admin/v1/clients?limit=-1', 400],
    ['GET', '/admin/v1/clients?__proto__=1', 400],
    ['GET', '/admin/v1/clients?limit', 400],
    ['GET', '/admin/v1/audit-events?since=yesterday', 400],
    ['GET', '/admin/v1/audit-events?since=0001-01-01T00:00:00Z&until=9999-12-31T23:59:59Z', 200],
    ['GET', '/admin/v1/audit-events?actor=%00', 400],
    ['HEAD', '/admin/v1/clients', 200],
    ['HEAD', '/admin/v1/audit-events/export', 405],
    ['HEAD', '/admin/v1/nothing', 404],
    ['OPTIONS', '/admin/v1/clients', 405],
    ['TRACE', '/admin/v1/clients', 405],
    ['PROPFIND', '/admin/v1/clients', 405],
  ])('%s %s', async (method, target, status) => {
    const answer = await sendRaw(open.world.issuer, { method, target, headers: { authorization: `Bearer ${token}` } })
    expect({ status: answer.status, body: answer.body }).toEqual({ status, body: expect.any(String) })
    if (method === 'HEAD') expect(answer.body).toBe('')
    else if (status !== 200) expect(answer.headers.get('content-type')).toContain('application/problem+json')
    expect(answer.headers.get('access-control-allow-origin')).toBeNull()
  })

  test('with headers that never end, or that are no tokens', async () => {
    const target = '/admin/v1/clients'
    const send = (headers: Readonly<Record<string, string>>) => sendRaw(open.world.issuer, { target, headers })
    expect((await send({ authorization: `Bearer ${token}`, 'x-long': 'x'.repeat(20_000) })).status).toBe(431)
    for (const authorization of [
      `bearer ${'A'.repeat(8000)}`,
      `Basic ${token}`,
      `Bearer ${token} ${token}`,
      'Bearer \u00f1',
      'Bearer',
    ])
      expect((await send({ authorization })).status).toBe(401)
    const key = {
      authorization: `Bearer ${token}`,
      'idempotency-key': 'x'.repeat(300),
      'content-type': 'application/json',
    }
    const body =
      '{"organization":"northside","patient":"01900000-0000-7000-8000-000000000001","channel":"letter","reason":"test"}'
    const answer = await sendRaw(open.world.issuer, {
      method: 'POST',
      target: '/admin/v1/access-codes',
      headers: key,
      body,
    })
    expect([answer.status, JSON.parse(answer.body).errors[0].path]).toEqual([400, 'header.idempotency-key'])
  })
})

test('none of it was a fault', () => expect(faults()).toEqual([]))
