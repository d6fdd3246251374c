import { randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import { SignedXml } from 'xml-crypto'
import * as xmlenc from 'xml-encryption'

/** Everything that a response says, so that tests can let it say something wrong. */
export interface ResponseFacts {
  readonly issuer: string
  readonly destination: string
  readonly recipient: string
  readonly audience: string
  readonly inResponseTo: string | undefined
  readonly at: Date
  readonly lifeSeconds: number
  readonly nameId: string
  readonly nameIdFormat: string
  readonly context: string
  readonly attributes: Readonly<Record<string, readonly string[]>>
  readonly responseId: string
  readonly assertionId: string
}
export interface SigningPair {
  readonly certificate: string
  readonly privateKey: string
}

export const newSamlId = (): string => `_${randomBytes(16).toString('hex')}`

const escaped = (text: string): string => text.replace(/[&<>"']/g, each => `&#${each.charCodeAt(0)};`)

/** A response, unsigned. */
export function buildResponse(facts: ResponseFacts): string {
  const at = facts.at.toISOString()
  const end = new Date(facts.at.getTime() + facts.lifeSeconds * 1000).toISOString()
  const answers = facts.inResponseTo === undefined ? '' : ` InResponseTo="${escaped(facts.inResponseTo)}"`
  const attributes = Object.entries(facts.attributes)
    .map(([name, values]) => {
      const texts = values.map(value => `<saml:AttributeValue>${escaped(value)}</saml:AttributeValue>`).join('')
      return `<saml:Attribute Name="${escaped(name)}">${texts}</saml:Attribute>`
    })
    .join('')
  return [
    `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="${facts.responseId}" Version="2.0"`,
    ` IssueInstant="${at}" Destination="${escaped(facts.destination)}"${answers}>`,
    `<saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">${escaped(facts.issuer)}</saml:Issuer>`,
    '<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>',
    `<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="${facts.assertionId}" Version="2.0"`,
    ` IssueInstant="${at}"><saml:Issuer>${escaped(facts.issuer)}</saml:Issuer>`,
    `<saml:Subject><saml:NameID Format="${escaped(facts.nameIdFormat)}">${escaped(facts.nameId)}</saml:NameID>`,
    '<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">',
    `<saml:SubjectConfirmationData NotOnOrAfter="${end}" Recipient="${escaped(facts.recipient)}"${answers}/>`,
    '</saml:SubjectConfirmation></saml:Subject>',
    `<saml:Conditions NotBefore="${at}" NotOnOrAfter="${end}"><saml:AudienceRestriction>`,
    `<saml:Audience>${escaped(facts.audience)}</saml:Audience></saml:AudienceRestriction></saml:Conditions>`,
    `<saml:AuthnStatement AuthnInstant="${at}" SessionIndex="${facts.assertionId}"><saml:AuthnContext>`,
    `<saml:AuthnContextClassRef>${escaped(facts.context)}</saml:AuthnContextClassRef></saml:AuthnContext>`,
    `</saml:AuthnStatement><saml:AttributeStatement>${attributes}</saml:AttributeStatement>`,
    '</saml:Assertion></samlp:Response>',
  ].join('')
}

/** An answer that lets nobody in. */
export const buildRefusal = (facts: Pick<ResponseFacts, 'issuer' | 'destination' | 'inResponseTo' | 'at'>): string =>
  [
    `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="${newSamlId()}" Version="2.0"`,
    ` IssueInstant="${facts.at.toISOString()}" Destination="${escaped(facts.destination)}"`,
    ` InResponseTo="${escaped(facts.inResponseTo ?? '')}">`,
    `<saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">${escaped(facts.issuer)}</saml:Issuer>`,
    '<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Responder">',
    '<samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:RequestDenied"/></samlp:StatusCode></samlp:Status>',
    '</samlp:Response>',
  ].join('')

/** Signs the response or its assertion (enveloped, exclusive canonicalisation, RSA with SHA-256). */
export function sign(
  xml: string,
  what: 'Response' | 'Assertion',
  { privateKey, certificate }: SigningPair,
  algorithms = {
    signature: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    digest: 'http://www.w3.org/2001/04/xmlenc#sha256',
  },
): string {
  const place = what === 'Response' ? "/*[local-name(.)='Response']" : "//*[local-name(.)='Assertion']"
  const signed = new SignedXml({
    privateKey,
    publicCert: certificate,
    signatureAlgorithm: algorithms.signature as never,
    canonicalizationAlgorithm: 'http://www.w3.org/2001/10/xml-exc-c14n#',
  })
  signed.addReference({
    xpath: place,
    digestAlgorithm: algorithms.digest as never,
    transforms: ['http://www.w3.org/2000/09/xmldsig#enveloped-signature', 'http://www.w3.org/2001/10/xml-exc-c14n#'],
  })
  signed.computeSignature(xml, {
    prefix: 'ds',
    location: { reference: `${place}/*[local-name(.)='Issuer']`, action: 'after' },
  })
  return signed.getSignedXml()
}

const encryptXml = promisify(xmlenc.encrypt) as unknown as (xml: string, options: object) => Promise<string>

/** Encrypts the assertion for whoever has the key of a certificate (AES-256-GCM, RSA-OAEP). */
export async function encryptAssertion(xml: string, certificate: string): Promise<string> {
  const start = xml.indexOf('<saml:Assertion')
  const end = xml.indexOf('</saml:Assertion>') + '</saml:Assertion>'.length
  const encrypted = await encryptXml(xml.slice(start, end), {
    rsa_pub: certificate,
    pem: certificate,
    encryptionAlgorithm: 'http://www.w3.org/2009/xmlenc11#aes256-gcm',
    keyEncryptionAlgorithm: 'http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p',
  })
  const wrapped = `<saml:EncryptedAssertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">${encrypted}</saml:EncryptedAssertion>`
  return xml.slice(0, start) + wrapped + xml.slice(end)
}
