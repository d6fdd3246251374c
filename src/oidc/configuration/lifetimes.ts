import type { Configuration, RefreshToken } from 'oidc-provider'
import type { House } from '../../operations/house.ts'
import { days, hours, minutes } from '../../platform/index.ts'

const refreshAbsolute = days(90)

/** Seconds that each artifact lives; what slides with use is in artifacts.ts, the session's limits in its adapter. */
export function lifetimes({ settings }: Pick<House, 'settings'>): NonNullable<Configuration['ttl']> {
  return {
    AccessToken: (_ctx, token) => token.resourceServer?.accessTokenTTL ?? minutes(10),
    ClientCredentials: (_ctx, token) => token.resourceServer?.accessTokenTTL ?? minutes(10),
    AuthorizationCode: 60,
    IdToken: minutes(5),
    Grant: days(90),
    Interaction: hours(1),
    RefreshToken: (_ctx, token) => remainingRefresh(token),
    // before anybody signs in there is nothing to keep; afterwards the adapter caps it at the session's first sign-in
    Session: (_ctx, session) => (session.accountId ? settings.sessions.absolute_seconds : hours(1)),
  }
}

/** Rotation does not begin a new life: ninety days after the first of a family the person signs in again. */
const remainingRefresh = (token: RefreshToken): number =>
  Math.max(1, refreshAbsolute - Math.max(0, token.totalLifetime()))
