import type { SamlInsurer } from '../../core/objects/insurer.ts'
import { addSeconds, minutes } from '../../platform/index.ts'
import type { ConnectorContext } from '../contract.ts'
import { declined, invalid, Refused } from '../refusal.ts'
import type { Upstream } from '../upstream.ts'
import { type Assertion, type Expected, readAssertion } from './assertion.ts'
import { findOrMakeSamlKeys } from './keys.ts'
import { findIdentityProvider, type IdentityProvider, usableCertificates } from './metadata.ts'
import { ourEnd } from './request.ts'
import { issuerOf, readDecrypted, readShape, statusOf } from './shape.ts'
import { decrypted, type Signed, verifiedAssertion } from './verify.ts'
import { attributeOf, parseStrictly } from './xml.ts'

export interface Answer {
  readonly requestId: string
  readonly askedAt: Date
  readonly isForced: boolean
  /** base64 */
  readonly samlResponse: string
}

/** Far above any honest answer; parsing is not free. */
const mostBytes = 200_000
/** Metadata is looked at again that often, for the sake of a signature that it does not explain. */
const cooldown = minutes(1)

/** Statuses that say that the person did not sign in, not that something is broken. */
const declinedStatuses = ['AuthnFailed', 'RequestDenied', 'NoPassive', 'UnknownPrincipal', 'NoAuthnContext']

/** Judges a response whole. @throws Refused */
export async function readResponse(
  context: ConnectorContext,
  insurer: SamlInsurer,
  answer: Answer,
  upstream: Upstream,
): Promise<{ readonly assertion: Assertion; readonly provider: IdentityProvider }> {
  const shape = readShape(parseStrictly(decode(answer.samlResponse)))
  const { value: provider, fetchedAt } = await findIdentityProvider(context, insurer, upstream, 'kept')
  const end = ourEnd(context, insurer)
  checkEnvelope(shape.response, { ...answer, acs: end.acs, issuer: provider.entityId })
  if (!shape.assertion) throw refusalOfStatus(statusOf(shape.response))
  if (statusOf(shape.response) !== 'Success') throw invalid('no-success')
  if (insurer.want_encrypted && !shape.isEncrypted) throw invalid('not-encrypted')

  const keys = await findOrMakeSamlKeys(context.house, context.now)
  const opened = shape.isEncrypted ? await decrypted(shape.assertion, keys) : undefined
  const isAssertionSigned = opened ? readDecrypted(opened.assertion).isAssertionSigned : shape.isAssertionSigned
  if (!shape.isSigned && !isAssertionSigned) throw invalid('not-signed')
  const expected: Expected = {
    issuer: provider.entityId,
    audience: end.entityId,
    acs: end.acs,
    requestId: answer.requestId,
    askedAt: answer.askedAt,
    isForced: answer.isForced,
    now: context.now,
    toleranceSeconds: context.house.settings.federation.clock_tolerance_seconds,
  }
  // for the reason alone: nothing is taken of it
  readAssertion(opened?.assertion ?? shape.assertion, expected)
  const signed: Omit<Signed, 'certificates'> = {
    ...answer,
    ...end,
    isResponseSigned: shape.isSigned,
    isAssertionSigned,
    ...(opened ? { key: opened.key } : {}),
  }
  const verified = await verify(context, insurer, signed, { provider, fetchedAt }, upstream)
  return { assertion: readAssertion(verified, expected), provider }
}

/** With the keys that are known; with those of now, where it was signed with one that is not and the copy is not new. */
async function verify(
  context: ConnectorContext,
  insurer: SamlInsurer,
  signed: Omit<Signed, 'certificates'>,
  known: { readonly provider: IdentityProvider; readonly fetchedAt: Date },
  upstream: Upstream,
): Promise<Element> {
  try {
    return await verifiedAssertion({ ...signed, certificates: usableCertificates(known.provider, context.now) })
  } catch (error) {
    const isOld = addSeconds(known.fetchedAt, cooldown) <= context.now
    if (!(error instanceof Refused) || !isOld || insurer.metadata_url === undefined) throw error
    const { value } = await findIdentityProvider(context, insurer, upstream, 'fresh')
    return verifiedAssertion({ ...signed, certificates: usableCertificates(value, context.now) })
  }
}

function decode(samlResponse: string): string {
  if (samlResponse.length > mostBytes) throw invalid('too-large')
  const compact = samlResponse.replace(/\s/g, '')
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(compact)) throw invalid('bad-encoding')
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(compact, 'base64'))
  } catch {
    throw invalid('bad-encoding')
  }
}

/** Whether it answers our request, here, and comes from whom we asked: as far as its outside says. */
function checkEnvelope(
  response: Element,
  expected: { readonly requestId: string; readonly acs: string; readonly issuer: string },
): void {
  const inResponseTo = attributeOf(response, 'InResponseTo')
  if (inResponseTo === undefined) throw invalid('unsolicited')
  if (inResponseTo !== expected.requestId) throw invalid('wrong-request')
  const destination = attributeOf(response, 'Destination')
  if (destination !== undefined && destination !== expected.acs) throw invalid('wrong-destination')
  const issuer = issuerOf(response)
  if (issuer !== undefined && issuer !== expected.issuer) throw invalid('wrong-issuer')
}

const refusalOfStatus = (status: string): Refused => {
  if (declinedStatuses.includes(status)) return declined('not-let-in')
  return invalid(status === 'Success' ? 'no-assertion' : 'error-response')
}
