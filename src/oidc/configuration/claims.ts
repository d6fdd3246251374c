import type { Account, AccountClaims, Configuration, KoaContextWithOIDC } from 'oidc-provider'
import type { House } from '../../operations/house.ts'
import { now } from '../../platform/index.ts'
import { findAccountClaims, isAccountActive } from '../../store/account-claims.ts'
import { findAccountLinks } from '../../store/account-links.ts'
import type { Reader } from '../../store/index.ts'
import type { Storage } from '../storage/transactions.ts'
import { objectOf } from './clients.ts'

export const patientsClaim = 'urn:vestibule:patients'

/** Claims by scope. `acr`, `amr` and `auth_time` reach an ID token only where `openid` lists them. */
export const claimsByScope: NonNullable<Configuration['claims']> = {
  openid: ['sub', 'acr', 'amr', 'auth_time'],
  profile: ['name', 'given_name', 'family_name', 'preferred_username', 'locale', 'updated_at'],
  email: ['email', 'email_verified'],
  phone: ['phone_number', 'phone_number_verified'],
  address: ['address'],
  patients: [patientsClaim, 'prospective'],
  acr: null,
  amr: null,
  auth_time: null,
  iss: null,
  sid: null,
}

/** The account behind a session or token; absent where it may not act any more, so every token of it is dead. */
export function createAccountFinder(house: Pick<House, 'sealer'>, storage: Storage) {
  return async (ctx: KoaContextWithOIDC, accountId: string): Promise<Account | undefined> => {
    if (!(await storage.read(read => isAccountActive(read, accountId)))) return undefined
    return {
      accountId,
      claims: (use, scope, requested) => {
        const client = ctx.oidc.client
        const isMinimal = use === 'id_token' && client && objectOf(client).id_token_claims === 'minimal'
        // a minimal ID token says who and how; userinfo says the rest, so that nothing leaks into logout addresses
        const names = new Set(Object.keys(requested ?? {}))
        if (!isMinimal) for (const name of claimsOfScopes(scope)) names.add(name)
        return storage.read(read => findClaims(read, house, accountId, names))
      },
    }
  }
}

const claimsOfScopes = (scope: string): string[] =>
  scope.split(' ').flatMap(each => {
    const claims = claimsByScope[each]
    return Array.isArray(claims) ? (claims as string[]) : []
  })

const ofAccount = new Set(['profile', 'email', 'phone'].flatMap(scope => claimsByScope[scope] as readonly string[]))

/** Reads only what somebody asked for. */
async function findClaims(
  read: Reader,
  house: Pick<House, 'sealer'>,
  accountId: string,
  names: ReadonlySet<string>,
): Promise<AccountClaims> {
  const claims: AccountClaims = { sub: accountId }
  if ([...names].some(name => ofAccount.has(name))) Object.assign(claims, await accountClaims(read, house, accountId))
  if (names.has(patientsClaim) || names.has('prospective')) Object.assign(claims, await patientClaims(read, accountId))
  return claims
}

async function accountClaims(read: Reader, house: Pick<House, 'sealer'>, accountId: string): Promise<object> {
  const found = await findAccountClaims(read, house.sealer, accountId)
  if (!found) return {}
  const { given, family } = found.profile
  return {
    name: `${given} ${family}`.trim(),
    given_name: given,
    family_name: family,
    preferred_username: found.username,
    locale: found.language,
    updated_at: Math.floor(found.updatedAt.getTime() / 1000),
    ...(found.email && { email: found.email, email_verified: true }),
    ...(found.phone && { phone_number: found.phone, phone_number_verified: true }),
  }
}

/** What this person may see at this moment, self first; recomputed at every token and userinfo. */
async function patientClaims(read: Reader, accountId: string): Promise<object> {
  const links = await findAccountLinks(read, accountId, now())
  return {
    [patientsClaim]: links.map(link => ({
      id: link.patientId,
      organization: link.organizationId,
      relationship: link.relationship,
      access: link.access,
      ...(link.expiresAt && { expires_at: link.expiresAt.toISOString() }),
    })),
    ...(links.length === 0 && { prospective: true }),
  }
}
