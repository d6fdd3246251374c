import type { IDToken } from 'openid-client'
import type { UpstreamIdentity } from '../../core/federation.ts'
import type { OidcInsurer } from '../../core/objects/insurer.ts'
import { addSeconds } from '../../platform/index.ts'
import { memberAttributes, namedSubject } from '../attributes.ts'
import type { ConnectorContext } from '../contract.ts'
import { invalid } from '../refusal.ts'

/** Who it was, of an ID token that was verified and the userinfo that belongs to it. */
export function identityOf(
  { now }: ConnectorContext,
  insurer: OidcInsurer,
  token: IDToken,
  userinfo: Readonly<Record<string, unknown>>,
): { readonly identity: UpstreamIdentity; readonly received: Readonly<Record<string, unknown>> } {
  // what is signed goes before what is not
  const claims = new Map(Object.entries({ ...userinfo, ...token }))
  const subject = insurer.claims.subject === undefined ? token.sub : namedSubject(insurer.claims.subject, claims)
  if (!subject || subject.length > 255) throw invalid('no-subject')
  const { acr, auth_time: authTime } = token
  const identity: UpstreamIdentity = {
    insurer: insurer.id,
    issuer: token.iss,
    subject,
    ...(typeof acr === 'string' ? { acr } : {}),
    // a clock that runs ahead makes nobody sign in tomorrow
    ...(authTime === undefined ? {} : { authenticatedAt: new Date(Math.min(authTime * 1000, now.getTime())) }),
    attributes: memberAttributes(insurer, claims, now),
  }
  return { identity, received: Object.fromEntries(claims) }
}

/**
 * What the library leaves open: a token of a code is seconds old, so one from another time comes from a clock that is
 * off, and a sign-in that was asked for anew has to have been one.
 */
export function checkTimes(
  { house, now }: ConnectorContext,
  token: IDToken,
  asked: { readonly at: Date; readonly isForced: boolean },
): void {
  const tolerance = house.settings.federation.clock_tolerance_seconds
  const issuedAt = new Date(token.iat * 1000)
  if (issuedAt > addSeconds(now, tolerance) || issuedAt < addSeconds(asked.at, -tolerance)) throw invalid('clock-off')
  if (!asked.isForced) return
  if (token.auth_time === undefined || new Date(token.auth_time * 1000) < addSeconds(asked.at, -tolerance))
    throw invalid('not-authenticated-anew')
}
