/** Access to the operator API: every route × caller × organisation against the table, and what takes it away. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { accessTable, adminScopes, roleMay } from '../../src/core/operator-access.ts'
import type { Route } from '../../src/operator/api/contract.ts'
import { routes } from '../../src/operator/api/index.ts'
import { clock } from '../driver/clock.ts'
import { linkToSelf } from '../driver/links.ts'
import { importPatient, setAccountStatus } from '../driver/people.ts'
import { type ApiAnswer, type OperatorWorld, openOperatorWorld, type Staff } from './world.ts'

let open: OperatorWorld
const tokens = new Map<string, string>()
beforeAll(async () => {
  open = await openOperatorWorld()
  for (const who of open.staff) tokens.set(who.name, await open.signIn(who))
  for (const client of ['everything', 'south', 'reader']) tokens.set(client, await open.programToken(client))
}, 60_000)
afterEach(() => clock.reset())
afterAll(() => open.close())

const kindOf = ({ json }: ApiAnswer) => String(json?.type ?? '').replace('urn:vestibule:problem:', '')
const exampleOf = (route: Route, organization: string) => {
  const { params = {}, query = {}, body, text, type } = route.example
  const named = (given: object) => ('organization' in given ? { ...given, organization } : given)
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? 'none')
  const search = new URLSearchParams(named(query) as Record<string, string>).toString()
  return {
    method: route.method,
    path: `/admin/v1${path}${search ? `?${search}` : ''}`,
    ...(body === undefined ? {} : { body: named(body as object) }),
    ...(text === undefined ? {} : { text }),
    headers: { ...(route.isGuarded ? { 'if-match': '"1"' } : {}), ...(type ? { 'content-type': type } : {}) },
  }
}

/** What the table says of a person and a route, in the order in which it is asked; undefined where they may. */
function refusalFor(
  who: Pick<Staff, 'role' | 'organizations'>,
  route: Route,
  organization: string,
): string | undefined {
  if (!roleMay(who.role, route.resource, route.verb, route.id)) return 'role-forbids'
  if (accessTable[route.resource].reach === 'installation' && who.organizations) return 'organization-out-of-reach'
  if (route.organization === 'one' && who.organizations && !who.organizations.includes(organization))
    return 'organization-out-of-reach'
  return undefined
}

describe('every route', () => {
  test.each(routes.map(route => [route.id, route] as const))('%s', async (_id, route) => {
    const refused: object[] = []
    const expected: object[] = []
    const ask = async (caller: string, organization: string, wanted: string | undefined) => {
      const token = tokens.get(caller)
      const answer = await open.call({ ...exampleOf(route, organization), ...(token ? { token } : {}) })
      const isAccessProblem = [401, 403].includes(answer.status)
      const about = { caller, organization }
      refused.push({ ...about, refusal: isAccessProblem ? kindOf(answer) : undefined, fault: answer.status >= 500 })
      expected.push({ ...about, refusal: wanted, fault: false })
    }
    for (const organization of ['northside', 'southside', 'nowhere'])
      for (const who of open.staff) {
        const isNowhere = organization === 'nowhere' && route.organization === 'one'
        // what a caller of one organisation may not touch of the installation is the route's own word
        const own = ownRefusal(route, who)
        const wanted = refusalFor(who, route, organization) ?? (isNowhere ? 'organization-out-of-reach' : own)
        const isAsked = organization !== 'nowhere' || who.role === 'owner'
        if (isAsked && (organization === 'northside' || route.organization === 'one'))
          await ask(who.name, organization, wanted)
      }
    await ask('nobody', 'northside', 'unauthenticated')
    const lacking = 'insufficient-scope'
    const isReaders = route.resource === 'organizations' && route.verb === 'read'
    await ask('reader', 'northside', isReaders ? undefined : lacking)
    const isInstallation = accessTable[route.resource].reach === 'installation'
    const southOnNorth =
      isInstallation || (route.organization === 'one' && !route.isDangerous)
        ? 'organization-out-of-reach'
        : route.isDangerous
          ? 'person-needed'
          : ownRefusal(route, { organizations: ['southside'] })
    await ask('south', 'northside', southOnNorth)
    const isForPeople = route.isDangerous || route.id === 'messages.test'
    await ask('everything', 'northside', isForPeople ? 'person-needed' : undefined)
    expect(refused).toEqual(expected)
  })

  /** Routes that say by themselves what only the whole installation's operators may do, or what is not theirs. */
  function ownRefusal(route: Route, who: Partial<Pick<Staff, 'role' | 'organizations'>>): string | undefined {
    if (route.id === 'factor-resets.confirm' && who.role === 'help-desk') return 'role-forbids'
    if (!who.organizations) return undefined
    if (route.id === 'organizations.create' || route.id === 'audit-events.verify') return 'organization-out-of-reach'
    if (route.id === 'branding.create' && !who.organizations.includes('southside')) return 'organization-out-of-reach'
    const isTheirs = who.organizations.includes('northside')
    if (['clients.create', 'insurers.create'].includes(route.id) && !isTheirs) return 'organization-out-of-reach'
    return undefined
  }
})

test('a patient who signs in through the same client gets nothing anywhere', async () => {
  const token = await open.signIn(open.patient)
  for (const route of routes) {
    const answer = await open.call({ ...exampleOf(route, 'northside'), token })
    expect([route.id, answer.status, kindOf(answer)]).toEqual([route.id, 403, 'not-an-operator'])
  }
}, 30_000)

test('a portal gets no such token, and its own tokens open nothing', async () => {
  const portal = await open.world.portal()
  const begun = await portal.begins({ resource: 'urn:vestibule:admin', scope: `openid ${adminScopes.join(' ')}` })
  const back = await open.world.browser().open(begun.url.href)
  expect(new URL(back.url).searchParams.get('error')).toBe('invalid_target')
  const answer = await open.call({ path: '/admin/v1/organizations', token: 'x'.repeat(43) })
  expect(answer.status).toBe(401)
  expect(answer.headers.get('www-authenticate')).toContain('error="invalid_token"')
  expect(answer.json).toMatchObject({ status: 401, reference: expect.stringMatching(/^\w{3}-\w{3}$/) })
})

test('what is dangerous takes a sign-in of the last five minutes', async () => {
  const token = await open.signIn(open.owner)
  const rotate = { method: 'POST', path: '/admin/v1/keys/rotate', body: { reason: 'before they are due' }, token }
  expect((await open.call(rotate)).status).toBe(200)
  clock.advance(301)
  const late = await open.call(rotate)
  expect([late.status, kindOf(late)]).toEqual([401, 'step-up-needed'])
  expect(late.headers.get('www-authenticate')).toMatch(
    /insufficient_user_authentication.*acr_values="urn:vestibule:aal2", max_age="300"/,
  )
  expect((await open.call({ path: '/admin/v1/keys', token })).status).toBe(200)
})

describe('what is taken back works no more, at once', () => {
  const list = (token: string) => open.call({ path: '/admin/v1/organizations', token })

  test('a role, by another owner', async () => {
    const who = open.staff.find(({ name }) => name === 'viewer-all') as Staff
    const [token, byOwner] = [await open.signIn(who), await open.signIn(open.owner)]
    expect((await list(token)).status).toBe(200)
    const path = `/admin/v1/operators/${who.accountId}`
    const body = { role: 'viewer', ended: true, reason: 'has left the clinic' }
    const ended = await open.call({ method: 'PUT', path, token: byOwner, body, headers: { 'if-match': '"1"' } })
    expect(ended.status).toBe(200)
    expect(ended.json).toMatchObject({ status: 'ended', version: 2 })
    // the session ended with the role, and its token with the session
    expect((await list(token)).status).toBe(401)
    expect(kindOf(await list(await open.signIn(who)))).toBe('not-an-operator')
  })

  test('an account', async () => {
    const who = open.staff.find(({ name }) => name === 'viewer-northside') as Staff
    const token = await open.signIn(who)
    await setAccountStatus(open.world.database.db, who.accountId, 'disabled')
    expect(kindOf(await list(token))).toBe('not-an-operator')
  })

  test('a scope of the client', async () => {
    const token = await open.programToken('reader')
    expect((await list(token)).status).toBe(200)
    const { db } = open.world.database
    const { object } = await db
      .selectFrom('clients')
      .select('object')
      .where('id', '=', 'reader')
      .executeTakeFirstOrThrow()
    const { admin: _admin, ...without } = object as { admin: unknown }
    await db
      .updateTable('clients')
      .set({ object: JSON.stringify(without) })
      .where('id', '=', 'reader')
      .execute()
    expect((await list(token)).status).toBe(401)
  })
})

describe('organisations are walls', () => {
  test('whoever acts for one gives its clients nothing that reaches beyond it', async () => {
    const token = await open.signIn(open.staff.find(({ name }) => name === 'security-southside') as Staff)
    const body = {
      id: 'southside-portal',
      name: { en: 'Southside portal' },
      organization: 'southside',
      redirect_uris: ['https://portal.southside.example/callback'],
      auth: { method: 'client_secret_basic' },
    }
    const create = async (more: object) => {
      const answer = await open.call({ method: 'POST', path: '/admin/v1/clients', token, body: { ...body, ...more } })
      return answer.status === 201 ? 'made' : kindOf(answer)
    }
    const beyond = 'organization-out-of-reach'
    expect(await create({ organization: 'northside' })).toBe(beyond)
    expect(await create({ organization: undefined })).toBe(beyond)
    expect(await create({ introspection: 'any' })).toBe(beyond)
    // the names that northside's portals know people by
    expect(await create({ sector: 'northside' })).toBe(beyond)
    expect(await create({ admin: { scopes: ['patients:read'], organizations: ['southside'] } })).toBe('role-forbids')
    expect(await create({ sector: 'southside' })).toBe('made')
    const theirs = await open.call({ path: '/admin/v1/clients/northside-portal', token })
    expect(theirs.status).toBe(404)
  })

  test('an operator is no case for the help desk, whoever linked them', async () => {
    const { house } = open.world.app
    const born = { given: 'Wilhelmina', family: 'Quackenbush', birthDate: '1984-03-27' }
    await linkToSelf(house, open.owner.accountId, await importPatient(house, born))
    const token = await open.signIn(open.staff.find(({ name }) => name === 'help-desk-northside') as Staff)
    const body = { grounds: { in_person: 'passport' }, reason: 'they stand here' }
    const path = `/admin/v1/accounts/${open.owner.accountId}`
    for (const act of ['recover', 'unlock'])
      expect((await open.call({ method: 'POST', path: `${path}/${act}`, token, body })).status).toBe(404)
    expect((await open.call({ path, token })).status).toBe(404)
  })
})

test('nobody gives more than they have, nor changes their own role, nor leaves the installation without an owner', async () => {
  const north = open.staff.find(({ name }) => name === 'owner-northside') as Staff
  const [token, byOwner] = [await open.signIn(north), await open.signIn(open.owner)]
  const body = {
    username: 'dana.helps',
    name: { given: 'Dana', family: 'Fieldstone' },
    email: 'dana@clinic.example',
    phone: '+13125550162',
    role: 'owner',
    reason: 'joins the desk',
  }
  const create = (organizations: readonly string[] | undefined) =>
    open.call({ method: 'POST', path: '/admin/v1/operators', token, body: { ...body, organizations } })
  expect(kindOf(await create(undefined))).toBe('beyond-own-organizations')
  expect(kindOf(await create(['southside']))).toBe('beyond-own-organizations')
  expect((await create(['northside'])).status).toBe(201)
  const change = (id: string, by: string) =>
    open.call({
      method: 'PUT',
      path: `/admin/v1/operators/${id}`,
      token: by,
      body: { role: 'viewer', reason: 'other work' },
      headers: { 'if-match': '"1"' },
    })
  expect(kindOf(await change(open.owner.accountId, byOwner))).toBe('own-role')
  expect(kindOf(await change(open.owner.accountId, token))).toBe('not-found')
})
