/**
 * Who of the staff may do what by the operator API: resource × verb × role, and what takes a fresh step-up besides.
 * The API, its documentation and the test that tries every route read this one table.
 */

/** The resource that access tokens for the operator API name (RFC 8707). */
export const adminResource = 'urn:vestibule:admin'

export const operatorRoles = ['viewer', 'help-desk', 'security', 'owner'] as const
export type OperatorRole = (typeof operatorRoles)[number]

export const adminVerbs = ['read', 'write'] as const
export type AdminVerb = (typeof adminVerbs)[number]

interface AccessRule {
  /** `organization`: an operator of one organisation sees its own; `installation`: only those of the whole one. */
  readonly reach: 'organization' | 'installation'
  readonly read: readonly OperatorRole[]
  readonly write: readonly OperatorRole[]
}
const everybody: readonly OperatorRole[] = operatorRoles
const desk: readonly OperatorRole[] = ['help-desk', 'security', 'owner']
const guards: readonly OperatorRole[] = ['security', 'owner']
const owner: readonly OperatorRole[] = ['owner']
const clerks: readonly OperatorRole[] = ['help-desk', 'owner']
const nobody: readonly OperatorRole[] = []

/** People's details are the help desk's; what the installation rests on is security's; who may do what is the owner's. */
export const accessTable = {
  organizations: { reach: 'organization', read: everybody, write: owner },
  patients: { reach: 'organization', read: desk, write: owner },
  'access-codes': { reach: 'organization', read: desk, write: clerks },
  invitations: { reach: 'organization', read: desk, write: clerks },
  applications: { reach: 'organization', read: desk, write: clerks },
  prospects: { reach: 'organization', read: desk, write: clerks },
  accounts: { reach: 'organization', read: desk, write: desk },
  // `family-access` and `practitioners` belong here: a line each, with their first route
  clients: { reach: 'organization', read: everybody, write: guards },
  insurers: { reach: 'organization', read: everybody, write: guards },
  keys: { reach: 'installation', read: ['viewer', 'security', 'owner'], write: guards },
  operators: { reach: 'organization', read: guards, write: owner },
  policies: { reach: 'installation', read: everybody, write: guards },
  branding: { reach: 'organization', read: everybody, write: owner },
  'audit-events': { reach: 'organization', read: guards, write: nobody },
  messages: { reach: 'organization', read: everybody, write: desk },
  settings: { reach: 'installation', read: ['viewer', 'security', 'owner'], write: nobody },
} as const satisfies Readonly<Record<string, AccessRule>>

export type AdminResource = keyof typeof accessTable
export const adminResources = Object.keys(accessTable) as AdminResource[]
export type AdminScope = `${AdminResource}:${AdminVerb}`

/** Every scope that somebody can have; a resource that nobody writes has no such scope. */
export const adminScopes = adminResources.flatMap(resource =>
  adminVerbs.filter(verb => accessTable[resource][verb].length > 0).map(verb => `${resource}:${verb}` as AdminScope),
)

/** Who may be the second person of a factor reset; anyone who may write accounts may be the first. */
export const factorResetConfirmers: readonly OperatorRole[] = guards

/** How long ago somebody may have signed in for what is dangerous, in seconds. */
export const freshSeconds = 300

export interface OperatorGrant {
  readonly role: OperatorRole
  /** Left out: the whole installation. */
  readonly organizations?: readonly string[]
}

/** Whether the table lets a role use a resource so, wherever. */
export const roleMayUse = (role: OperatorRole, resource: AdminResource, verb: AdminVerb): boolean =>
  (accessTable[resource][verb] as readonly OperatorRole[]).includes(role)

/** Routes that show less than the rest of their resource, for more roles: how often what happened, and nobody in it. */
export const routeRoles: Readonly<Record<string, readonly OperatorRole[]>> = {
  'audit-events.counts': everybody,
}

/** Which roles may do this at all, wherever: what the table says of a resource, unless the route has a rule of its own. */
export const rolesOf = (resource: AdminResource, verb: AdminVerb, routeId = ''): readonly OperatorRole[] =>
  routeRoles[routeId] ?? accessTable[resource][verb]

export const roleMay = (role: OperatorRole, resource: AdminResource, verb: AdminVerb, routeId?: string): boolean =>
  rolesOf(resource, verb, routeId).includes(role)

/** Whether what somebody has covers all of what another is to have: nobody gives more than their own. */
export const covers = (own: readonly string[] | undefined, wanted: readonly string[] | undefined): boolean =>
  own === undefined || (wanted?.every(each => own.includes(each)) ?? false)
