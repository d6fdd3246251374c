/** The document: what it promises is what comes, every example runs, and the framework's own manners. */
import { connect } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { accessTable } from '../../src/core/operator-access.ts'
import { decideApplication } from '../../src/operations/application-decisions.ts'
import type { Route } from '../../src/operator/api/contract.ts'
import { example } from '../../src/operator/api/examples.ts'
import { routes } from '../../src/operator/api/index.ts'
import { now } from '../../src/platform/index.ts'
import { notesField } from '../driver/canaries.ts'
import { type Cast, castOf } from './cast.ts'
import { answersBy, type Document } from './openapi.ts'
import { type ApiAnswer, type ApiRequest, type OperatorWorld, openOperatorWorld, type Staff } from './world.ts'

let open: OperatorWorld
let cast: Cast
let token: string
let document: Document
let wrongWith: ReturnType<typeof answersBy>
beforeAll(async () => {
  open = await openOperatorWorld()
  cast = castOf(open)
  token = await open.signIn(open.owner)
  document = (await open.call({ path: '/admin/v1/openapi.json' })).json
  wrongWith = answersBy(document)
}, 60_000)
beforeEach(() => open.world.database.pool.query('truncate limits'))
afterAll(() => open.close())

const call = (request: ApiRequest) => open.call({ token, ...request })
const kindOf = ({ json }: ApiAnswer) => String(json?.type ?? '').replace('urn:vestibule:problem:', '')

/** Real ids in place of those of the document. */
async function places(route: Route): Promise<Readonly<Record<string, string>>> {
  const patient = await cast.patient()
  const base = { [example.patient]: patient }
  switch (route.resource) {
    case 'invitations':
      return { ...base, [example.invitation]: await cast.invitation(patient) }
    case 'access-codes': {
      if (!['access-codes.get', 'access-codes.reissue', 'access-codes.void'].includes(route.id)) return base
      const body = { organization: 'northside', patient, channel: 'letter', reason: 'at the desk' }
      const made = await call({ method: 'POST', path: '/admin/v1/access-codes', body })
      return { ...base, [example.accessCode]: made.json.id }
    }
    case 'keys': {
      if (route.id !== 'keys.activate' && route.id !== 'keys.retire') return base
      const body = { algorithm: 'RS256', reason: 'for the example' }
      await call({ method: 'POST', path: '/admin/v1/keys', body })
      const { db } = open.world.database
      const key = await db
        .updateTable('signing_keys')
        .set({ created_at: new Date(now().getTime() - 2 * 86_400_000) })
        .where('state', '=', 'next')
        .where('algorithm', '=', 'RS256')
        .returning('kid')
        .executeTakeFirstOrThrow()
      return { ...base, [example.kid]: key.kid }
    }
    case 'applications':
      return { ...base, [example.application]: await cast.application() }
    case 'audit-events': {
      const { rows } = await open.world.database.pool.query('select id from audit_events order by id desc limit 1')
      return { ...base, [example.event]: rows[0].id }
    }
    case 'operators':
      return { ...base, [example.operator]: await cast.operator() }
    case 'accounts': {
      const made = await cast.account(route.id === 'accounts.search' ? 'wilhelmina.q' : `for-${route.id}`)
      const ids = { ...base, [example.account]: made.accountId, [example.contact]: made.contactId }
      if (['factor-resets.confirm', 'factor-resets.cancel'].includes(route.id)) {
        const body = { factor: 'text-code', grounds: { in_person: 'passport' }, reason: 'lost the phone' }
        const path = `/admin/v1/accounts/${made.accountId}/factor-resets`
        const asked = await open.call({
          method: 'POST',
          path,
          body: { ...body, organization: 'northside' },
          token: await open.signIn(open.staff.find(({ name }) => name === 'help-desk-all') as Staff),
        })
        return { ...ids, [example.reset]: asked.json.id }
      }
      if (!['accounts.prove', 'accounts.proof'].includes(route.id)) return ids
      const body = { organization: 'northside', contact: made.contactId, reason: 'they called us' }
      const sent = await call({ method: 'POST', path: `/admin/v1/accounts/${made.accountId}/send-code`, body })
      return { ...ids, [example.proof]: sent.json.proof, 123456: await open.world.inbox.latestCode(made.phone) }
    }
    case 'prospects': {
      const prospect = await cast.prospect()
      const at = `/admin/v1/prospects/${prospect}`
      if (route.id === 'prospects.undo')
        await call({ method: 'POST', path: `${at}/dismiss`, body: { organization: 'northside', reason: 'test' } })
      if (route.id === 'prospects.merge')
        return { [example.prospect]: prospect, [example.patient]: (await cast.account('had-one')).patientId }
      if (route.id !== 'prospects.prove') return { ...base, [example.prospect]: prospect }
      const body = { organization: 'northside', patient, channel: 'phone', reason: 'they called us' }
      const sent = await call({ method: 'POST', path: `${at}/send-code`, body })
      const [message] = (await open.world.inbox.messages()).filter(({ codes }) => codes.length > 0)
      notesField('one-time code', message?.codes[0])
      return { [example.prospect]: prospect, [example.proof]: sent.json.proof, 123456: message?.codes[0] as string }
    }
    default:
      return base
  }
}

/** Asks as the document's example says. */
async function runExample(route: Route, put: Readonly<Record<string, string>>): Promise<ApiAnswer> {
  const operation = document.paths[route.path][route.method.toLowerCase()]
  const real = (text: string) => Object.entries(put).reduce((all, [from, to]) => all.replaceAll(from, to), text)
  const parameters = (operation.parameters ?? []) as {
    in: string
    name: string
    example?: string
    schema?: { example?: string }
  }[]
  const exampleOf = (each: (typeof parameters)[number]) => each.example ?? each.schema?.example
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    String(exampleOf(parameters.find(each => each.in === 'path' && each.name === name) as never)),
  )
  const query = new URLSearchParams(
    parameters.flatMap(each => {
      const value = each.in === 'query' ? exampleOf(each) : undefined
      return value === undefined ? [] : [[each.name, String(value)]]
    }),
  ).toString()
  const address = real(`/admin/v1${path}`)
  const contents = Object.entries((operation.requestBody?.content ?? {}) as Record<string, { example?: unknown }>)
  const [type, content] = contents.find(([, each]) => each.example !== undefined) ?? []
  const text = typeof content?.example === 'string' ? content.example : JSON.stringify(content?.example)
  const whose = (content?.example as { organization?: string } | undefined)?.organization
  const read = whose && route.organization === 'one' ? `${address}?organization=${whose}` : address
  const etag = route.isGuarded ? (await call({ path: read })).headers.get('etag') : undefined
  return call({
    method: route.method,
    path: query ? `${address}?${query}` : address,
    ...(type
      ? { text: real(text ?? ''), headers: { 'content-type': type, ...(etag ? { 'if-match': etag } : {}) } }
      : {}),
    ...(type || !etag ? {} : { headers: { 'if-match': etag } }),
  })
}

test('is OpenAPI 3.1, with every route, its scope, and a summary', () => {
  expect(document.openapi).toMatch(/^3\.1/)
  for (const route of routes) {
    const operation = document.paths[route.path][route.method.toLowerCase()]
    expect(operation).toMatchObject({ operationId: route.id, summary: expect.stringMatching(/\w/) })
    expect(operation.security).toEqual([{ operator: [`${route.resource}:${route.verb}`] }])
  }
  expect(new Set(routes.map(({ resource }) => resource))).toEqual(new Set(Object.keys(accessTable)))
})

test('is a page too, in both languages, with nothing that its policy forbids', async () => {
  for (const [language, title] of [
    ['en', 'Operator API'],
    ['es', 'API de operadores'],
  ] as const) {
    const page = await open.call({ path: `/admin/v1/reference?lang=${language}` })
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    expect(page.text).toContain(`<h1>${title}</h1>`)
    expect(page.text).toContain(`<html lang="${language}"`)
    for (const route of routes) expect(page.text).toContain(`${route.method} /admin/v1${route.path} `)
    expect(page.text).not.toMatch(/<script|style=/)
  }
})

describe('every example runs, and what comes is as the document says', () => {
  test.each(routes.map(route => [route.id, route] as const))('%s', async (_id, route) => {
    const answer = await runExample(route, await places(route))
    expect({ status: answer.status, told: answer.status >= 300 ? answer.text : '' }).toEqual({
      status: route.status,
      told: '',
    })
    expect(wrongWith(route, answer)).toBeUndefined()
    if (route.isGuarded && route.status === 200) expect(answer.headers.get('etag')).toMatch(/^"\d+"$/)
  })
})

describe('manners', () => {
  const issue = async (key: string, body: object) =>
    call({ method: 'POST', path: '/admin/v1/access-codes', body, headers: { 'idempotency-key': key } })
  const bodyFor = (patient: string) => ({
    organization: 'northside',
    patient,
    channel: 'letter',
    reason: 'at the desk',
  })

  test('an Idempotency-Key gets the same answer again, once done, and belongs to its request and caller', async () => {
    const patient = await cast.patient()
    const [first, second] = [await issue('once-1', bodyFor(patient)), await issue('once-1', bodyFor(patient))]
    expect(first.status).toBe(201)
    expect(second.json).toEqual(first.json)
    expect(second.headers.get('idempotent-replayed')).toBe('true')
    const { db } = open.world.database
    const rows = await db.selectFrom('access_codes').select('id').where('patient_id', '=', patient).execute()
    expect(rows).toHaveLength(1)
    expect(kindOf(await issue('once-1', bodyFor(await cast.patient())))).toBe('idempotency-key-reused')
    const other = await open.programToken('everything')
    const theirs = await open.call({
      method: 'POST',
      path: '/admin/v1/access-codes',
      token: other,
      body: bodyFor(patient),
      headers: { 'idempotency-key': 'once-1' },
    })
    expect(theirs.json.id).not.toBe(first.json.id)
  })

  test('of twenty with one key at the same moment one does it', async () => {
    const patient = await cast.patient()
    const answers = await Promise.all(Array.from({ length: 20 }, () => issue('race-1', bodyFor(patient))))
    expect(new Set(answers.map(({ status }) => status)).size).toBeLessThanOrEqual(2)
    for (const answer of answers) expect([201, 409]).toContain(answer.status)
    const { db } = open.world.database
    const rows = await db.selectFrom('access_codes').select('id').where('patient_id', '=', patient).execute()
    expect(rows).toHaveLength(1)
  })

  test('an update wants the version that was read', async () => {
    const body = { id: 'westside', name: { en: 'Westside' }, time_zone: 'America/New_York' }
    const made = await call({ method: 'POST', path: '/admin/v1/organizations', body })
    expect(made.status).toBe(201)
    const update = (headers: Record<string, string>, en = 'Westside') =>
      call({ method: 'PUT', path: '/admin/v1/organizations/westside', body: { ...body, name: { en } }, headers })
    expect(kindOf(await update({}))).toBe('precondition-required')
    expect(kindOf(await update({ 'if-match': '"9"' }))).toBe('precondition-failed')
    expect(kindOf(await update({ 'if-match': '*' }))).toBe('precondition-failed')
    const etag = made.headers.get('etag') ?? ''
    const raced = await Promise.all(['One', 'Two', 'Three'].map(en => update({ 'if-match': etag }, en)))
    expect(raced.map(({ status }) => status).sort()).toEqual([200, 412, 412])
  })

  test('what a file describes is left to the file', async () => {
    const path = '/admin/v1/clients/northside-portal'
    const { json, headers } = await call({ path })
    expect(json.managed_by).toBe('file')
    expect(JSON.stringify(json)).not.toMatch(/secret that only/)
    const answer = await call({
      method: 'PUT',
      path,
      body: json.object,
      headers: { 'if-match': headers.get('etag') ?? '' },
    })
    expect([answer.status, kindOf(answer)]).toEqual([409, 'managed-by-file'])
  })

  test('a client is made with a secret that works, and a new one lets the old one go on once', async () => {
    const body = {
      id: 'batch-job',
      name: { en: 'Batch job' },
      grants: ['client_credentials'],
      auth: { method: 'client_secret_post' },
      admin: { scopes: ['patients:read'], organizations: ['northside'] },
    }
    const byProgram = await open.programToken('everything')
    const refused = await call({ method: 'POST', path: '/admin/v1/clients', body, token: byProgram })
    expect(kindOf(refused)).toBe('person-needed')
    const made = await call({ method: 'POST', path: '/admin/v1/clients', body })
    expect(made.json).toMatchObject({ secrets: 1, secret: expect.stringMatching(/^[\w-]{43}$/) })
    expect(JSON.stringify((await call({ path: '/admin/v1/clients/batch-job' })).json)).not.toContain(made.json.secret)
    const isTaken = async (secret: string) => {
      const form = { grant_type: 'client_credentials', client_id: 'batch-job', client_secret: secret }
      const answer = await open.call({
        method: 'POST',
        path: '/token',
        text: new URLSearchParams(form).toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      })
      return answer.status === 200
    }
    const rotate = async (leaked: boolean) => {
      const path = '/admin/v1/clients/batch-job/rotate-secret'
      return (await call({ method: 'POST', path, body: { leaked, reason: 'yearly' } })).json.secret as string
    }
    const second = await rotate(false)
    // what is known of a client is up to a second old; a secret that was just made works at once
    expect([await isTaken(made.json.secret), await isTaken(second)]).toEqual([true, true])
    const third = await rotate(true)
    expect(await isTaken(third)).toBe(true)
  })

  test('lists go on by cursors that open no other list', async () => {
    const first = await call({ path: '/admin/v1/audit-events?limit=2' })
    expect(first.json.items).toHaveLength(2)
    const second = await call({ path: `/admin/v1/audit-events?limit=2&cursor=${first.json.next}` })
    const ids = [...first.json.items, ...second.json.items].map(({ id }) => id)
    expect(ids).toEqual([...ids].sort().reverse())
    expect(new Set(ids).size).toBe(4)
    for (const cursor of ['x', 'A'.repeat(200), `${first.json.next}A`, first.json.next.slice(0, -4)])
      expect(kindOf(await call({ path: `/admin/v1/audit-events?cursor=${cursor}` }))).toBe('invalid-cursor')
    expect(kindOf(await call({ path: `/admin/v1/clients?cursor=${first.json.next}` }))).toBe('invalid-cursor')
    const other = await open.programToken('everything')
    const theirs = await open.call({ path: `/admin/v1/audit-events?cursor=${first.json.next}`, token: other })
    expect(kindOf(theirs)).toBe('invalid-cursor')
  })

  test('says what is wrong, and never what was sent', async () => {
    const wrong = await call({
      method: 'POST',
      path: '/admin/v1/access-codes',
      body: { organization: 'northside', patient: 'Quackenbush', channel: 'pigeon', extra: 1 },
    })
    expect([wrong.status, kindOf(wrong)]).toEqual([400, 'invalid-request'])
    expect(wrong.text).not.toMatch(/Quackenbush|pigeon/)
    expect(wrong.json.errors.map(({ path }: { path: string }) => path)).toEqual(
      expect.arrayContaining(['body.patient', 'body.channel', 'body.reason']),
    )
    const [type, bytes] = [{ 'content-type': 'text/plain' }, 300 * 1024]
    const post = (rest: Partial<ApiRequest>) => call({ method: 'POST', path: '/admin/v1/access-codes', ...rest })
    expect((await post({ text: '{}', headers: type })).status).toBe(415)
    expect((await post({ text: '{', headers: { 'content-type': 'application/json' } })).status).toBe(400)
    expect((await post({ body: { reason: 'x'.repeat(bytes) } })).status).toBe(413)
    for (const reason of ['a null \0 character', 'half \ud800 of a pair'])
      expect((await post({ body: { ...bodyFor(await cast.patient()), reason } })).status).toBe(400)
    expect(kindOf(await call({ path: '/admin/v1/nothing' }))).toBe('not-found')
    const method = await call({ method: 'DELETE', path: '/admin/v1/keys' })
    expect([method.status, method.headers.get('allow')]).toEqual([405, 'GET, POST'])
    expect((await call({ path: '/admin/v1/patients/%00?organization=northside' })).status).toBe(400)
    expect((await call({ path: '/admin/v1/patients/%E0%A4%A?organization=northside' })).status).toBe(404)
  })

  test('an import takes what it can, tells of the rest, and stops at its limit', async () => {
    const upload = (text: string, type = 'text/csv') =>
      call({
        method: 'POST',
        path: '/admin/v1/patients/import?organization=southside',
        text,
        headers: { 'content-type': type },
      })
    const head = 'source_id,record_number,given_name,family_name,birth_date,sex,phone_mobile,email\n'
    const some = await upload(`${head}s-1,M1,Ada,Fullbright,1980-02-29,female,,\ns-2,M2,Bo,Fullbright,never,female,,\n`)
    expect(some.json).toMatchObject({ created: 1, rejected_count: 1, rejected: [{ line: 3 }] })
    expect((await upload('{"resourceType":"Bundle","entry":[', 'application/json')).status).toBe(422)
    expect((await upload(head, 'application/zip')).status).toBe(415)
    expect(await announced('999999999999')).toMatch(/^HTTP\/1\.1 413/)
  })

  /** Says that a body is coming, and sends none of it. */
  async function announced(length: string): Promise<string> {
    const { port } = new URL(open.world.issuer)
    return new Promise((resolve, reject) => {
      const socket = connect(Number(port), '127.0.0.1')
      socket.once('data', data => {
        resolve(String(data))
        socket.destroy()
      })
      socket.once('error', reject)
      socket.write(
        [
          'POST /admin/v1/patients/import?organization=southside HTTP/1.1',
          `Host: localhost:${port}`,
          `Authorization: Bearer ${token}`,
          'Content-Type: text/csv',
          `Content-Length: ${length}`,
          '',
          '',
        ].join('\r\n'),
      )
    })
  }

  test('an export is a file of everything that fits, row by row, and audited', async () => {
    const csv = await call({ path: '/admin/v1/audit-events/export?format=csv&type=access-code.issued' })
    expect(csv.headers.get('content-disposition')).toContain('audit.csv')
    const [head, ...rows] = csv.text.trimEnd().split('\n')
    expect(head).toMatch(/^id,at,type/)
    expect(rows.length).toBeGreaterThan(0)
    expect(rows.every(row => row.includes('access-code.issued'))).toBe(true)
    const found = await call({ path: '/admin/v1/audit-events?type=audit.exported' })
    expect(found.json.items[0]).toMatchObject({ actor: `operator:${open.owner.accountId}` })
  })

  test('every write is audited with who did it, refused ones too', async () => {
    const patient = await cast.patient()
    await call({ method: 'POST', path: '/admin/v1/access-codes', body: bodyFor(patient) })
    const missing = '01900000-0000-7000-8000-00000000ffff'
    await call({ method: 'POST', path: '/admin/v1/access-codes', body: bodyFor(missing) })
    const { json } = await call({ path: '/admin/v1/audit-events?type=operator-api.access-codes.issue&limit=2' })
    expect(json.items.map(({ outcome }: { outcome: string }) => outcome)).toEqual(['refused', 'success'])
    expect(json.items[0]).toMatchObject({ actor: `operator:${open.owner.accountId}`, client: 'console' })
  })

  test('a caller who asks too often is told when to come back', async () => {
    const other = await open.programToken('everything')
    const { limits } = open.world.app.house
    await limits.charge('operator-api', 'client:everything', { points: 600, seconds: 60, cost: 600 })
    const answer = await open.call({ path: '/admin/v1/organizations', token: other })
    expect([answer.status, kindOf(answer)]).toEqual([429, 'too-many-requests'])
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
  })

  test('what was decided meanwhile is not there any more', async () => {
    const id = await cast.application()
    const act = { actor: 'test', operator: 'Dana', organization: 'northside', reason: 'test' }
    await decideApplication(open.world.app.house, id, { kind: 'deny', because: 'no-record' }, act, now())
    const body = { organization: 'northside', decision: { kind: 'deny', because: 'no-record' }, reason: 'twice' }
    expect((await call({ method: 'POST', path: `/admin/v1/applications/${id}/decide`, body })).status).toBe(404)
  })
})
