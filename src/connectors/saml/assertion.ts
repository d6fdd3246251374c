import { addSeconds } from '../../platform/index.ts'
import { invalid } from '../refusal.ts'
import { issuerOf } from './shape.ts'
import { attributeOf, childNamed, childrenNamed, childrenOf, everyElement, isNamed, ns, textOf } from './xml.ts'

/** What an assertion has to fit. */
export interface Expected {
  /** entity id of the insurer */
  readonly issuer: string
  /** our own */
  readonly audience: string
  readonly acs: string
  readonly requestId: string
  readonly askedAt: Date
  readonly isForced: boolean
  readonly now: Date
  readonly toleranceSeconds: number
}
export interface Assertion {
  readonly id: string
  readonly nameId?: string
  readonly nameIdFormat?: string
  /** From when on nobody would take it any more. */
  readonly notOnOrAfter: Date
  readonly acr?: string
  readonly authenticatedAt: Date
  readonly attributes: ReadonlyMap<string, readonly string[]>
}

/**
 * Judges an assertion by the rules of the Web Browser SSO Profile (SAML 2.0 Profiles §4.1.4) and reads it.
 * @throws Refused
 */
export function readAssertion(assertion: Element, expected: Expected): Assertion {
  const { now, toleranceSeconds } = expected
  const latest = addSeconds(now, toleranceSeconds)
  const id = attributeOf(assertion, 'ID')
  if (!id || attributeOf(assertion, 'Version') !== '2.0') throw invalid('bad-assertion')
  if (issuerOf(assertion) !== expected.issuer) throw invalid('wrong-issuer')
  const issued = timeOf(assertion, 'IssueInstant')
  if (!issued || issued > latest) throw invalid('not-yet-valid')
  if (issued < addSeconds(expected.askedAt, -toleranceSeconds)) throw invalid('expired')

  checkConditions(assertion, expected)
  const subject = onlyChild(assertion, 'Subject')
  const confirmed = confirmedUntil(subject, expected)
  const { authenticatedAt, acr } = readStatement(assertion, expected)
  const name = childNamed(subject, ns.assertion, 'NameID')
  const format = name && attributeOf(name, 'Format')
  const ends = timeOf(onlyChild(assertion, 'Conditions'), 'NotOnOrAfter')
  return {
    id,
    ...(name ? { nameId: textOf(name) } : {}),
    ...(format === undefined ? {} : { nameIdFormat: format }),
    notOnOrAfter: new Date(Math.max(ends?.getTime() ?? 0, confirmed.getTime())),
    ...(acr ? { acr } : {}),
    // a clock that runs ahead makes nobody sign in tomorrow
    authenticatedAt: new Date(Math.min(authenticatedAt.getTime(), now.getTime())),
    attributes: readAttributes(assertion),
  }
}

function onlyChild(element: Element, name: string): Element {
  const [child, ...others] = childrenNamed(element, ns.assertion, name)
  if (!child || others.length > 0) throw invalid('bad-assertion')
  return child
}

/** An instant (xs:dateTime in UTC, SAML Core §1.3.3). */
function timeOf(element: Element, name: string): Date | undefined {
  const text = attributeOf(element, name)
  if (text === undefined) return undefined
  const time = new Date(text)
  if (!/^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})$/.test(text) || Number.isNaN(time.getTime()))
    throw invalid('bad-time')
  return time
}

function checkTimes(element: Element, { now, toleranceSeconds }: Expected): void {
  const notBefore = timeOf(element, 'NotBefore')
  const notOnOrAfter = timeOf(element, 'NotOnOrAfter')
  if (notBefore && notBefore > addSeconds(now, toleranceSeconds)) throw invalid('not-yet-valid')
  if (notOnOrAfter && notOnOrAfter <= addSeconds(now, -toleranceSeconds)) throw invalid('expired')
}

function checkConditions(assertion: Element, expected: Expected): void {
  const conditions = onlyChild(assertion, 'Conditions')
  checkTimes(conditions, expected)
  const restrictions = childrenNamed(conditions, ns.assertion, 'AudienceRestriction')
  // each has to name us: they are conditions, not choices
  const isForUs = (restriction: Element): boolean =>
    childrenNamed(restriction, ns.assertion, 'Audience').some(each => textOf(each) === expected.audience)
  if (restrictions.length === 0 || !restrictions.every(isForUs)) throw invalid('wrong-audience')
  const known = ['AudienceRestriction', 'OneTimeUse', 'ProxyRestriction']
  if (childrenOf(conditions).some(each => each.namespaceURI !== ns.assertion || !known.includes(each.localName)))
    throw invalid('unknown-condition')
}

/** One bearer confirmation that fits whole is enough. @returns until when it holds */
function confirmedUntil(subject: Element, expected: Expected): Date {
  const bearers = childrenNamed(subject, ns.assertion, 'SubjectConfirmation').filter(
    each => attributeOf(each, 'Method') === 'urn:oasis:names:tc:SAML:2.0:cm:bearer',
  )
  let refusal = invalid('not-confirmed')
  for (const bearer of bearers) {
    const data = childNamed(bearer, ns.assertion, 'SubjectConfirmationData')
    if (!data) continue
    try {
      const until = timeOf(data, 'NotOnOrAfter')
      if (attributeOf(data, 'Recipient') !== expected.acs) throw invalid('wrong-recipient')
      if (attributeOf(data, 'InResponseTo') !== expected.requestId) throw invalid('wrong-request')
      checkTimes(data, expected)
      if (!until) throw invalid('bad-assertion')
      return until
    } catch (error) {
      refusal = error as typeof refusal
    }
  }
  throw refusal
}

function readStatement(assertion: Element, expected: Expected) {
  const [statement] = childrenNamed(assertion, ns.assertion, 'AuthnStatement')
  const authenticatedAt = statement && timeOf(statement, 'AuthnInstant')
  if (!statement || !authenticatedAt) throw invalid('not-authenticated')
  const { now, toleranceSeconds, isForced, askedAt } = expected
  if (authenticatedAt > addSeconds(now, toleranceSeconds)) throw invalid('not-yet-valid')
  const ends = timeOf(statement, 'SessionNotOnOrAfter')
  if (ends && ends <= addSeconds(now, -toleranceSeconds)) throw invalid('expired')
  if (isForced && authenticatedAt < addSeconds(askedAt, -toleranceSeconds)) throw invalid('not-authenticated-anew')
  const [context] = everyElement(statement).filter(each => isNamed(each, ns.assertion, 'AuthnContextClassRef'))
  return { authenticatedAt, acr: textOf(context) }
}

function readAttributes(assertion: Element): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, string[]>()
  for (const statement of childrenNamed(assertion, ns.assertion, 'AttributeStatement'))
    for (const attribute of childrenNamed(statement, ns.assertion, 'Attribute')) {
      const found = childrenNamed(attribute, ns.assertion, 'AttributeValue').map(textOf)
      const name = attributeOf(attribute, 'Name')
      if (name) values.set(name, [...(values.get(name) ?? []), ...found])
      // by its friendly name too, where no attribute has that for its own name
      const friendly = attributeOf(attribute, 'FriendlyName')
      if (friendly && friendly !== name && !values.has(friendly)) values.set(friendly, found)
    }
  return values
}
