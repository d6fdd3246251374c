import { acrRank, isAcr } from '../../core/assurance.ts'
import { consoleClient, consoleClientId } from '../../core/console/client.ts'
import type { ClientObject } from '../../core/objects/client.ts'
import { accessTable, freshSeconds, roleMay } from '../../core/operator-access.ts'
import type { Oidc } from '../../oidc/contract.ts'
import type { House } from '../../operations/house.ts'
import { findClient } from '../../store/clients.ts'
import { findActingOperator } from '../../store/operators.ts'
import type { Caller, Route } from './contract.ts'
import { Problem } from './problems.ts'

const twoFactors = 'urn:vestibule:aal2'
const challenge = (parameters: Readonly<Record<string, string>>): Record<string, string> => ({
  'www-authenticate': `Bearer ${Object.entries({ realm: 'operator-api', ...parameters })
    .map(([name, value]) => `${name}="${value}"`)
    .join(', ')}`,
})

/**
 * Who calls. Token, client, account and role are looked at now, so that what was taken back works no more.
 * @throws Problem
 */
export async function findCaller(
  { house, oidc }: { readonly house: House; readonly oidc: Oidc },
  authorization: string,
): Promise<Caller> {
  const value = /^Bearer ([\w-]+)$/i.exec(authorization)?.[1]
  if (!value) throw new Problem('unauthenticated', { headers: challenge({}) })
  const token = await oidc.adminToken(value)
  const admin = token && (await adminOf(house, token.clientId))
  if (!token || !admin) throw new Problem('unauthenticated', { headers: challenge({ error: 'invalid_token' }) })
  const registered = new Set<string>(admin.scopes)
  const scopes = new Set(token.scopes.filter(scope => registered.has(scope)))
  const { clientId, accountId, acr, authTime } = token
  if (!accountId)
    return {
      actor: `client:${clientId}`,
      words: clientId,
      clientId,
      scopes,
      ...(admin.organizations ? { organizations: admin.organizations } : {}),
    }
  const operator = await findActingOperator(house.db, house.sealer, accountId)
  if (!operator) throw new Problem('not-an-operator')
  const organizations = narrower(admin.organizations, operator.organizations)
  return {
    actor: `operator:${accountId}`,
    words: `${operator.name} (${operator.username})`,
    clientId,
    accountId,
    role: operator.role,
    scopes,
    ...(organizations ? { organizations } : {}),
    ...(acr ? { acr } : {}),
    ...(authTime ? { authTime } : {}),
  }
}

/** What a client may ask for; the console is built in. */
async function adminOf({ db, settings }: House, clientId: string): Promise<ClientObject['admin']> {
  if (clientId === consoleClientId) return settings.console.enabled ? consoleClient(settings.issuer).admin : undefined
  return (await findClient(db, clientId))?.object.admin
}

const narrower = (
  one: readonly string[] | undefined,
  other: readonly string[] | undefined,
): readonly string[] | undefined => (one && other ? one.filter(id => other.includes(id)) : (one ?? other))

/** Whether this caller may do this, wherever; the table says so. @throws Problem */
export function assertMay(
  caller: Caller,
  route: Pick<Route, 'id' | 'resource' | 'verb' | 'isDangerous'>,
  at: Date,
): void {
  const { resource, verb, isDangerous } = route
  const scope = `${resource}:${verb}`
  if (!caller.scopes.has(scope))
    throw new Problem('insufficient-scope', {
      detail: `the scope ${scope} is needed`,
      headers: challenge({ error: 'insufficient_scope', scope }),
    })
  if (caller.role) {
    if (!caller.acr || !isAcr(caller.acr) || acrRank(caller.acr) < acrRank(twoFactors)) throw stepUp()
    if (!roleMay(caller.role, resource, verb, route.id)) throw new Problem('role-forbids')
  }
  if (accessTable[resource].reach === 'installation' && caller.organizations)
    throw new Problem('organization-out-of-reach', { detail: 'this belongs to the installation' })
  if (isDangerous) assertFresh(caller, at)
}

/** What is dangerous takes a person who signed in a moment ago. @throws Problem */
export function assertFresh(caller: Caller, at: Date): void {
  if (!caller.accountId) throw new Problem('person-needed')
  if (!caller.authTime || at.getTime() - caller.authTime.getTime() > freshSeconds * 1000) throw stepUp()
}

/** RFC 9470: what the client is to ask for. */
const stepUp = (): Problem =>
  new Problem('step-up-needed', {
    headers: challenge({
      error: 'insufficient_user_authentication',
      error_description: 'a fresh sign-in with two factors is needed',
      acr_values: twoFactors,
      max_age: String(freshSeconds),
    }),
  })

/** The one organisation that a request is for; an unknown one is out of reach like another's. @throws Problem */
export function organizationOf(caller: Caller, named: unknown, known: readonly string[]): string {
  const reach = caller.organizations ?? known
  const meant = named === undefined && reach.length === 1 ? reach[0] : named
  if (typeof meant !== 'string')
    throw new Problem('invalid-request', {
      errors: [{ path: 'organization', message: 'is needed: several organisations are in your reach' }],
    })
  if (!reach.includes(meant) || !known.includes(meant)) throw new Problem('organization-out-of-reach')
  return meant
}
