/**
 * oidc-provider 9 by itself with the plain Postgres adapter of its examples, as anybody would begin: one table of
 * jsonb, clients in it as well. What ours is compared with: same tokens, lives, client authentication and claims; no
 * sealing, no hashing of ids, no exactly-once, no audit, no log, no headers.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider, { type Adapter, type AdapterPayload, type JWK } from 'oidc-provider'
import pg from 'pg'

const { DATABASE_URL, CLIENT, KEYS, ISSUER, PORT } = process.env as Record<string, string>
const pool = new pg.Pool({ connectionString: DATABASE_URL as string, max: 10 })
await pool.query(`
  create table artifacts (
    model text, id text, payload jsonb not null, grant_id text, user_code text, uid text,
    expires_at timestamptz, consumed_at timestamptz, primary key (model, id))`)
await pool.query('create index on artifacts (grant_id)')
await pool.query('create index on artifacts (uid)')

interface Row {
  readonly payload: AdapterPayload
  readonly consumed_at: Date | null
}
const opened = (row: Row | undefined): AdapterPayload | undefined =>
  row && { ...row.payload, ...(row.consumed_at ? { consumed: true } : {}) }

class PostgresAdapter implements Adapter {
  readonly #model: string
  constructor(model: string) {
    this.#model = model
  }
  async upsert(id: string, payload: AdapterPayload, expiresIn: number): Promise<void> {
    await pool.query(
      `insert into artifacts (model, id, payload, grant_id, user_code, uid, expires_at) values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (model, id) do update set payload = $3, grant_id = $4, user_code = $5, uid = $6, expires_at = $7`,
      [
        this.#model,
        id,
        JSON.stringify(payload),
        payload.grantId ?? null,
        payload.userCode ?? null,
        payload.uid ?? null,
        expiresIn ? new Date(Date.now() + expiresIn * 1000) : null,
      ],
    )
  }
  async find(id: string): Promise<AdapterPayload | undefined> {
    return this.#findBy('id', id)
  }
  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return this.#findBy('uid', uid)
  }
  async findByUserCode(userCode: string): Promise<AdapterPayload | undefined> {
    return this.#findBy('user_code', userCode)
  }
  async consume(id: string): Promise<void> {
    await pool.query('update artifacts set consumed_at = now() where model = $1 and id = $2', [this.#model, id])
  }
  async destroy(id: string): Promise<void> {
    await pool.query('delete from artifacts where model = $1 and id = $2', [this.#model, id])
  }
  async revokeByGrantId(grantId: string): Promise<void> {
    await pool.query('delete from artifacts where grant_id = $1', [grantId])
  }
  async #findBy(column: 'id' | 'uid' | 'user_code', value: string): Promise<AdapterPayload | undefined> {
    const { rows } = await pool.query<Row>(
      `select payload, consumed_at from artifacts
       where model = $1 and ${column} = $2 and (expires_at is null or expires_at > now())`,
      [this.#model, value],
    )
    return opened(rows[0])
  }
}

const client = JSON.parse(CLIENT as string) as AdapterPayload & { client_id: string; scope: string }
await new PostgresAdapter('Client').upsert(client.client_id, client, 0)
const accountId = 'somebody'
const provider = new Provider(ISSUER as string, {
  adapter: PostgresAdapter,
  jwks: { keys: JSON.parse(KEYS as string) as JWK[] },
  routes: { token: '/token' },
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    introspection: { enabled: true },
    revocation: { enabled: true },
  },
  cookies: { keys: ['a key of the benchmark alone'] },
  scopes: ['openid', 'profile', 'email', 'phone', 'offline_access'],
  claims: { openid: ['sub', 'acr', 'amr', 'auth_time'], profile: ['name'], email: ['email'] },
  ttl: { AccessToken: 600, ClientCredentials: 600, IdToken: 300, Grant: 90 * 86_400, RefreshToken: 14 * 86_400 },
  findAccount: async (_ctx, sub) => ({ accountId: sub, claims: async () => ({ sub }) }),
  rotateRefreshToken: false,
  interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
  // nobody is asked what a first party may see
  async loadExistingGrant(ctx) {
    const { session, client, provider } = ctx.oidc
    if (!session?.accountId || !client) return undefined
    const own = new provider.Grant({ accountId: session.accountId, clientId: client.clientId })
    own.addOIDCScope('openid profile email')
    await own.save()
    return own
  },
})

// what an authorization would have left behind
const grant = new provider.Grant({ accountId, clientId: client.client_id })
grant.addOIDCScope(client.scope)
const grantId = await grant.save()
const RefreshToken = provider.RefreshToken as unknown as new (values: object) => { save(): Promise<string> }
const refreshToken = await new RefreshToken({
  accountId,
  client: await provider.Client.find(client.client_id),
  grantId,
  gty: 'authorization_code',
  scope: 'openid profile email offline_access',
  authTime: Math.floor(Date.now() / 1000),
  acr: 'urn:vestibule:aal1',
  amr: ['pwd'],
  expiresWithSession: false,
}).save()

/** The least that an interaction can be: a page with one button, and whoever presses it is signed in. */
const callback = provider.callback()
const server = createServer((request, response) => {
  if (!request.url?.startsWith('/interaction/')) return callback(request, response)
  if (request.method === 'POST')
    return provider.interactionFinished(request, response, { login: { accountId, acr: 'urn:bare', amr: ['pwd'] } })
  response.setHeader('content-type', 'text/html')
  response.end(
    '<!doctype html><title>Sign in</title><h1>Sign in</h1><form method="post"><button>Sign in</button></form>',
  )
})
server.listen(Number(PORT), '127.0.0.1', () => {
  process.send?.({ port: (server.address() as AddressInfo).port, refreshToken })
})
process.once('SIGTERM', () => process.exit(0))
