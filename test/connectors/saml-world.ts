import { DOMParser } from '@xmldom/xmldom'
import {
  connectorOf,
  type Finished,
  federationAddresses,
  findOrMakeSamlKeys,
  selfSigned,
} from '../../src/connectors/index.ts'
import type { SamlInsurer } from '../../src/core/objects/insurer.ts'
import { identityProviderMetadata } from '../../src/demo/insurer/saml.ts'
import {
  buildResponse,
  newSamlId,
  type ResponseFacts,
  type SigningPair,
  sign,
} from '../../src/demo/insurer/saml-response.ts'
import { addSeconds, now } from '../../src/platform/index.ts'
import { openTestHouse, type TestHouse } from '../driver/house.ts'
import { issuer, keystone } from './world.ts'

export const entityId = 'https://idp.keystone.example/metadata'
export const persistent = 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent'

/** An insurer that a test plays: what it answers is built, bent and signed in the test. */
export interface SamlWorld extends TestHouse {
  readonly insurer: SamlInsurer
  readonly pair: SigningPair
  /** A pair that the insurer's metadata does not name. */
  readonly foreign: SigningPair
  /** Our certificate, which assertions are encrypted for. */
  readonly ourCertificate: string
  /** Begins a sign-in. */
  begin(over?: Partial<SamlInsurer>, options?: { readonly forceAuthentication?: boolean }): Promise<Begun>
}
export interface Begun {
  readonly pending: Readonly<Record<string, unknown>>
  /** Of a right answer to it. */
  readonly facts: ResponseFacts
  answer(xml: string): Promise<Finished>
}

export async function openSamlWorld(seed: string): Promise<SamlWorld> {
  const tested = await openTestHouse(seed)
  const { house } = tested
  const end = addSeconds(now(), 86_400 * 365)
  const [pair, foreign] = await Promise.all([
    selfSigned('idp.keystone.example', now(), end, 2048),
    selfSigned('idp.keystone.example', now(), end, 2048),
  ])
  const metadata_file = identityProviderMetadata(entityId, 'https://idp.keystone.example/sso', [pair.certificate])
  const insurer = keystone({ metadata_file })
  const [key] = await findOrMakeSamlKeys(house, now())
  const connector = connectorOf('saml')
  const context = () => ({ house, now: now() })
  return {
    ...tested,
    insurer,
    pair,
    foreign,
    ourCertificate: key.certificate,
    async begin(over = {}, options = {}) {
      const object = { ...insurer, ...over }
      const begun = await connector.start(context(), object, { handle: 'the handle of this try', ...options })
      if (begun.kind !== 'started') throw new Error(`not started: ${begun.reason}`)
      const ours = federationAddresses(issuer, object.id)
      return {
        pending: begun.pending,
        facts: {
          issuer: entityId,
          destination: ours.acs,
          recipient: ours.acs,
          audience: ours.metadata,
          inResponseTo: begun.pending.requestId as string,
          at: now(),
          lifeSeconds: 300,
          nameId: 'member-1',
          nameIdFormat: persistent,
          context: 'urn:example:password',
          attributes: { memberId: ['M-1'] },
          responseId: newSamlId(),
          assertionId: newSamlId(),
        },
        answer: xml =>
          connector.finish(context(), object, begun.pending, {
            protocol: 'saml',
            samlResponse: Buffer.from(xml).toString('base64'),
            relayState: 'the handle of this try',
          }),
      }
    },
  }
}

/** The right answer, its assertion signed. */
export const signedResponse = (facts: ResponseFacts, pair: SigningPair): string =>
  sign(buildResponse(facts), 'Assertion', pair)

export const refused = (reason: string, problem = 'upstream-invalid') => ({ kind: 'refused', problem, reason })

/** Bends a document through its tree. */
export function bend(xml: string, change: (parts: Parts) => void): string {
  const document = new DOMParser().parseFromString(xml, 'text/xml')
  const response = document.documentElement
  const first = (name: string): Element | undefined =>
    Array.from(response.getElementsByTagName('*')).find(({ localName }) => localName === name)
  change({
    document,
    response,
    assertion: first('Assertion') as Element,
    signature: first('Signature') as Element,
    first: name => first(name) as Element,
  })
  return String(document)
}
export interface Parts {
  readonly document: Document
  readonly response: Element
  readonly assertion: Element
  readonly signature: Element
  readonly first: (name: string) => Element
}

/** A copy that says what an attacker wants, under an id of its own. */
export function evilCopy(element: Element): Element {
  const copy = element.cloneNode(true) as Element
  copy.setAttribute('ID', newSamlId())
  for (const each of Array.from(copy.getElementsByTagName('*')))
    if (each.localName === 'NameID') each.textContent = 'member-evil'
  return copy
}
export const withoutSignature = (element: Element): Element => {
  const copy = element.cloneNode(true) as Element
  for (const each of Array.from(copy.childNodes))
    if ((each as Element).localName === 'Signature') copy.removeChild(each)
  return copy
}
