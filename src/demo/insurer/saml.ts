import { createVerify } from 'node:crypto'
import { inflateRawSync } from 'node:zlib'
import { DOMParser } from '@xmldom/xmldom'
import type { Faults } from './faults.ts'
import { contextOf, type Member, subjectOf } from './members.ts'
import { buildRefusal, buildResponse, encryptAssertion, newSamlId, type SigningPair, sign } from './saml-response.ts'

/** A service that takes this insurer's word: one address of its metadata, which is also its entity id. */
export interface ServiceProvider {
  readonly entityId: string
  readonly acs: string
  /** Its metadata, fetched when it is needed: its keys change. */
  metadata(): Promise<string>
  /** What it gets is encrypted. */
  readonly wantsEncrypted?: boolean
}
export interface AuthnRequest {
  readonly id: string
  readonly provider: ServiceProvider
  readonly relayState: string
}

const ns = {
  protocol: 'urn:oasis:names:tc:SAML:2.0:protocol',
  assertion: 'urn:oasis:names:tc:SAML:2.0:assertion',
  metadata: 'urn:oasis:names:tc:SAML:2.0:metadata',
  signature: 'http://www.w3.org/2000/09/xmldsig#',
}

const parse = (xml: string): Document => new DOMParser().parseFromString(xml, 'text/xml')

/** Reads an AuthnRequest of the HTTP-Redirect binding; only a signed one of a service that is known. */
export async function readRequest(
  query: string,
  providers: readonly ServiceProvider[],
): Promise<AuthnRequest | undefined> {
  const parameters = new URLSearchParams(query)
  const message = parameters.get('SAMLRequest')
  if (message === null) return undefined
  const inflated = inflateRawSync(Buffer.from(message, 'base64'), { maxOutputLength: 100_000 }).toString('utf8')
  const request = parse(inflated).documentElement
  const issuer = request?.getElementsByTagNameNS(ns.assertion, 'Issuer')[0]?.textContent
  const provider = providers.find(({ entityId }) => entityId === issuer)
  if (!provider || request.localName !== 'AuthnRequest' || request.namespaceURI !== ns.protocol) return undefined
  if ((request.getAttribute('AssertionConsumerServiceURL') ?? provider.acs) !== provider.acs) return undefined
  const { signing } = certificatesOf(await provider.metadata())
  if (!signing.some(certificate => isSigned(query, certificate))) return undefined
  return { id: request.getAttribute('ID') as string, provider, relayState: parameters.get('RelayState') ?? '' }
}

/** The signature of the redirect binding is over the parameters as they were written (SAML Bindings §3.4.4.1). */
function isSigned(query: string, certificate: string): boolean {
  const written = new Map(query.split('&').map(each => [each.slice(0, each.indexOf('=')), each]))
  const text = ['SAMLRequest', 'RelayState', 'SigAlg'].flatMap(name => written.get(name) ?? []).join('&')
  const parameters = new URLSearchParams(query)
  if (parameters.get('SigAlg') !== 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256') return false
  const signature = Buffer.from(parameters.get('Signature') ?? '', 'base64')
  return createVerify('RSA-SHA256').update(text).verify(certificate, signature)
}

function certificatesOf(metadata: string): { readonly signing: readonly string[]; readonly encryption: string } {
  const keys = Array.from(parse(metadata).getElementsByTagNameNS(ns.metadata, 'KeyDescriptor'))
  const ofUse = (use: string): string[] =>
    keys
      .filter(key => key.getAttribute('use') === use)
      .map(key => key.getElementsByTagNameNS(ns.signature, 'X509Certificate')[0]?.textContent ?? '')
      .map(
        text =>
          `-----BEGIN CERTIFICATE-----\n${text.replace(/\s/g, '').replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
      )
  return { signing: ofUse('signing'), encryption: ofUse('encryption')[0] ?? '' }
}

/** What the insurer answers, in base64. */
export async function answerFor(
  request: AuthnRequest,
  member: Member | undefined,
  options: { readonly issuer: string; readonly pair: SigningPair; readonly faults: Faults },
): Promise<string> {
  const { issuer, pair, faults } = options
  const { provider, id } = request
  const outside = { issuer, destination: provider.acs, inResponseTo: id, at: new Date() }
  if (!member) return Buffer.from(buildRefusal(outside)).toString('base64')
  const response = buildResponse({
    ...outside,
    recipient: provider.acs,
    audience: faults.wrongAudience ? 'https://somebody-else.example' : provider.entityId,
    lifeSeconds: 300,
    nameId: subjectOf(member),
    nameIdFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
    context: contextOf(member),
    responseId: newSamlId(),
    assertionId: newSamlId(),
    attributes: {
      'urn:oid:2.5.4.42': [member.given_name],
      'urn:oid:2.5.4.4': [member.family_name],
      'urn:oid:1.3.6.1.4.1.25178.1.2.3': [member.birth_date.replaceAll('-', '')],
      'urn:oid:0.9.2342.19200300.100.1.3': [member.email],
      'urn:oid:2.5.4.20': [member.phone],
      memberId: [member.member_id],
    },
  })
  const signed = sign(response, 'Assertion', pair)
  const { encryption } = provider.wantsEncrypted ? certificatesOf(await provider.metadata()) : { encryption: '' }
  return Buffer.from(encryption ? await encryptAssertion(signed, encryption) : signed).toString('base64')
}

/** The insurer's own metadata. */
export function identityProviderMetadata(issuer: string, signOn: string, certificates: readonly string[]): string {
  const keys = certificates.map(certificate => {
    const body = certificate.replace(/-----[A-Z ]+-----|\s/g, '')
    return `<md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="${ns.signature}"><ds:X509Data><ds:X509Certificate>${body}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>`
  })
  return [
    `<?xml version="1.0"?>\n<md:EntityDescriptor xmlns:md="${ns.metadata}" entityID="${issuer}">`,
    `<md:IDPSSODescriptor WantAuthnRequestsSigned="true" protocolSupportEnumeration="${ns.protocol}">`,
    ...keys,
    '<md:NameIDFormat>urn:oasis:names:tc:SAML:2.0:nameid-format:persistent</md:NameIDFormat>',
    `<md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="${signOn}"/>`,
    '</md:IDPSSODescriptor></md:EntityDescriptor>',
  ].join('')
}
