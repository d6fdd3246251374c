import { Agent as KeepAlive, request } from 'node:http'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { decodeJwt } from 'jose'
import { verifyAudit } from '../../src/operations/audit-seal.ts'
import { Agent } from '../driver/agent.ts'
import { notes } from '../driver/canaries.ts'
import { seedAccount } from '../driver/people.ts'
import { openPortal, type Portal } from '../driver/portal.ts'
import { until } from '../driver/until.ts'
import { portalRedirect, portalSecret } from '../driver/world.ts'
import { type Installation, type Instance, openInstallation } from './installation.ts'
import { openTextGateway, type TextGateway } from './text-gateway.ts'

/** Processes that end under load, by kill -9 and by SIGTERM: two of the real program on one database. */
const password = 'a lantern swings above the pier'
const people = Array.from({ length: 18 }, (_, index) => ({
  username: `araminta.fairweather-${index}`,
  phone: `+1312555${6200 + index}`,
}))

let gateway: TextGateway
let installation: Installation
let portal: Portal
const running: Instance[] = []
beforeAll(async () => {
  gateway = await openTextGateway()
  installation = await openInstallation({
    delivery: {
      sms: { gateway: 'inbox' },
      voice: { gateway: 'inbox' },
      email: { gateway: 'smtp', smtp_url: 'env:SMTP_URL' },
      inbox: { url: gateway.url },
      timeout_ms: 20_000,
    },
    // long enough that somebody who asks sees it unready, on a machine that is busy too
    listen: { drain_seconds: 2 },
  })
  for (const person of people) await seedAccount(installation.house, { ...person, password, factors: ['text-code'] })
  running.push(...(await Promise.all([installation.start(), installation.start()])))
  portal = await openPortal({
    issuer: installation.issuer,
    clientId: 'northside-portal',
    secret: portalSecret,
    redirectUri: portalRedirect,
    dispatcher: installation.dispatcher,
  })
}, 60_000)
afterAll(async () => {
  await installation?.close()
  await gateway?.close()
})

const select = async <T>(statement: string): Promise<T[]> => (await installation.database.pool.query(statement)).rows
const count = async (from: string): Promise<number> =>
  (await select<{ n: number }>(`select count(*)::int as n from ${from}`))[0]?.n ?? 0

/** No answer came: the instance ended under the request, or is gone. Anything else is a fault. */
const isCut = (error: unknown): boolean => {
  for (let each = error as { code?: string; cause?: unknown } | undefined; each; each = each.cause as typeof each)
    if (/ECONN|UND_ERR_SOCKET|EPIPE/.test(String(each.code))) return true
  return false
}

/** A person at a browser: reloads the page where no answer came, and goes on with whatever it shows. */
class Visitor {
  readonly agent = new Agent({ dispatcher: installation.dispatcher, stopAt: url => portal.owns(url) })
  /** Times that no answer came. */
  cuts = 0
  readonly person: { readonly username: string; readonly phone?: string }
  constructor(person: Visitor['person']) {
    this.person = person
  }

  /** @returns what the portal got */
  async signsIn() {
    for (;;) {
      const begun = await portal.begins()
      const end = await this.walks(begun.url.href)
      const cutsBefore = this.cuts
      const redeemed = async () => portal.tokens(begun, end)
      const tokens = await redeemed().catch(async error => {
        if (!isCut(error)) throw error
        this.cuts += 1
        // it asks once more: the answer was lost, or the request was
        return redeemed().catch(again => {
          if (!isCut(again) && again.error !== 'invalid_grant') throw again
          return undefined
        })
      })
      if (tokens) return tokens
      expect(this.cuts).toBeGreaterThan(cutsBefore)
    }
  }

  private async walks(start: string): Promise<string> {
    let next = () => this.agent.open(start)
    for (let turn = 0; turn < 40; turn += 1) {
      try {
        const answer = await next()
        if (answer.status === 303) return answer.url
        expect(answer.status).toBe(200)
        next = () => this.answers()
      } catch (error) {
        if (!isCut(error)) throw error
        this.cuts += 1
        next = () => this.agent.open(this.agent.current?.url ?? start)
      }
    }
    throw new Error(`no end at ${this.agent.current?.page.heading}`)
  }

  private async answers() {
    const { page } = this.agent
    const names = page.forms.flatMap(form => Object.keys(form.fields))
    const { username, phone } = this.person
    if (names.includes('password')) return this.agent.submit({ username, password })
    if (!phone || !names.includes('code')) return this.agent.submit({}, 'not-now')
    await until(async () => gateway.codeTo(phone) !== undefined, 60_000)
    const code = gateway.codeTo(phone) as string
    notes('one-time code', code)
    return this.agent.submit({ code })
  }
}

test('killed: nothing is issued twice, nothing acknowledged is lost, and journeys go on at the other', async () => {
  const [killed, other] = running as [Instance, Instance]
  const acknowledged: { access_token: string; id_token?: string | undefined }[] = []
  const visitors = people.map(person => new Visitor(person))
  const visit = async (visitor: Visitor) => void acknowledged.push(await visitor.signsIn())
  const first = Promise.all(visitors.slice(0, 4).map(visit))
  await until(async () => acknowledged.length === 4, 45_000)
  // each process calls the gateway four times at once: with five, both are in the middle of sending
  gateway.hold()
  const second = Promise.all(visitors.slice(4, 14).map(visit))
  await until(async () => gateway.held() >= 5, 45_000)
  const before = gateway.taken.size
  const third = Promise.all(visitors.slice(14).map(visit))
  await until(async () => (await count('flows')) >= 15, 45_000)
  await killed.end('SIGKILL')
  installation.forget(killed)
  gateway.release()

  // what it was sending is in nobody's hands: a minute later it is given to whoever lives
  const left = "messages where state = 'queued'"
  const taken = "graphile_worker.jobs where locked_at is not null and task_identifier = 'message'"
  await until(async () => (await count(left)) > 0 && (await count(left)) === (await count(taken)), 30_000)
  await select(
    "update graphile_worker._private_jobs set locked_at = locked_at - interval '2 minutes' where locked_at is not null",
  )
  await select("update messages set due_at = due_at - interval '2 minutes' where state = 'queued'")
  const risen = await installation.start()
  running.splice(0, 2, risen, other)
  await Promise.all([first, second, third])

  // as many tokens as codes were spent, whatever was cut off
  const spent = await count("oidc_artifacts where model = 'AuthorizationCode' and consumed_at is not null")
  expect(await count("oidc_artifacts where model = 'AccessToken'")).toBe(spent)
  expect(acknowledged).toHaveLength(people.length)
  for (const { access_token, id_token } of acknowledged) {
    expect(await portal.isActive(access_token)).toBe(true)
    // the evidence of both steps, wherever each of them was taken
    expect(decodeJwt(id_token as string)).toMatchObject({ acr: 'urn:vestibule:aal2' })
  }
  expect(await select('select distinct state from messages')).toEqual([{ state: 'sent' }])
  const texts = await select<{ id: string }>("select id from messages where channel = 'sms'")
  expect([...gateway.taken.keys()].sort()).toEqual(texts.map(({ id }) => id).sort())
  expect(gateway.taken.size).toBeGreaterThan(before)
  expect(await count("pg_stat_activity where datname = current_database() and state like '%in transaction%'")).toBe(0)
  await until(async () => (await count('audit_events where position is null')) === 0, 30_000)
  expect((await verifyAudit(installation.house)).firstBad).toBeUndefined()
}, 120_000)

/** A client that keeps its connection, as a portal's server does, and asks one instance again and again. */
async function hammer({ port }: Instance, path: string) {
  const agent = new KeepAlive({ keepAlive: true, maxSockets: 1 })
  const statuses: number[] = []
  const ask = () =>
    new Promise<boolean>((resolve, reject) => {
      const { host } = new URL(installation.issuer)
      request({ agent, port, host: '127.0.0.1', path, headers: { host } }, response => {
        response.on('error', reject)
        response.resume().on('end', () => {
          statuses.push(response.statusCode ?? 0)
          resolve(response.headers.connection === 'close')
        })
      })
        .on('error', reject)
        .end()
    })
  while (!(await ask()));
  agent.destroy()
  return statuses
}

test('told to stop: unready first, what is asked is answered, no connection is reset, and it ends well', async () => {
  const [, stopped] = running as [Instance, Instance]
  const plain = Array.from({ length: 6 }, (_, index) => ({ username: `clementine.fairweather-${index}` }))
  for (const { username } of plain) await seedAccount(installation.house, { username, password })
  let isOver = false
  let signedIn = 0
  const visitors = Promise.all(
    plain.map(async person => {
      let cuts = 0
      while (!isOver) {
        const visitor = new Visitor(person)
        await visitor.signsIn()
        cuts += visitor.cuts
        signedIn += 1
      }
      return cuts
    }),
  )
  const paths = ['/jwks', '/.well-known/openid-configuration', '/sign-in?organization=northside']
  const hammers = Promise.all([...paths, ...paths].map(path => hammer(stopped, path)))
  await until(async () => signedIn >= 6, 45_000)

  const ended = stopped.end('SIGTERM')
  await until(async () => (await stopped.readiness()) === 503, 15_000)
  installation.forget(stopped)
  const answers = await hammers
  const { code, ms } = await ended
  expect(code).toBe(0)
  expect(ms).toBeLessThan(10_000)
  for (const statuses of answers) {
    expect(statuses.length).toBeGreaterThan(1)
    expect(new Set(statuses)).toEqual(new Set([200]))
  }
  const since = signedIn
  await until(async () => signedIn > since + 6, 45_000)
  isOver = true
  expect(await visitors).toEqual(plain.map(() => 0))
}, 120_000)
