/** Real providers on real Koa servers and one database; the flows are replaced by one route that says who signed in. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import Koa, { type Context } from 'koa'
import { buildConnector, Agent as Dispatcher } from 'undici'
import type { Evidence } from '../../src/core/assurance.ts'
import { type ClientObjectInput, clientObject } from '../../src/core/objects/client.ts'
import { createOidc, type Oidc, type OidcPages } from '../../src/oidc/index.ts'
import type { House } from '../../src/operations/house.ts'
import { addSeconds, days, newId, now } from '../../src/platform/index.ts'
import { createClient } from '../../src/store/clients.ts'
import { openDatabase, openPool } from '../../src/store/database.ts'
import { createEvidence } from '../../src/store/evidence.ts'
import { Agent } from '../driver/agent.ts'
import { openTestHouse, type TestHouse } from '../driver/house.ts'

export const issuer = 'http://vestibule.test'
export const callback = 'https://portal.example/callback'

export interface Instance {
  readonly oidc: Oidc
  readonly port: number
  readonly pool: ReturnType<typeof openPool>
  readonly dispatcher: Dispatcher
  close(): Promise<void>
}
export interface OidcWorld {
  readonly test: TestHouse
  readonly house: House
  readonly oidc: Oidc
  readonly instances: readonly [Instance, ...Instance[]]
  readonly dispatcher: Dispatcher
  /** A browser whose navigation stops at portals. */
  agent(): Agent
  register(client: ClientObjectInput & { secrets?: string[] }): Promise<void>
  /** Signs in (or finishes whatever the interaction asks) and returns the address at the portal. */
  finish(agent: Agent, address: string, result: Finish): Promise<URL>
  close(): Promise<void>
}
export type Finish =
  | { readonly account: string; readonly factors?: readonly string[] }
  | { readonly consent: true }
  | { readonly error: string }

export const proofs: Readonly<Record<string, Omit<Evidence, 'at'>>> = {
  password: proof('password', 'knowledge', ['pwd']),
  'text-code': proof('text-code', 'possession', ['otp', 'sms']),
  question: proof('security-question', 'knowledge', ['kba']),
  passkey: { ...proof('passkey', 'possession', ['hwk', 'user']), userVerified: true, phishingResistant: true },
}
function proof(factor: string, category: Evidence['category'], amr: string[]): Omit<Evidence, 'at'> {
  return { factor, category, amr, userVerified: false, phishingResistant: false }
}

export async function openOidcWorld(
  seed: string,
  options: { instances?: number; over?: Record<string, unknown>; pool?: number; waitMs?: number } = {},
): Promise<OidcWorld> {
  const test = await openTestHouse(seed, { issuer, ...options.over })
  const instances: Instance[] = []
  for (let index = 0; index < (options.instances ?? 1); index += 1)
    instances.push(await startInstance(test, options.pool ?? 10, options.waitMs ?? 20_000))
  const [first] = instances as [Instance, ...Instance[]]
  return {
    test,
    house: test.house,
    oidc: first.oidc,
    instances: instances as [Instance, ...Instance[]],
    dispatcher: first.dispatcher,
    agent: () => new Agent({ dispatcher: first.dispatcher, stopAt: url => url.origin !== issuer }),
    async register({ secrets, ...input }) {
      const { kind: _kind, ...object } = clientObject.parse(input)
      await test.house.db
        .transaction()
        .execute(tx =>
          createClient(
            tx,
            test.house.sealer,
            { object: object as never, managedBy: 'api', ...(secrets ? { secrets } : {}) },
            now(),
          ),
        )
    },
    async finish(agent, address, result) {
      const opened = await agent.open(address)
      if (new URL(opened.url).origin !== issuer) return new URL(opened.url)
      if (opened.status !== 200) throw new Error(`no interaction: ${opened.status} ${opened.body}`)
      const answer = await agent.post(`${new URL(opened.url).pathname}/test`, { result: JSON.stringify(result) })
      return new URL(answer.url)
    },
    async close() {
      for (const instance of instances) await instance.close()
      await test.close()
    },
  }
}

async function startInstance(test: TestHouse, max: number, connectTimeoutMs: number): Promise<Instance> {
  const pool = openPool({ url: test.database.url, max, connectTimeoutMs }, () => {})
  const house: House = { ...test.house, db: openDatabase(pool) }
  const oidc = await createOidc(house, pages)
  const server = createServer(testApp(house, oidc).callback())
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const connect = buildConnector({})
  const dispatcher = new Dispatcher({
    // whatever host is asked for, this instance answers
    connect: (connection, done) =>
      connect({ ...connection, hostname: '127.0.0.1', port: String(port), protocol: 'http:' }, done),
  })
  return {
    oidc,
    port,
    pool,
    dispatcher,
    async close() {
      await dispatcher.destroy()
      await closed(server)
      await oidc.close()
      await house.db.destroy()
    },
  }
}

/** Stands where the http floor and the flows stand. */
function testApp(house: House, oidc: Oidc): Koa {
  const app = new Koa()
  app.silent = true
  app.use(oidc.hostGuard)
  app.use(async (ctx, next) => {
    const [, uid, isFinish] = /^\/interaction\/([^/]+)(\/test)?$/.exec(ctx.path) ?? []
    const [, extended] = /^\/interaction\/([^/]+)\/extend$/.exec(ctx.path) ?? []
    if (extended) ctx.body = { expiresAt: await oidc.extendInteraction(ctx) }
    else if (ctx.path === '/test/me') ctx.body = (await oidc.signedIn(ctx)) ?? {}
    else if (ctx.path === '/test/sign-in') {
      const { account = '', factors = 'password' } = ctx.query as Record<string, string>
      await oidc.signIn(ctx, { accountId: account, flowId: await prove(house, account, factors.split(',')) })
      ctx.body = 'signed in'
    } else if (uid && isFinish) await finish(house, oidc, ctx)
    else if (uid) {
      const view = await oidc.loadInteraction(ctx)
      ctx.status = view ? 200 : 410
      ctx.body = view ?? 'expired'
    } else await next()
  })
  app.use(oidc.middleware)
  return app
}

async function finish(house: House, oidc: Oidc, ctx: Context): Promise<void> {
  const result = JSON.parse((await formOf(ctx)).get('result') ?? '{}') as Finish
  const done =
    'account' in result
      ? await oidc.finishInteraction(ctx, {
          kind: 'signed-in',
          accountId: result.account,
          flowId: await prove(house, result.account, result.factors ?? ['password']),
        })
      : 'consent' in result
        ? await oidc.finishInteraction(ctx, { kind: 'consented' })
        : await oidc.finishInteraction(ctx, { kind: 'refused', error: result.error })
  if (!done) ctx.status = 410
}

async function prove(house: House, accountId: string, factors: readonly string[]): Promise<string> {
  const flowId = newId()
  await house.db.transaction().execute(async tx => {
    for (const factor of factors) {
      const given = proofs[factor]
      if (given) await createEvidence(tx, { ...given, at: now(), accountId, flowId }, addSeconds(now(), days(1)))
    }
  })
  return flowId
}

async function formOf(ctx: Context): Promise<URLSearchParams> {
  const chunks: Buffer[] = []
  for await (const chunk of ctx.req) chunks.push(chunk as Buffer)
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'))
}

const escaped = (value: string) => value.replace(/[&<>"]/g, character => `&#${character.charCodeAt(0)};`)
const pages: OidcPages = {
  error: page =>
    `<h1>Something went wrong</h1><p>${page.reference}</p>${(page.developer ?? []).map(line => `<li>${escaped(line)}</li>`).join('')}`,
  logout: page =>
    `<h1>Sign out?</h1><form method="post" action="${page.action}"><input type="hidden" name="xsrf" value="${page.xsrf}"><button name="logout" value="yes">Yes</button></form>`,
  loggedOut: () => '<h1>You are signed out</h1>',
}

const closed = (server: Server): Promise<void> =>
  new Promise(resolve => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
