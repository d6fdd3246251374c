import * as openid from 'openid-client'
import { fetch } from 'undici'
import { adminResource, adminScopes, type OperatorGrant, operatorRoles } from '../../src/core/operator-access.ts'
import { now } from '../../src/platform/index.ts'
import { createOperator } from '../../src/store/operators.ts'
import { notes } from '../driver/canaries.ts'
import { seedAccount } from '../driver/people.ts'
import { openWorld, portalRedirect, portalSecret, type World } from '../driver/world.ts'

const scopes = adminScopes.join(', ')
const program = (id: string, organizations = '', scopesOf = scopes) => `
kind: client
id: ${id}
name: { en: ${id} }
grants: [client_credentials]
auth: { method: client_secret_basic, secrets: [env:PORTAL_SECRET] }
admin: { scopes: [${scopesOf}]${organizations ? `, organizations: [${organizations}]` : ''} }
`
/** Two organisations, programs, the client that operators sign in through, and an insurer that answers nobody. */
const objects = [
  `
kind: organization
id: southside
name: { en: Southside Clinic, es: Clínica Southside }
time_zone: America/New_York
`,
  program('everything'),
  program('south', 'southside'),
  program('reader', '', 'organizations:read'),
  `
kind: client
id: console
name: { en: Console }
redirect_uris: [${portalRedirect}]
auth: { method: client_secret_basic, secrets: [env:PORTAL_SECRET] }
scopes: [openid]
first_party: true
admin: { scopes: [${scopes}] }
`,
  `
kind: insurer
id: example-health
name: Example Health
protocol: oidc
issuer: https://127.0.0.1:9/oidc
client: { id: vestibule, auth: private_key_jwt }
`,
  `
kind: policy
id: provider
assurance: { sensitive: "urn:vestibule:aal2" }
`,
].join('---\n')

export const password = 'violet otter kelp'
const aal2 = 'urn:vestibule:aal2'

/** Somebody of the staff who may act here, and how they sign in. */
export interface Staff extends OperatorGrant {
  readonly name: string
  readonly accountId: string
  readonly username: string
  readonly phone: string
}
export interface OperatorWorld {
  readonly world: World
  readonly staff: readonly Staff[]
  /** Somebody who is a patient and nothing else. */
  readonly patient: Omit<Staff, 'role'>
  owner: Staff
  /** A token by the client's own credentials. */
  programToken(client: string, scope?: string): Promise<string>
  /** A token by a real sign-in with a password and a code by text. */
  signIn(who: Pick<Staff, 'username' | 'phone'>, parameters?: Readonly<Record<string, string>>): Promise<string>
  call(request: ApiRequest): Promise<ApiAnswer>
  close(): Promise<void>
}
export interface ApiRequest {
  readonly method?: string
  readonly path: string
  readonly token?: string
  readonly body?: unknown
  /** as it is, in place of JSON */
  readonly text?: string
  readonly headers?: Readonly<Record<string, string>>
}
export interface ApiAnswer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: whatever came
  readonly json: any
}

export async function openOperatorWorld(): Promise<OperatorWorld> {
  const world = await openWorld({ objects })
  const { house } = world.app
  let count = 0
  async function person(name: string, population: 'staff' | 'patient') {
    count += 1
    const username = `desk-${count}-${name}`
    const phone = `+1312555${3000 + count}`
    const accountId = await seedAccount(house, { username, password, phone, factors: ['text-code'], population })
    return { name, accountId, username, phone }
  }
  const staff: Staff[] = []
  for (const role of operatorRoles)
    for (const organizations of [undefined, ['northside'], ['southside']]) {
      const grant = { role, ...(organizations ? { organizations } : {}) }
      const made = await person(`${role}-${organizations?.[0] ?? 'all'}`, 'staff')
      await house.db
        .transaction()
        .execute(tx => createOperator(tx, { ...grant, accountId: made.accountId, createdBy: 'test' }, now()))
      staff.push({ ...made, ...grant })
    }
  const patient = await person('patient', 'patient')
  const console = await world.portal('console')
  const answerOf = async (response: Awaited<ReturnType<typeof fetch>>): Promise<ApiAnswer> => {
    const text = await response.text()
    const isJson = /[/+]json$/.test(response.headers.get('content-type')?.split(';')[0] ?? '')
    return {
      status: response.status,
      headers: response.headers as never,
      text,
      json: isJson ? JSON.parse(text) : undefined,
    }
  }
  return {
    world,
    staff,
    patient,
    owner: staff.find(({ name }) => name === 'owner-all') as Staff,
    async programToken(client, scope) {
      const response = await fetch(`${world.issuer}/token`, {
        method: 'POST',
        dispatcher: world.dispatcher,
        headers: {
          authorization: `Basic ${Buffer.from(`${client}:${encodeURIComponent(portalSecret)}`).toString('base64')}`,
        },
        body: new URLSearchParams({
          grant_type: 'client_credentials',
          resource: adminResource,
          ...(scope === undefined ? {} : { scope }),
        }),
      })
      const { access_token: token } = (await response.json()) as { access_token?: string }
      if (!token) throw new Error(`no token for ${client}: ${response.status}`)
      notes('access token', token)
      return token
    },
    async signIn(who, parameters = {}) {
      const begun = await console.begins({
        scope: ['openid', ...adminScopes].join(' '),
        resource: adminResource,
        acr_values: aal2,
        ...parameters,
      })
      // the same person twice in a minute
      await world.database.pool.query('truncate limits')
      const agent = world.browser()
      await agent.open(begun.url.href)
      await agent.submit({ username: who.username, password, passkey_ready: '' })
      const code = await world.inbox.latestCode(who.phone)
      const back = await agent.finish({ code })
      const tokens = await openid.authorizationCodeGrant(console.config, new URL(back.url), begun.checks, {
        resource: adminResource,
      })
      notes('access token', tokens.access_token)
      return tokens.access_token
    },
    async call({ method = 'GET', path, token, body, text, headers }) {
      const content = text ?? (body === undefined ? undefined : JSON.stringify(body))
      return answerOf(
        await fetch(`${world.issuer}${path.startsWith('/') ? '' : '/'}${path}`, {
          method,
          dispatcher: world.dispatcher,
          headers: {
            ...(token ? { authorization: `Bearer ${token}` } : {}),
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
            ...headers,
          },
          ...(content === undefined ? {} : { body: content }),
        }),
      )
    },
    close: () => world.close(),
  }
}
