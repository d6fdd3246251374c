import { type Client, type Configuration, errors, type KoaContextWithOIDC } from 'oidc-provider'
import { adminResource } from '../../core/operator-access.ts'
import { objectOf } from './clients.ts'

type ResourceIndicators = NonNullable<NonNullable<Configuration['features']>['resourceIndicators']>

/**
 * The operator API is the one resource that tokens name (RFC 8707). Its scopes are the client's own; what is asked
 * beyond them is left out, and the person's role bounds the rest at every request.
 */
export const operatorResource: ResourceIndicators = {
  enabled: true,
  /** A program that is for the operator API alone need not say so. */
  defaultResource: async (ctx, client, oneOf) => {
    if (oneOf) return oneOf
    const isForProgram = ctx.oidc.params?.grant_type === 'client_credentials' && objectOf(client).admin !== undefined
    return isForProgram ? adminResource : (undefined as never)
  },
  async getResourceServerInfo(ctx, resource, client) {
    const { admin } = objectOf(client)
    if (resource !== adminResource || !admin) throw new errors.InvalidTarget()
    askForAll(ctx, client)
    return { scope: admin.scopes.join(' '), audience: adminResource, accessTokenFormat: 'opaque' }
  },
  // a person's portal that says nothing wants userinfo
  useGrantedResource: async () => false,
}

/** RFC 6749 §3.3: a program that names no scope gets those that it is registered for. */
function askForAll({ oidc }: KoaContextWithOIDC, client: Client): void {
  const { params } = oidc
  if (params?.grant_type !== 'client_credentials' || params.scope !== undefined) return
  params.scope = objectOf(client).admin?.scopes.join(' ')
}
