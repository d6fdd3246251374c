import type { UpstreamIdentity } from '../../core/federation.ts'
import type { SamlInsurer } from '../../core/objects/insurer.ts'
import { addSeconds, days } from '../../platform/index.ts'
import { createReplay } from '../../store/replays.ts'
import { memberAttributes, namedSubject } from '../attributes.ts'
import type { ConnectorContext } from '../contract.ts'
import { invalid } from '../refusal.ts'
import type { Assertion } from './assertion.ts'
import type { IdentityProvider } from './metadata.ts'
import { transient } from './request.ts'

/** Who it was, of an assertion that was verified. @throws Refused where it does not name one lasting person */
export function identityOf(
  { now }: ConnectorContext,
  insurer: SamlInsurer,
  provider: IdentityProvider,
  assertion: Assertion,
): { readonly identity: UpstreamIdentity; readonly received: Readonly<Record<string, unknown>> } {
  const { attributes, nameId, nameIdFormat, acr, authenticatedAt } = assertion
  const identity: UpstreamIdentity = {
    insurer: insurer.id,
    issuer: issuerOf(insurer, provider),
    subject: subjectOf(insurer, assertion),
    ...(acr === undefined ? {} : { acr }),
    authenticatedAt,
    attributes: memberAttributes(insurer, attributes, now),
  }
  const received = {
    ...Object.fromEntries(attributes),
    ...(nameId === undefined ? {} : { NameID: nameId }),
    ...(nameIdFormat === undefined ? {} : { 'NameID Format': nameIdFormat }),
    ...(acr === undefined ? {} : { AuthnContextClassRef: acr }),
  }
  return { identity, received }
}

/**
 * An entity id is what the insurer's own metadata says: with it alone, one insurer could name another's members as its
 * own. Begins as no OpenID provider's does.
 */
const issuerOf = ({ id }: SamlInsurer, { entityId }: IdentityProvider): string => `saml:${id}:${entityId}`

function subjectOf({ claims }: SamlInsurer, { attributes, nameId, nameIdFormat }: Assertion): string {
  // a transient name is another one at the next sign-in
  if (claims.subject === undefined && nameIdFormat === transient) throw invalid('transient-subject')
  const subject = claims.subject === undefined ? nameId : namedSubject(claims.subject, attributes)
  if (!subject || subject.length > 255) throw invalid('no-subject')
  return subject
}

/** An assertion signs in once, whoever brings it again and with whatever around it. @throws Refused */
export async function refuseReplay(
  { house, now }: ConnectorContext,
  provider: IdentityProvider,
  { id, notOnOrAfter }: Assertion,
): Promise<void> {
  const hash = house.sealer.index('saml.assertion', `${provider.entityId}|${id}`)
  const tolerated = addSeconds(notOnOrAfter, house.settings.federation.clock_tolerance_seconds)
  // it answers a request of ours, which does not live for days
  const until = Math.min(tolerated.getTime(), addSeconds(now, days(1)).getTime())
  if (!(await createReplay(house.db, hash, new Date(until)))) throw invalid('replayed')
}
