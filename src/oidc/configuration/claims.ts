import type { Account, AccountClaims, KoaContextWithOIDC } from 'oidc-provider'
import type { ClientObject } from '../../core/objects/client.ts'
import type { House } from '../../operations/house.ts'
import { now } from '../../platform/index.ts'
import { findAccountClaims, findAccountStanding, isAccountActive } from '../../store/account-claims.ts'
import { findAccountLinks, hasAccountLinks } from '../../store/account-links.ts'
import type { Reader } from '../../store/index.ts'
import { findProofsWith } from '../policy/proofs.ts'
import { takeIsActive } from '../storage/code-reads.ts'
import type { Storage } from '../storage/transactions.ts'
import { claimsOfScope, mayHaveClaim, patientsClaim } from './claim-scopes.ts'
import { objectOf } from './clients.ts'

type ClaimsHouse = Pick<House, 'sealer' | 'settings'>

/** The account behind a session or token; absent where it may not act any more, so every token of it is dead. */
export function createAccountFinder(house: ClaimsHouse, storage: Storage) {
  return async (ctx: KoaContextWithOIDC, accountId: string): Promise<Account | undefined> => {
    if (!(await mayAct(house, storage, ctx, accountId))) return undefined
    return {
      accountId,
      claims: (use, scope, requested) => {
        const object = ctx.oidc.client && objectOf(ctx.oidc.client)
        const isMinimal = use === 'id_token' && object?.id_token_claims === 'minimal'
        // a minimal ID token says who and how; userinfo says the rest, so that nothing leaks into logout addresses
        const asked = [...Object.keys(requested ?? {}), ...(isMinimal ? [] : scope.split(' ').flatMap(claimsOfScope))]
        // the registration may have been narrowed since the token was given
        const names = new Set(asked.filter(name => object && mayHaveClaim(object, name)))
        return storage.read(read => findClaims(read, house, accountId, names, object))
      },
    }
  }
}

/** Where a person is present the same statement says whether they are to accept new terms; tokens never ask for that. */
async function mayAct(
  house: ClaimsHouse,
  storage: Storage,
  ctx: KoaContextWithOIDC,
  accountId: string,
): Promise<boolean> {
  if (ctx.oidc.route !== 'authorization' && ctx.oidc.route !== 'resume')
    return takeIsActive(accountId) ?? storage.read(read => isAccountActive(read, accountId))
  const { version } = house.settings.terms
  const standing = await findProofsWith(house, storage, ctx, read =>
    findAccountStanding(read, accountId, { document: 'terms', version }),
  )
  if (standing.isActive && !standing.hasAccepted) termsDue.add(ctx)
  return standing.isActive
}

const termsDue = new WeakSet<object>()
/** Whether the person of this authorization request is to accept new terms. */
export const areTermsDue = (ctx: object): boolean => termsDue.has(ctx)

const ofAccount = new Set(['profile', 'email', 'phone'].flatMap(claimsOfScope))

/** Reads only what somebody asked for. */
async function findClaims(
  read: Reader,
  house: Pick<House, 'sealer'>,
  accountId: string,
  names: ReadonlySet<string>,
  client: ClientObject | undefined,
): Promise<AccountClaims> {
  const claims: AccountClaims = { sub: accountId }
  if ([...names].some(name => ofAccount.has(name))) Object.assign(claims, await accountClaims(read, house, accountId))
  if (names.has(patientsClaim) || names.has('prospective'))
    Object.assign(claims, await patientClaims(read, accountId, client?.organization))
  // the library gives whatever the token's scope covers, from what it gets here
  return Object.fromEntries(
    Object.entries(claims).filter(([name]) => name === 'sub' || names.has(name)),
  ) as AccountClaims
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

/**
 * What this person may see at this moment, self first; recomputed at every token and userinfo. Organisations are walls:
 * the portal of one hears nothing of another, and only a client of the whole installation hears of all.
 */
async function patientClaims(read: Reader, accountId: string, organization: string | undefined): Promise<object> {
  const links = await findAccountLinks(read, accountId, now(), organization)
  const isProspective = links.length === 0 && !(await hasAccountLinks(read, accountId))
  return {
    [patientsClaim]: links.map(link => ({
      id: link.patientId,
      organization: link.organizationId,
      relationship: link.relationship,
      access: link.access,
      ...(link.expiresAt && { expires_at: link.expiresAt.toISOString() }),
    })),
    ...(isProspective && { prospective: true }),
  }
}
