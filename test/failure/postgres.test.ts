import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { now } from '../../src/platform/index.ts'
import { createOperator } from '../../src/store/operators.ts'
import type { Agent } from '../driver/agent.ts'
import { seedAccount } from '../driver/people.ts'
import type { Begun, Portal } from '../driver/portal.ts'
import { type RawAnswer, sendRaw } from '../driver/raw.ts'
import { until } from '../driver/until.ts'
import { openWorld, portalSecret, type World } from '../driver/world.ts'
import { type OwnServer, openOwnServer } from './own-server.ts'

/** The database goes and comes back, or has no connection left: the process lives, says so, and recovers by itself. */
const [username, password, phone] = ['wilhelmina.applegarth', 'a wooden bridge over cold water', '+13125550133']
const authorization = `Basic ${btoa(`northside-portal:${encodeURIComponent(portalSecret).replaceAll('%20', '+')}`)}`

let server: OwnServer
let world: World
let portal: Portal
beforeAll(async () => {
  server = await openOwnServer()
  world = await openWorld({ takeJobs: true, settings: { database: { wait_ms: 2000 } } })
  portal = await world.portal()
  await seedAccount(world.app.house, { username, password, phone, factors: ['text-code'] })
})
afterAll(async () => {
  try {
    await world?.close()
  } finally {
    await server.remove()
  }
})

async function atSignIn(): Promise<{ agent: Agent; begun: Begun }> {
  const [agent, begun] = [world.browser(), await portal.begins()]
  await agent.open(begun.url.href)
  return { agent, begun }
}
/** An operator at a form of the console. */
async function atConsole(): Promise<Agent> {
  const [operator, number] = ['ottoline.applegarth', '+13125550135']
  const person = { username: operator, password, phone: number, factors: ['text-code'], population: 'staff' } as const
  const accountId = await seedAccount(world.app.house, person)
  await world.app.house.db
    .transaction()
    .execute(tx => createOperator(tx, { role: 'owner', accountId, createdBy: 'test' }, now()))
  const agent = world.browser()
  await agent.open(`${world.issuer}/console/clients/new`)
  await agent.submit({ username: operator, password, passkey_ready: '' })
  await agent.finish({ code: await world.inbox.latestCode(number) })
  return agent
}
const get = (target: string) => sendRaw(world.issuer, { target })
const post = (target: string, fields: Record<string, string>) =>
  sendRaw(world.issuer, {
    method: 'POST',
    target,
    headers: { authorization, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  })
const healthy = async () => (await fetch(`http://127.0.0.1:${world.operationsPorts[0]}/health/ready`)).status
const alive = async () => (await fetch(`http://127.0.0.1:${world.operationsPorts[0]}/health/live`)).status

function isAway(
  answer: Pick<RawAnswer, 'status' | 'body' | 'page'> & { headers: { get(name: string): string | null } },
) {
  expect(answer.status).toBe(503)
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(answer.body).not.toMatch(/ECONN|Postgres|postgres|pg_|\bat \S+ \(|timeout exceeded/)
}
function isAwayPage(answer: Parameters<typeof isAway>[0]) {
  isAway(answer)
  expect(answer.page.language).toBe('en')
  expect(answer.page.text).toMatch(/\b[2-9A-HJ-NP-Z]{3}-[2-9A-HJ-NP-Z]{3}\b/)
  // what was last read of the clinic is still shown: its phone is what helps now
  expect(answer.page.text).toContain('+15550100100')
}

describe('while Postgres is away', () => {
  let waiting: Awaited<ReturnType<typeof atSignIn>>
  let atCode: Awaited<ReturnType<typeof atSignIn>>
  let atDesk: Agent
  beforeAll(async () => {
    waiting = await atSignIn()
    atDesk = await atConsole()
    atCode = await atSignIn()
    await atCode.agent.submit({ username, password })
    // the job that sends is cut off otherwise, and counts as a dead worker's for a minute
    await until(async () => (await world.inbox.messages(phone)).length > 0, 30_000)
    await server.stop()
  })

  test('pages say so, and when to come back', async () => {
    const { agent, begun } = waiting
    const form = agent.formFor()
    const url = new URL(form.action, agent.current?.url).href
    const submitted = await agent.tab().post(url, { ...form.fields, username, password })
    isAwayPage(submitted)
    expect(submitted.body).not.toContain(password)
    isAwayPage(await get(`${begun.url.pathname}${begun.url.search}`))
    isAwayPage(await agent.tab().open(agent.current?.url ?? ''))
    isAwayPage(await get('/flow/0190a1b2-0000-7000-8000-000000000000'))
  })

  test('a form of the console waits in its own page', async () => {
    const redirect_uris = 'https://portal.example/callback'
    await atDesk.sendTo('/create', { id: 'sent-late', name_en: 'Sent late', redirect_uris, method: 'none' })
    isAway(atDesk.current as NonNullable<Agent['current']>)
    expect(atDesk.page.forms.find(({ action }) => action.endsWith('/create'))?.fields).toMatchObject({ redirect_uris })
    isAwayPage(await atDesk.tab().open(`${world.issuer}/console`))
  })

  test('so do the endpoints of portals', async () => {
    const code = { grant_type: 'authorization_code', code: 'x', redirect_uri: 'http://127.0.0.1:9/callback' }
    for (const answer of [
      await post('/token', { ...code, code_verifier: 'x'.repeat(43) }),
      await post('/token', { grant_type: 'refresh_token', refresh_token: 'x' }),
      await post('/introspect', { token: 'x' }),
      await post('/revoke', { token: 'x' }),
      // complete, so that it has something to store: a wrong one may be refused by the client kept from just now
      await post('/par', {
        client_id: 'northside-portal',
        response_type: 'code',
        redirect_uri: code.redirect_uri,
        scope: 'openid',
        code_challenge: 'x'.repeat(43),
        code_challenge_method: 'S256',
      }),
    ]) {
      isAway(answer)
      expect(answer.headers.get('content-type')).toContain('application/json')
    }
    isAway(await sendRaw(world.issuer, { target: '/userinfo', headers: { authorization: 'Bearer x' } }))
  })

  test('what needs no database is answered', async () => {
    expect((await get('/.well-known/openid-configuration')).status).toBe(200)
    expect((await get('/jwks')).status).toBe(200)
    expect([await alive(), await healthy()]).toEqual([200, 503])
  })

  test('it recovers by itself within ten seconds of its return, and people go on where they were', async () => {
    await server.start()
    const back = performance.now()
    await until(async () => (await healthy()) === 200, 10_000)
    const { agent, begun } = waiting
    expect((await agent.submit({ username, password })).status).toBe(200)
    expect(performance.now() - back).toBeLessThan(10_000)
    // the code that was sent before still works
    const end = await atCode.agent.finish({ code: await world.inbox.latestCode(phone) })
    expect((await portal.tokens(atCode.begun, end.url)).access_token).toBeTruthy()
    expect(begun.url.href).toContain('/authorize')
    await atDesk.sendTo('/create')
    expect(new URL(atDesk.current?.url ?? '').pathname).toBe('/console/clients/sent-late')
  })

  test('the worker has recovered as well', async () => {
    const before = await sent()
    await seedAccount(world.app.house, {
      username: 'isadora.applegarth',
      password,
      phone: '+13125550134',
      factors: ['text-code'],
    })
    const { agent } = await atSignIn()
    await agent.submit({ username: 'isadora.applegarth', password })
    await until(async () => (await sent()) > before, 30_000)
  })
  const sent = async () =>
    (await world.app.house.db.selectFrom('messages').select('id').where('state', '=', 'sent').execute()).length
})

describe('while no connection is free', () => {
  test('requests are refused in about two seconds, and nothing leaks', async () => {
    const { house } = world.app
    const { agent, begun } = await atSignIn()
    const form = agent.formFor()
    const url = new URL(form.action, agent.current?.url).href
    const holders = await holdEveryConnection()
    try {
      const started = performance.now()
      // one wait for a connection, as long as it takes on this machine at this moment
      const one = house.db
        .selectFrom('organizations')
        .select('id')
        .execute()
        .then(
          () => Number.NaN,
          () => performance.now() - started,
        )
      const answers = await Promise.all([
        ...Array.from({ length: 20 }, () => agent.tab().post(url, { ...form.fields, username, password })),
        get(`${begun.url.pathname}${begun.url.search}`),
        post('/token', { grant_type: 'refresh_token', refresh_token: 'x' }),
      ])
      const took = performance.now() - started
      for (const answer of answers) isAway(answer)
      // no second wait of two seconds for the page that says so
      expect(took - (await one)).toBeLessThan(1900)
      expect([await alive(), await healthy()]).toEqual([200, 503])
    } finally {
      await holders.release()
    }
    expect(await healthy()).toBe(200)
    const after = await Promise.all(Array.from({ length: 30 }, () => get(`${begun.url.pathname}${begun.url.search}`)))
    expect(new Set(after.map(({ status }) => status))).toEqual(new Set([303]))
    const { rows } = await world.database.pool.query<{ state: string; n: number }>(
      `select state, count(*)::int as n from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid() group by state`,
    )
    // nobody holds a transaction open, and no more connections than pools may have: house, jobs, test
    expect(rows.map(({ state }) => state).filter(state => state.includes('transaction'))).toEqual([])
    expect(rows.reduce((sum, { n }) => sum + n, 0)).toBeLessThanOrEqual(house.settings.database.pool + 4 + 10)
    expect((await agent.submit({ username, password })).status).toBe(200)
  })

  async function holdEveryConnection() {
    const { db, settings } = world.app.house
    let release = () => {}
    const released = new Promise<void>(resolve => {
      release = resolve
    })
    let held = 0
    const all = Array.from({ length: settings.database.pool }, () =>
      db.connection().execute(async () => {
        held += 1
        await released
      }),
    )
    await until(async () => held === settings.database.pool, 30_000)
    return {
      async release() {
        release()
        await Promise.all(all)
      },
    }
  }
})
