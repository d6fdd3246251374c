/** What the resources do that operators keep by hand, beyond what each example shows. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { submitApplication } from '../../src/operations/applications.ts'
import { newId, now } from '../../src/platform/index.ts'
import { findInsurer } from '../../src/store/insurers.ts'
import { notes } from '../driver/canaries.ts'
import { castOf } from './cast.ts'
import { type ApiAnswer, type ApiRequest, type OperatorWorld, openOperatorWorld, type Staff } from './world.ts'

let open: OperatorWorld
let [token, north] = ['', '']
beforeAll(async () => {
  open = await openOperatorWorld()
  token = await open.signIn(open.owner)
  north = await open.signIn(open.staff.find(({ name }) => name === 'security-northside') as Staff)
}, 60_000)
beforeEach(() => open.world.database.pool.query('truncate limits'))
afterAll(() => open.close())

const call = (request: ApiRequest) => open.call({ token, ...request })
const post = (path: string, body: object, by = token) =>
  open.call({ method: 'POST', path: `/admin/v1${path}`, token: by, body })
const kindOf = ({ json }: ApiAnswer) => String(json?.type ?? '').replace('urn:vestibule:problem:', '')
const outcome = (answer: ApiAnswer) => (answer.status < 300 ? answer.status : kindOf(answer))

describe('what was lost', () => {
  test('a code is issued anew for the same holder; the old one ends', async () => {
    const patient = await castOf(open).patient()
    const representative = {
      name: { given: 'Ada', family: 'Quackenbush' },
      relationship: 'parent',
      basis: 'court order',
    }
    const about = { organization: 'northside', reason: 'the letter was lost' }
    const first = await post('/access-codes', { ...about, patient, channel: 'letter', representative })
    notes('access code', first.json.letter.code)
    const again = await post(`/access-codes/${first.json.id}/reissue`, about)
    expect(again.json).toMatchObject({ superseded: 1, letter: { code: expect.any(String) } })
    notes('access code', again.json.letter.code)
    const { json } = await call({ path: `/admin/v1/access-codes?organization=northside&patient=${patient}` })
    const listed = json.items.map((each: Record<string, unknown>) => [
      each.state,
      each.channel,
      each.for_representative,
    ])
    expect(listed).toEqual([
      ['waiting', 'letter', true],
      ['superseded', 'letter', true],
    ])
    expect(kindOf(await post(`/access-codes/${first.json.id}/reissue`, { ...about, organization: 'southside' }))).toBe(
      'not-found',
    )
    await open.world.database.db
      .updateTable('access_codes')
      .set({ used_at: now() })
      .where('id', '=', again.json.id)
      .execute()
    expect(kindOf(await post(`/access-codes/${again.json.id}/reissue`, about))).toBe('code-used')
  })

  test('an applicant gets the last mail again; both links tell how it stands', async () => {
    const email = 'ottoline.again@example.org'
    const patient = { given: 'Ottoline', family: 'Again', sex: 'female', birth_date: '1961-07-19' } as const
    const details = { patient, email, language: 'en', terms_version: 'test' } as const
    const journey = { flowId: newId(), reference: 'K7Q-2WX', ip: '192.0.2.1', device: 'test' }
    const { house } = open.world.app
    await house.db
      .transaction()
      .execute(tx => submitApplication(tx, house, { organization: 'northside', details, journey }, now()))
    const { id } = await house.db
      .selectFrom('applications')
      .select('id')
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow()
    const about = { organization: 'northside', reason: 'no mail came' }
    expect((await post(`/applications/${id}/resend`, about)).json).toEqual({ mail: 'received' })
    expect(kindOf(await post(`/applications/${id}/resend`, { ...about, organization: 'southside' }))).toBe('not-found')
    const links = (await open.world.inbox.messages(email)).flatMap(message => message.links)
    expect(new Set(links).size).toBe(2)
    for (const link of links) {
      notes('status link', new URL(link).pathname.split('/').at(-1))
      const agent = open.world.browser()
      await agent.open(link)
      expect(agent.page.text).toContain('Your application is here')
    }
    const decision = { kind: 'deny', because: 'no-record' }
    const denied = await post(`/applications/${id}/decide`, { ...about, decision })
    expect(denied.status).toBe(200)
    expect((await post(`/applications/${id}/resend`, about)).json).toEqual({ mail: 'answered' })
    const [last, before] = await open.world.inbox.messages(email)
    expect(last?.text).toBe(before?.text)
  })
})

describe('insurers', () => {
  const secret = 'a secret that an insurer gave out'
  const oidc = {
    id: 'valley-health',
    name: 'Valley Health',
    protocol: 'oidc',
    issuer: 'https://id.valley.example',
    client: { id: 'vestibule', auth: 'client_secret_basic', secret },
    organizations: ['northside'],
  }
  const put = (id: string, body: object, etag: string | null, by = token) =>
    open.call({
      method: 'PUT',
      path: `/admin/v1/insurers/${id}`,
      token: by,
      body,
      headers: { 'if-match': etag ?? '' },
    })

  test('a secret is kept sealed, told to nobody, stays where it is left out, and goes to no other issuer', async () => {
    notes('client secret', secret)
    const made = await post('/insurers', oidc)
    expect([made.status, made.json.has_secret, made.json.managed_by]).toEqual([201, true, 'api'])
    expect(made.text).not.toContain(secret)
    const { secret: _secret, ...client } = oidc.client
    const named = { ...oidc, client, plans: ['Valley HMO'] }
    const kept = await put(oidc.id, named, made.headers.get('etag'))
    expect([kept.status, kept.json.has_secret]).toEqual([200, true])
    const { house } = open.world.app
    const row = await findInsurer(house.db, house.sealer, oidc.id)
    expect(row?.object).toMatchObject({ client: { secret } })
    const elsewhere = { ...named, issuer: 'https://id.elsewhere.example' }
    expect(kindOf(await put(oidc.id, elsewhere, kept.headers.get('etag')))).toBe('invalid-request')
    expect(kindOf(await put(oidc.id, named, made.headers.get('etag')))).toBe('precondition-failed')
    const reference = { ...oidc, id: 'by-reference', client: { ...oidc.client, secret: 'env:DATABASE_URL' } }
    expect(kindOf(await post('/insurers', reference))).toBe('invalid-request')
    const file = { id: 'by-file', name: 'x', protocol: 'saml', metadata_file: 'file:/etc/passwd' }
    expect(kindOf(await post('/insurers', file))).toBe('invalid-request')
  })

  test('one organisation’s operator writes what is offered there alone, and speaks for nobody else’s issuer', async () => {
    const own = { ...oidc, id: 'own-health', issuer: 'https://id.own.example' }
    const create = async (more: object) => outcome(await post('/insurers', { ...own, ...more }, north))
    const beyond = 'organization-out-of-reach'
    expect(await create({ organizations: undefined })).toBe(beyond)
    expect(await create({ organizations: ['northside', 'southside'] })).toBe(beyond)
    expect(await create({ issuer: oidc.issuer })).toBe(beyond)
    expect(await create({ clients: ['console'] })).toBe(beyond)
    const saml = { id: 'own-saml', name: 'Own', protocol: 'saml', metadata_url: 'https://id.own.example/saml' }
    expect(outcome(await post('/insurers', { ...saml, organizations: ['northside'] }, north))).toBe(beyond)
    expect(await create({})).toBe(201)
    const wide = await call({ path: '/admin/v1/insurers/example-health' })
    expect(kindOf(await put('example-health', wide.json.object, wide.headers.get('etag'), north))).toBe(beyond)
    const removed = await open.call({
      method: 'DELETE',
      path: `/admin/v1/insurers/${own.id}`,
      token: north,
      headers: { 'if-match': '"1"' },
    })
    expect(removed.status).toBe(204)
  })

  test('a preview reads what was pasted, reaches no private address, and keeps nothing', async () => {
    const pasted = (metadata: string) => post('/insurers/metadata', { protocol: 'saml', metadata })
    expect((await pasted('<not xml')).json).toMatchObject({ reached: false })
    const described = `<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://id.x.example"><IDPSSODescriptor
      protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><SingleSignOnService
      Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="https://id.x.example/sso"/></IDPSSODescriptor></EntityDescriptor>`
    expect((await pasted(described)).json).toMatchObject({ problem: 'upstream-invalid: no-certificate' })
    const inside = await post('/insurers/metadata', { protocol: 'oidc', address: 'http://169.254.169.254/latest' })
    expect(inside.json).toMatchObject({ reached: false, problem: 'upstream-unavailable: address-refused' })
    const rows = await open.world.database.db.selectFrom('insurer_metadata').select('insurer').execute()
    expect(rows).toEqual([])
  })
})

describe('keys', () => {
  const reason = 'as the test wants it'
  const keysOf = async () =>
    ((await call({ path: '/admin/v1/keys' })).json.items as { kid: string; algorithm: string; state: string }[]).filter(
      ({ algorithm }) => algorithm === 'ES256',
    )
  const published = async () => ((await call({ path: '/jwks' })).json.keys as { kid: string }[]).map(({ kid }) => kid)
  const act = async (kid: string | undefined, what: string, more: object = {}) =>
    outcome(await post(`/keys/${kid}/${what}`, { reason, ...more }))

  test('published, known, active; what signs is never retired, what it signed is waited for', async () => {
    const publish = () => post('/keys', { algorithm: 'ES256', reason })
    expect((await publish()).json.changes).toMatchObject([{ algorithm: 'ES256', to: 'next' }])
    expect(outcome(await publish())).toBe('key-waits')
    const [next, active] = await keysOf()
    expect(await published()).toEqual(expect.arrayContaining([next?.kid, active?.kid]))
    expect(await act(next?.kid, 'activate')).toBe('not-known-yet')
    expect(await act(active?.kid, 'activate')).toBe('not-next')
    expect(await act(active?.kid, 'retire')).toBe('last-active')
    expect(await act('unknown', 'retire')).toBe('not-found')
    await open.world.database.db
      .updateTable('signing_keys')
      .set({ created_at: new Date(now().getTime() - 2 * 86_400_000) })
      .where('kid', '=', next?.kid as string)
      .execute()
    expect(await act(next?.kid, 'activate')).toBe(200)
    expect(await act(active?.kid, 'retire')).toBe('still-verifies')
    expect(await act(active?.kid, 'retire', { leaked: true })).toBe(200)
    expect(await act(active?.kid, 'retire')).toBe('retired-already')
    expect(await published()).not.toContain(active?.kid)
  })

  test('one that leaked is replaced at once by one that waits; of ten at the same moment one does it', async () => {
    await post('/keys', { algorithm: 'ES256', reason })
    const [next, active] = await keysOf()
    const answers = await Promise.all(Array.from({ length: 10 }, () => act(next?.kid, 'activate', { leaked: true })))
    expect(answers.filter(answer => answer === 200)).toHaveLength(1)
    expect(answers.filter(answer => answer === 'not-next')).toHaveLength(9)
    expect((await keysOf()).filter(({ state }) => state === 'active')).toMatchObject([{ kid: next?.kid }])
    expect(await published()).not.toContain(active?.kid)
  })
})

test('queues are read page by page, each once and to the end', async () => {
  const cast = castOf(open)
  for (let count = 0; count < 3; count += 1) {
    await cast.application()
    await cast.prospect()
  }
  for (const queue of ['applications', 'prospects']) {
    const pages: string[][] = []
    let cursor = ''
    do {
      const more = cursor ? `&cursor=${cursor}` : ''
      const { json } = await call({ path: `/admin/v1/${queue}?organization=northside&limit=2${more}` })
      pages.push(json.items.map(({ id }: { id: string }) => id))
      cursor = json.next ?? ''
    } while (cursor)
    const ids = pages.flat()
    expect(new Set(ids).size).toBe(ids.length)
    const whole = await call({ path: `/admin/v1/${queue}?organization=northside&limit=20` })
    expect(ids).toEqual(whole.json.items.map(({ id }: { id: string }) => id))
    expect(pages.length).toBeGreaterThanOrEqual(2)
  }
})

test('an organisation’s own words stand under the rules of files, and within its walls', async () => {
  const path = '/branding/southside/texts'
  const words = (texts: object) => ({ id: 'southside', texts })
  const unfit = async (texts: object) => (await post(path, words(texts))).json.errors?.[0]?.path
  expect(await unfit({ 'no.such.text': { en: 'a', es: 'b' } })).toBe('body.texts.no.such.text')
  expect(await unfit({ 'sign-in.title': { en: 'Welcome, {name}', es: 'Hola' } })).toContain('body.texts.sign-in.title')
  expect(await unfit({ 'sign-in.title': { en: 'Welcome' } })).toContain('es')
  const title = { en: 'Welcome to Southside', es: 'Le damos la bienvenida' }
  const made = await post(path, words({ 'sign-in.title': title }))
  expect([made.status, made.headers.get('etag')]).toEqual([201, '"1"'])
  expect(outcome(await post(path, words({ 'sign-in.title': title }), north))).toBe('role-forbids')
  const byNorth = await open.signIn(open.staff.find(({ name }) => name === 'owner-northside') as Staff)
  expect(kindOf(await open.call({ path: `/admin/v1${path}`, token: byNorth }))).toBe('not-found')
  expect(outcome(await post(path, words({ 'sign-in.title': title }), byNorth))).toBe('not-found')
  const { json } = await call({ path: '/admin/v1/branding/texts?limit=200' })
  expect(json.items[0]).toEqual({ id: expect.any(String), en: expect.any(String), es: expect.any(String) })
  expect(json.next).toEqual(expect.any(String))
})

test('a colour that does not read is told with the one that is drawn', async () => {
  const { json } = await post('/branding/preview', { accent: '#f2c94c' })
  const { light, dark } = json.contrast
  expect(light).toMatchObject({ chosen: '#f2c94c', on_paper: { chosen: 1.58 } })
  expect(light.drawn).not.toBe('#f2c94c')
  for (const shade of [light, dark]) {
    expect(shade.on_paper.drawn).toBeGreaterThanOrEqual(4.5)
    expect(shade.text_on_it.contrast).toBeGreaterThanOrEqual(4.5)
  }
  expect((await post('/branding/preview', {})).json).toEqual({})
})

test('what somebody changed since a file wrote it is drift', async () => {
  const drift = async () => (await call({ path: '/admin/v1/settings/drift' })).json.items
  expect(await drift()).toEqual([])
  // a new secret is given in an emergency to what files keep as well
  const rotated = await post('/clients/northside-portal/rotate-secret', { reason: 'it leaked' })
  notes('client secret', rotated.json.secret)
  expect(await drift()).toEqual([
    { kind: 'client', id: 'northside-portal', managed_by: 'file', version: 2, file_version: 1 },
  ])
})
