/** The console over HTTP, without scripts: who gets in, what each sees, and that no form ever loses what was typed. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { consoleClientId } from '../../src/core/console/client.ts'
import { clientObject } from '../../src/core/objects/client.ts'
import { accessTable, operatorRoles, roleMayUse } from '../../src/core/operator-access.ts'
import { routes } from '../../src/operator/api/index.ts'
import { problemNames } from '../../src/operator/api/problems.ts'
import { areas } from '../../src/operator/console/pages/index.ts'
import { consoleTexts } from '../../src/operator/index.ts'
import type { Agent } from '../driver/agent.ts'
import { notes } from '../driver/canaries.ts'
import { clock } from '../driver/clock.ts'
import { wordsIn } from '../driver/words.ts'
import { openWorld } from '../driver/world.ts'
import { castOf } from './cast.ts'
import { type Desk, deskOf } from './console-desk.ts'
import { type OperatorWorld, openOperatorWorld } from './world.ts'

let open: OperatorWorld
let desk: Desk
beforeAll(async () => {
  open = await openOperatorWorld()
  desk = deskOf(open)
}, 60_000)
afterEach(() => clock.reset())
afterAll(() => open.close())

const say = wordsIn('en')
const pool = () => open.world.database.pool
const clientRow = async (id: string) =>
  (await pool().query('select object, version from clients where id = $1', [id])).rows[0] as
    | { object: { name: { en: string }; scopes: string[] }; version: number }
    | undefined
const addressOf = (agent: Agent) => new URL(agent.current?.url ?? '')
const typed = (agent: Agent, address: string) =>
  agent.page.forms.find(form => form.action.endsWith(address))?.fields ?? {}
const secretOf = (agent: Agent): string => {
  const [, secret] = /<code class="big">([\w-]{20,})<\/code>/.exec(agent.current?.body ?? '') ?? []
  if (!secret) throw new Error(`no secret on "${agent.page.heading}"`)
  notes('client secret', secret)
  return secret
}
const newClient = (id: string) => ({
  id,
  name_en: 'Eastside portal',
  redirect_uris: 'https://portal.eastside.example/callback\r\nhttps://portal.eastside.example/other',
  organization: 'northside',
  method: 'client_secret_basic',
  scopes: ['openid', 'email'],
})

describe('who gets in', () => {
  test.each(operatorRoles)('%s sees in the menu what the table lets them read, and no more', async role => {
    const agent = await desk.signsIn(desk.staff(role))
    expect(agent.current?.status).toBe(200)
    expect(agent.page.heading).toBe(say('console.overview'))
    const menu = areas.flatMap(area => area.menu ?? [])
    const links = agent.page.links.map(({ href }) => href)
    for (const { href, resource } of menu)
      expect([href, links.includes(href)]).toEqual([href, roleMayUse(role, resource, 'read')])
    for (const { href, resource } of menu.filter(each => accessTable[each.resource].reach === 'organization')) {
      const answer = await agent.open(desk.url(href))
      // an organisation has to be chosen before anything is asked for it
      const isChoice = addressOf(agent).pathname === '/console/organization'
      expect([href, isChoice || answer.status === 200 || !roleMayUse(role, resource, 'read')]).toEqual([href, true])
    }
  })

  test('whoever works for one organisation need not choose; a viewer is told nothing of people', async () => {
    const agent = await desk.signsIn(
      desk.staff('viewer', 'northside'),
      '/console/people/01900000-0000-7000-8000-000000000002',
    )
    expect(agent.current?.status).toBe(403)
    expect(agent.page.heading).toBe(say('console.forbidden'))
    expect(agent.page.text).toContain(say('console.problem.role-forbids'))
  })

  test('a patient gets a kind page and nothing else, wherever they knock', async () => {
    const agent = await desk.signsIn(open.patient, '/console/clients')
    expect(agent.current?.status).toBe(403)
    expect(agent.page.heading).toBe(say('console.stranger.title'))
    for (const path of ['/console', '/console/clients/northside-portal', '/console/no-such-page']) {
      const answer = await agent.open(desk.url(path))
      expect([path, answer.status, answer.page.heading]).toEqual([path, 403, say('console.stranger.title')])
      expect(answer.body).not.toContain('northside-portal')
    }
    expect(
      (await pool().query('select from console_sessions where account_id = $1', [open.patient.accountId])).rowCount,
    ).toBe(0)
  })

  test('what is not there looks, to somebody who is not signed in, like what is', async () => {
    for (const path of ['/console/clients', '/console/nothing', '/console/clients/nobody/delete']) {
      const agent = open.world.browser()
      const answer = await agent.open(desk.url(path))
      expect([path, answer.page.heading]).toEqual([path, say('sign-in.title')])
    }
    const agent = await desk.signsIn(open.owner, '/console/nothing')
    expect(addressOf(agent).pathname).toBe('/console')
    expect((await agent.open(desk.url('/console/nothing'))).status).toBe(404)
    expect(agent.page.heading).toBe(say('console.missing'))
    expect((await agent.open(desk.url('/console/clients/nobody'))).status).toBe(404)
  })

  test('an operator who is none any more is out at once; so is one whose sessions were ended', async () => {
    const viewer = desk.staff('viewer', 'southside')
    const agent = await desk.signsIn(viewer)
    await open.world.app.oidc.endSessionsOfAccount(viewer.accountId, 'test')
    expect((await agent.open(desk.url('/console/clients'))).page.heading).toBe(say('sign-in.title'))
    const other = await desk.signsIn(viewer)
    await pool().query('update operators set ended_at = now() where account_id = $1', [viewer.accountId])
    expect((await other.open(desk.url('/console/clients'))).page.heading).toBe(say('console.stranger.title'))
  })

  test('one cookie alone opens nothing, and after signing out neither does both', async () => {
    const agent = await desk.signsIn(open.owner)
    const cookies = await agent.jar.getCookies(open.world.issuer)
    const session = cookies.filter(({ key }) => key.includes('vst_console'))
    expect(session).toHaveLength(1)
    expect(session[0]).toMatchObject({ httpOnly: true, sameSite: 'lax', path: '/' })
    const thief = open.world.browser()
    for (const cookie of session) await thief.jar.setCookie(cookie, open.world.issuer)
    expect((await thief.open(desk.url('/console'))).page.heading).toBe(say('sign-in.title'))

    const copy = agent.tab()
    const kept = await agent.jar.clone()
    await agent.sendTo('/console/sign-out')
    expect(agent.page.heading).toBe(say('view.logout.title'))
    await agent.post(agent.formFor().action, { ...agent.formFor().fields, logout: 'yes' })
    expect(addressOf(agent).pathname).toBe('/console/signed-out')
    expect(agent.page.heading).toBe(say('view.logout.done.title'))
    expect((await copy.open(desk.url('/console'))).page.heading).toBe(say('sign-in.title'))
    const before = open.world.browser()
    for (const cookie of await kept.getCookies(open.world.issuer)) await before.jar.setCookie(cookie, open.world.issuer)
    expect((await before.open(desk.url('/console'))).page.heading).toBe(say('sign-in.title'))
  })

  test('a token that has run out is renewed while the sign-in lasts', async () => {
    const agent = await desk.signsIn(open.owner)
    for (const minute of [11, 22, 33, 44]) {
      clock.advance(11 * 60)
      expect([minute, (await agent.open(desk.url('/console/clients'))).page.heading]).toEqual([
        minute,
        say('console.clients'),
      ])
    }
    clock.advance(31 * 60)
    expect((await agent.open(desk.url('/console/clients'))).page.heading).toBe(say('sign-in.title'))
  })
})

describe('a form', () => {
  test('with mistakes comes back with what was typed, and says at each field what is wanted', async () => {
    const agent = await desk.signsIn(open.owner, '/console/clients/new', { language: 'es' })
    const spanish = wordsIn('es')
    await agent.sendTo('/create', { ...newClient('Not An Id'), redirect_uris: 'nowhere', name_en: '' })
    expect(agent.current?.status).toBe(422)
    expect(agent.page.title).toMatch(/^Error:/)
    expect(typed(agent, '/create')).toMatchObject({
      id: 'Not An Id',
      redirect_uris: 'nowhere',
      organization: 'northside',
    })
    expect(
      agent.page.forms.find(({ action }) => action.endsWith('/create'))?.entries.filter(([name]) => name === 'scopes'),
    ).toEqual([
      ['scopes', 'openid'],
      ['scopes', 'email'],
    ])
    for (const id of ['id.wanted', 'name.wanted', 'redirect-uris.wanted'])
      expect(agent.page.text.replaceAll(' ,', ',')).toContain(spanish(`console.clients.${id}`))
    expect(await clientRow('not an id')).toBeUndefined()
  })

  test('that is sent twice does it once, and answers the same', async () => {
    const agent = await desk.signsIn(open.owner, '/console/clients/new')
    const double = agent.tab()
    await agent.sendTo('/create', newClient('eastside-twice'))
    const secret = secretOf(agent)
    await double.sendTo('/create', newClient('eastside-twice'))
    expect(secretOf(double)).toBe(secret)
    expect(await clientRow('eastside-twice')).toMatchObject({ version: 1 })
    // the same press with other words is another wish: nothing is done, nothing is lost
    const third = open.world.browser()
    await third.open(desk.url('/console'))
    await desk.confirms(third, open.owner)
    await third.open(desk.url('/console/clients/new'))
    const back = third.tab()
    await third.sendTo('/create', newClient('eastside-third'))
    secretOf(third)
    await back.sendTo('/create', newClient('eastside-fourth'))
    expect([back.current?.status, typed(back, '/create').id]).toEqual([422, 'eastside-fourth'])
    expect(back.page.text).toContain(say('console.problem.idempotency-key-reused'))
    await back.sendTo('/create')
    secretOf(back)
    expect(await clientRow('eastside-fourth')).toBeDefined()
  })

  test('whose thing somebody else changed shows both, and may be sent again', async () => {
    const [mine, theirs] = [await desk.signsIn(open.owner), await desk.signsIn(desk.staff('security'))]
    await mine.open(desk.url('/console/clients/eastside-twice/edit'))
    await theirs.open(desk.url('/console/clients/eastside-twice/edit'))
    await theirs.sendTo('/save', { name_en: 'Theirs' })
    expect(addressOf(theirs).search).toBe('?notice=saved')
    expect(theirs.page.text).toContain(say('console.notice.saved'))
    await mine.sendTo('/save', { name_en: 'Mine', scopes: ['openid', 'phone'] })
    expect(mine.current?.status).toBe(412)
    expect(typed(mine, '/save').name_en).toBe('Mine')
    expect(mine.page.text).toContain(`${say('view.console.stands-now')} Theirs`)
    expect(await clientRow('eastside-twice')).toMatchObject({ object: { name: { en: 'Theirs' } } })
    await mine.sendTo('/save')
    expect(await clientRow('eastside-twice')).toMatchObject({
      object: { name: { en: 'Mine' }, scopes: ['openid', 'phone'] },
      version: 3,
    })
    // a mistake that is corrected writes over nobody's change unseen
    await mine.open(desk.url('/console/clients/eastside-twice/edit'))
    await theirs.open(desk.url('/console/clients/eastside-twice/edit'))
    await theirs.sendTo('/save', { start_url: 'https://portal.eastside.example/began' })
    await mine.sendTo('/save', { name_en: '' })
    expect(mine.current?.status).toBe(422)
    expect(mine.page.text).toContain(`${say('view.console.stands-now')} https://portal.eastside.example/began`)
    await mine.sendTo('/save', { name_en: 'Mine', start_url: 'https://portal.eastside.example/began' })
    expect(await clientRow('eastside-twice')).toMatchObject({ object: { name: { en: 'Mine' } }, version: 4 })
  })

  test('that needs a fresh sign-in waits, filled in, until there is one', async () => {
    const agent = await desk.signsIn(open.owner, '/console/clients/eastside-twice')
    clock.advance(6 * 60)
    await agent.sendTo('/rotate-secret', { reason: 'yearly change of harbors' })
    expect(agent.page.heading).toBe(say('sign-in.title'))
    const { rows } = await pool().query('select content_sealed from console_forms')
    expect(rows.length).toBe(1)
    await desk.confirms(agent, open.owner)
    expect(agent.page.text).toContain(say('console.notice.kept'))
    expect(typed(agent, '/rotate-secret').reason).toBe('yearly change of harbors')
    expect(agent.current?.body).toMatch(/<details class="part danger folded" open/)
    const before = await clientRow('eastside-twice')
    await agent.sendTo('/rotate-secret')
    secretOf(agent)
    expect((await clientRow('eastside-twice'))?.version).toBe((before?.version ?? 0) + 1)
    expect((await pool().query('select from console_forms')).rowCount).toBe(0)
  })

  test('whose session ran out meanwhile waits for whoever typed it, and for nobody else', async () => {
    const security = desk.staff('security')
    const agent = await desk.signsIn(security, '/console/clients/eastside-twice/edit')
    clock.advance(13 * 3600)
    await agent.sendTo('/save', { name_en: 'Typed for a long time' })
    expect(agent.page.heading).toBe(say('sign-in.title'))
    const tab = agent.tab()
    await desk.confirms(agent, security)
    expect(typed(agent, '/save').name_en).toBe('Typed for a long time')
    const kept = agent.current?.url as string
    // somebody else in the same browser
    await tab.open(desk.url('/logout'))
    await tab.post(tab.formFor().action, { ...tab.formFor().fields, logout: 'yes' })
    await tab.open(kept)
    await desk.confirms(tab, open.owner)
    expect(tab.page.heading).toContain('Mine')
    expect(tab.current?.body).not.toContain('Typed for a long time')
    const back = open.world.browser()
    await back.open(kept)
    await desk.confirms(back, security)
    expect(back.current?.body).not.toContain('Typed for a long time')
  })

  test('is refused without its token, from elsewhere, and with the token of another form', async () => {
    const agent = await desk.signsIn(open.owner, '/console/clients/eastside-twice')
    const address = desk.url('/console/clients/eastside-twice/delete')
    const form = typed(agent, '/delete')
    const other = typed(agent, '/rotate-secret')
    for (const csrf of ['', 'nonsense', other.csrf ?? '']) {
      const answer = await agent.post(address, { ...form, csrf })
      expect(answer.status).toBe(422)
      expect(answer.page.text).toContain(say('console.problem.stale'))
    }
    expect((await agent.post(address, form, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    const security = await desk.signsIn(desk.staff('security'), '/console/clients/eastside-twice')
    expect((await security.post(address, form)).status).toBe(422)
    const stranger = open.world.browser()
    expect((await stranger.post(address, form)).status).toBe(403)
    expect(await clientRow('eastside-twice')).toBeDefined()
    const viewer = await desk.signsIn(desk.staff('viewer'), '/console/clients/eastside-twice')
    expect(viewer.page.forms.some(({ action }) => action.endsWith('/delete'))).toBe(false)
    await agent.open(desk.url('/console/clients/eastside-twice'))
    await agent.sendTo('/delete')
    expect(agent.page.text).toContain(say('console.notice.deleted'))
    expect(await clientRow('eastside-twice')).toBeUndefined()
  })

  test('a GET changes nothing, whatever it asks for', async () => {
    const agent = await desk.signsIn(open.owner)
    const tables = ['clients', 'console_forms', 'console_sessions', 'idempotent_answers', 'operators', 'accounts']
    const count = async () =>
      Promise.all(
        tables.map(
          async table => (await pool().query(`select count(*), max(xmin::text::bigint) from ${table}`)).rows[0],
        ),
      )
    const before = await count()
    for (const path of ['', '/clients', '/clients/new', '/clients/northside-portal', '/organization', '/people'])
      await agent.open(desk.url(`/console${path}`))
    for (const path of ['/clients/northside-portal/delete', '/clients/new/create', '/sign-out', '/organization/choose'])
      expect((await agent.open(desk.url(`/console${path}`))).status).toBe(404)
    expect(await count()).toEqual(before)
  })

  test('what a file describes can be read only', async () => {
    const agent = await desk.signsIn(open.owner, '/console/clients/northside-portal')
    expect(agent.page.text).toContain(say('console.managed-by-file'))
    expect(agent.page.links.some(({ href }) => href.endsWith('/edit'))).toBe(false)
    await agent.open(desk.url('/console/clients/northside-portal/edit'))
    await agent.sendTo('/save', { name_en: 'Mine now' })
    expect(agent.current?.status).toBe(409)
    expect(agent.page.text).toContain(say('console.problem.managed-by-file'))
  })
})

test('a console that is turned off is not there, and its client gets nothing', async () => {
  const world = await openWorld({ settings: { console: { enabled: false } } })
  try {
    expect((await world.browser().open(`${world.issuer}/console`)).status).toBe(404)
    const query = new URLSearchParams({ client_id: consoleClientId, response_type: 'code' })
    expect((await world.browser().open(`${world.issuer}/authorize?${query}`)).status).toBe(400)
  } finally {
    await world.close()
  }
})

describe('people', () => {
  test('are found exactly, with a reason, for one organisation; nothing of it stands in an address', async () => {
    const { accountId, phone } = await castOf(open).account('wilhelmina.harbor')
    const agent = await desk.signsIn(desk.staff('help-desk'), '/console/people')
    expect(agent.page.heading).toBe(say('console.organization'))
    await agent.sendTo('/choose', { chosen: 'elsewhere' })
    expect(agent.page.text).toContain(say('console.organization.wanted'))
    await agent.sendTo('/choose', { chosen: 'southside' })
    expect(addressOf(agent).pathname).toBe('/console/people')
    await agent.sendTo('/search', { by: 'phone', value: phone, reason: 'they called us' })
    expect(agent.page.text).toContain(say('console.people.nobody'))
    await agent.open(desk.url('/console/organization'))
    await agent.sendTo('/choose', { chosen: 'northside' })
    await agent.open(desk.url('/console/people'))
    await agent.sendTo('/search', { by: 'phone', value: phone, reason: '' })
    expect([agent.current?.status, typed(agent, '/search').value]).toEqual([422, phone])
    expect(agent.page.text).toContain(say('console.field.reason.wanted'))
    await agent.sendTo('/search', { reason: 'they called us' })
    expect([agent.current?.status, addressOf(agent).href]).toEqual([200, desk.url('/console/people/search')])
    expect(agent.page.text).toContain(say('console.people.found', { count: 1 }))
    await agent.open(desk.url(`/console/people/${accountId}`))
    expect(agent.page.heading).toBe('Rosalinda Quintanilla')
    expect(agent.current?.body).not.toContain(phone)
    for (const heading of ['about', 'records', 'factors', 'sessions', 'messages'])
      expect(agent.page.text).toContain(say(`console.person.${heading}`))
  })
})

test('the console’s own client can be described by nobody else', () => {
  const portal = { name: { en: 'Mine' }, redirect_uris: ['https://x.example/'], auth: { method: 'none' } }
  expect(clientObject.safeParse({ ...portal, id: 'mine' }).success).toBe(true)
  expect(clientObject.safeParse({ ...portal, id: consoleClientId }).success).toBe(false)
})

test('every problem of the API and every refusal of a route has words', () => {
  // these lead to a sign-in
  const signIn = ['unauthenticated', 'step-up-needed']
  const kinds = [
    ...problemNames.filter(name => !signIn.includes(name)),
    ...routes.flatMap(({ refusals = [] }) => refusals),
  ]
  expect(kinds.filter(kind => !(`console.problem.${kind}` in consoleTexts))).toEqual([])
})
