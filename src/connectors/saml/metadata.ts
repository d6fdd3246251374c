import { X509Certificate } from 'node:crypto'
import type { SamlInsurer } from '../../core/objects/insurer.ts'
import type { ConnectorContext } from '../contract.ts'
import { type MetadataNeed, type MetadataSource, metadataOf } from '../metadata.ts'
import { invalid, unavailable } from '../refusal.ts'
import type { Upstream } from '../upstream.ts'
import { attributeOf, childNamed, childrenNamed, everyElement, isNamed, ns, parseXml, textOf } from './xml.ts'

export interface IdentityProvider {
  readonly entityId: string
  /** Single sign-on by HTTP-Redirect. */
  readonly signOn: string
  readonly wantsSignedRequests: boolean
  readonly nameIdFormats: readonly string[]
  /** Of RSA keys that sign; several during a roll-over. */
  readonly certificates: readonly SigningCertificate[]
}
export interface SigningCertificate {
  readonly pem: string
  readonly fingerprint: string
  readonly notAfter: Date
}

/** The insurer's metadata: fetched from its address, or as the operator wrote it down. */
export async function findIdentityProvider(
  context: ConnectorContext,
  insurer: SamlInsurer,
  upstream: Upstream,
  need: MetadataNeed,
): Promise<{ readonly value: IdentityProvider; readonly fetchedAt: Date }> {
  const { metadata_url: source, metadata_file: text } = insurer
  const parse = (document: string) => parseIdentityProvider(context, insurer, document)
  if (source === undefined) return { value: parse(text ?? ''), fetchedAt: context.now }
  const from: MetadataSource<IdentityProvider> = {
    source,
    load: ({ fetch }) => loadMetadata(fetch, source, context.house.settings.environment === 'production'),
    parse,
    signIn: ({ signOn }) => signOn,
  }
  return metadataOf(context, insurer, from, upstream, need)
}

async function loadMetadata(fetch: typeof globalThis.fetch, source: string, isStrict: boolean): Promise<string> {
  // its certificates are believed because of the connection that they came by
  if (isStrict && !source.startsWith('https:')) throw unavailable('plain-address')
  const answer = await fetch(source, { headers: { accept: 'application/samlmetadata+xml, application/xml, text/xml' } })
  if (answer.status !== 200) throw unavailable('no-metadata')
  return answer.text()
}

/** @throws Refused where it describes no identity provider that we can use */
export function parseIdentityProvider(
  { house, now }: ConnectorContext,
  { entity_id }: Pick<SamlInsurer, 'entity_id'>,
  text: string,
): IdentityProvider {
  const root = parseXml(text)
  const entities = everyElement(root).filter(
    each =>
      isNamed(each, ns.metadata, 'EntityDescriptor') &&
      childNamed(each, ns.metadata, 'IDPSSODescriptor') &&
      (entity_id === undefined || attributeOf(each, 'entityID') === entity_id),
  )
  const [entity] = entities
  if (!entity || entities.length > 1) throw invalid(entity ? 'several-entities' : 'unknown-entity')
  const role = childNamed(entity, ns.metadata, 'IDPSSODescriptor') as Element
  for (const each of [root, entity, role]) {
    const until = attributeOf(each, 'validUntil')
    if (until !== undefined && !(new Date(until) > now)) throw invalid('metadata-expired')
  }
  const signOn = childrenNamed(role, ns.metadata, 'SingleSignOnService').find(
    each => attributeOf(each, 'Binding') === 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect',
  )
  const location = signOn && attributeOf(signOn, 'Location')
  const entityId = attributeOf(entity, 'entityID')
  const isStrict = house.settings.environment === 'production'
  if (!entityId || !location || !isWebAddress(location, isStrict)) throw invalid('incomplete-metadata')
  const certificates = signingCertificates(role)
  if (certificates.length === 0) throw invalid('no-certificate')
  return {
    entityId,
    signOn: location,
    wantsSignedRequests: attributeOf(role, 'WantAuthnRequestsSigned') === 'true',
    nameIdFormats: childrenNamed(role, ns.metadata, 'NameIDFormat').map(textOf),
    certificates,
  }
}

const isWebAddress = (address: string, isStrict: boolean): boolean =>
  URL.canParse(address) && (new URL(address).protocol === 'https:' || (!isStrict && address.startsWith('http:')))

/** Keys that sign: those for any use too. What is no RSA key of 2048 bits or more is passed over. */
function signingCertificates(role: Element): SigningCertificate[] {
  const found = new Map<string, SigningCertificate>()
  for (const key of childrenNamed(role, ns.metadata, 'KeyDescriptor')) {
    if (attributeOf(key, 'use') === 'encryption') continue
    for (const element of everyElement(key).filter(each => isNamed(each, ns.signature, 'X509Certificate'))) {
      const certificate = readCertificate(textOf(element))
      if (certificate) found.set(certificate.fingerprint, certificate)
    }
  }
  return [...found.values()]
}

function readCertificate(base64: string): SigningCertificate | undefined {
  try {
    const certificate = new X509Certificate(Buffer.from(base64, 'base64'))
    const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey
    if (asymmetricKeyType !== 'rsa' || (asymmetricKeyDetails?.modulusLength ?? 0) < 2048) return undefined
    const { fingerprint256: fingerprint, validToDate: notAfter } = certificate
    return { pem: certificate.toString(), fingerprint, notAfter }
  } catch {
    return undefined
  }
}

/** Certificates that may be believed now. @throws Refused where the last one has ended */
export function usableCertificates(provider: IdentityProvider, now: Date): readonly string[] {
  const usable = provider.certificates.filter(({ notAfter }) => notAfter > now).map(({ pem }) => pem)
  if (usable.length === 0) throw unavailable('certificate-expired')
  return usable
}
