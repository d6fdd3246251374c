import type { Configuration } from 'oidc-provider'
import type { ClientObject } from '../../core/objects/client.ts'

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

export const claimsOfScope = (scope: string): readonly string[] => {
  const claims = claimsByScope[scope]
  return Array.isArray(claims) ? (claims as string[]) : []
}

const scopes = new Map(
  Object.keys(claimsByScope).flatMap(scope => claimsOfScope(scope).map(claim => [claim, scope] as const)),
)
/** The scope that a claim belongs to; none for what every token says (`iss`, `sid`) and for what nobody knows. */
export const scopeOfClaim = (claim: string): string | undefined => scopes.get(claim)

/** Whether a client may see a claim: it is registered for the scope that the claim belongs to. */
export function mayHaveClaim(client: Pick<ClientObject, 'scopes'>, claim: string): boolean {
  const scope = scopeOfClaim(claim)
  return scope === undefined || scope === 'openid' || (client.scopes as readonly string[]).includes(scope)
}
