import { errors, type KoaContextWithOIDC } from 'oidc-provider'
import type { House } from '../../operations/house.ts'
import { subjectOf } from '../configuration/subjects.ts'

export interface PersonChecks {
  /** The request names somebody by an ID token, who is not the one in this session. */
  isHintOfAnother(ctx: KoaContextWithOIDC): Promise<boolean>
  /** The request names somebody by the value of `sub`, who is not the one in this session. */
  isSubOfAnother(ctx: KoaContextWithOIDC): Promise<boolean>
}

/**
 * Whether the request is about another person than the one who is signed in (OIDC Core §3.1.2.1, §5.5.1). The library's
 * own checks do not look at the ID token again after the sign-in, so that the portal got whoever came, and where `sub`
 * still differed they asked for ever.
 * @throws LoginRequired from each, where the person has just signed in: the portal is told instead
 */
export function personChecks(house: Pick<House, 'sealer'>): PersonChecks {
  const isAnother = (ctx: KoaContextWithOIDC, wanted: unknown): boolean => {
    const { session, client, result } = ctx.oidc
    if (!session?.accountId || !client || subjectOf(house, session.accountId, client) === wanted) return false
    if (result?.login) throw new errors.LoginRequired('another End-User signed in than the request names')
    return true
  }
  return {
    async isHintOfAnother(ctx) {
      const { client, params, provider } = ctx.oidc
      if (typeof params?.id_token_hint !== 'string' || !ctx.oidc.session?.accountId || !client) return false
      const known = ctx.oidc.entities.IdTokenHint as IdTokenHint | undefined
      const { payload } = known ?? (await validateHint(provider, params.id_token_hint, client))
      return isAnother(ctx, payload.sub)
    },
    async isSubOfAnother(ctx) {
      const sub = ctx.oidc.claims.id_token?.sub
      return sub?.value !== undefined && isAnother(ctx, sub.value)
    },
  }
}

interface IdTokenHint {
  readonly payload: { readonly sub?: unknown }
}
type Provider = KoaContextWithOIDC['oidc']['provider']

/** The library keeps it for the first request only, not for the one after the sign-in. */
async function validateHint(provider: Provider, hint: string, client: unknown): Promise<IdTokenHint> {
  const { IdToken } = provider as unknown as { IdToken: { validate(jwt: string, of: unknown): Promise<IdTokenHint> } }
  try {
    return await IdToken.validate(hint, client)
  } catch {
    throw new errors.InvalidRequest('could not validate id_token_hint')
  }
}
