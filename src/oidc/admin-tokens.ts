import type Provider from 'oidc-provider'
import { adminResource } from '../core/operator-access.ts'
import type { AdminToken } from './contract.ts'

/** A value as this issuer makes them: anything else is not even looked for. */
const shape = /^[\w-]{20,200}$/

interface Extra {
  readonly acr?: string
  readonly auth_time?: number
}

/**
 * Introspection in the process: expired, revoked and consumed tokens, those of another audience, those whose session is
 * over and those that are bound to a key are none. Account, role and client are looked at by whoever asks.
 */
export async function findAdminToken(provider: Provider, value: string): Promise<AdminToken | undefined> {
  if (!shape.test(value)) return undefined
  const token = (await provider.AccessToken.find(value)) ?? (await provider.ClientCredentials.find(value))
  if (!token?.isValid || token.aud !== adminResource || token.isSenderConstrained() || !token.clientId) return undefined
  const scopes = token.scope?.split(' ') ?? []
  if (!('accountId' in token)) return { clientId: token.clientId, scopes }
  const { acr, auth_time: authTime } = (token.extra ?? {}) as Extra
  return {
    clientId: token.clientId,
    accountId: token.accountId,
    scopes,
    ...(acr ? { acr } : {}),
    ...(authTime ? { authTime: new Date(authTime * 1000) } : {}),
  }
}
