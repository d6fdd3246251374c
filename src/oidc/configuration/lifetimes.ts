import type { Configuration, RefreshToken } from 'oidc-provider'
import type { House } from '../../operations/house.ts'
import { days, hours } from '../../platform/index.ts'

/** Seconds that each artifact lives; what slides with use is in artifacts.ts, the session's limits in its adapter. */
export function lifetimes({ settings }: Pick<House, 'settings'>): NonNullable<Configuration['ttl']> {
  const { tokens } = settings
  return {
    AccessToken: (_ctx, token) => token.resourceServer?.accessTokenTTL ?? tokens.access_token_seconds,
    ClientCredentials: (_ctx, token) => token.resourceServer?.accessTokenTTL ?? tokens.access_token_seconds,
    AuthorizationCode: tokens.authorization_code_seconds,
    IdToken: tokens.id_token_seconds,
    Grant: days(tokens.grant_days),
    Interaction: tokens.interaction_seconds,
    RefreshToken: (_ctx, token) => remainingRefresh(token, days(tokens.refresh_token_days)),
    // before anybody signs in there is nothing to keep; afterwards the adapter caps it at the session's first sign-in
    Session: (_ctx, session) => (session.accountId ? settings.sessions.absolute_seconds : hours(1)),
  }
}

/** Rotation does not begin a new life: so long after the first of a family the person signs in again. */
const remainingRefresh = (token: RefreshToken, seconds: number): number =>
  Math.max(1, seconds - Math.max(0, token.totalLifetime()))
