import type { Configuration } from 'oidc-provider'
import { isAccountActive } from '../../store/account-claims.ts'
import type { OidcPages } from '../contract.ts'
import type { Storage } from '../storage/transactions.ts'
import { assertClaims } from './claims-parameter.ts'
import { objectOf } from './clients.ts'
import { operatorResource } from './operator-resource.ts'
import { createLogoutPages } from './pages.ts'

type Features = NonNullable<Configuration['features']>

/** What the protocol offers. What is off by default is left out; what is on by default for development is off. */
export function features(storage: Storage, pages: OidcPages): Features {
  return {
    devInteractions: { enabled: false },
    claimsParameter: { enabled: true, assertClaimsParameter: assertClaims },
    clientCredentials: { enabled: true },
    resourceIndicators: operatorResource,
    pushedAuthorizationRequests: { enabled: true },
    introspection: {
      enabled: true,
      async allowedPolicy(_ctx, client, token) {
        if (token.clientId !== client.clientId && objectOf(client).introspection !== 'any') return false
        // the library does not look: a disabled person's token would stay active
        const accountId = 'accountId' in token ? token.accountId : undefined
        return !accountId || storage.read(read => isAccountActive(read, accountId))
      },
    },
    revocation: {
      enabled: true,
      // RFC 7009 §2.1: one's own tokens only; another's is answered like an unknown one
      allowedPolicy: async (_ctx, client, token) => token.clientId === client.clientId,
    },
    backchannelLogout: { enabled: true },
    rpInitiatedLogout: { enabled: true, ...createLogoutPages(pages) },
  }
}
