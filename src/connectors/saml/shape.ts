import { invalid } from '../refusal.ts'
import { attributeOf, childrenNamed, childrenOf, everyElement, isNamed, ns, textOf } from './xml.ts'

/**
 * The one shape that a response may have. Signature wrapping lives on documents that two programs read differently:
 * copies of an assertion in odd places, ids that stand twice, signatures of something else. None of that is needed, so
 * none is taken, before a single signature is looked at.
 */
export interface ResponseShape {
  readonly response: Element
  /** In clear, or encrypted; undefined in an answer that nobody was signed in. */
  readonly assertion: Element | undefined
  readonly isEncrypted: boolean
  readonly isSigned: boolean
  /** Whether an assertion in clear has a signature of its own. */
  readonly isAssertionSigned: boolean
}

/** @throws Refused */
export function readShape(root: Element): ResponseShape {
  if (!isNamed(root, ns.protocol, 'Response') || attributeOf(root, 'Version') !== '2.0') throw invalid('no-response')
  const elements = everyElement(root)
  refuseSameIds(elements)
  // by local name alone, as libraries look for them
  const assertions = elements.filter(({ localName }) => localName === 'Assertion' || localName === 'EncryptedAssertion')
  if (elements.some(each => each !== root && each.localName === 'Response')) throw invalid('wrapped-response')
  const [assertion] = assertions
  if (assertions.length > 1) throw invalid('several-assertions')
  if (assertion && (assertion.parentNode !== root || assertion.namespaceURI !== ns.assertion))
    throw invalid('misplaced-assertion')
  const isEncrypted = assertion?.localName === 'EncryptedAssertion'
  const signed = checkSignatures(elements, [root, ...(assertion && !isEncrypted ? [assertion] : [])])
  return {
    response: root,
    assertion,
    isEncrypted,
    isSigned: signed.includes(root),
    isAssertionSigned: assertion !== undefined && signed.includes(assertion),
  }
}

/** What was encrypted: one assertion and nothing else. @throws Refused */
export function readDecrypted(root: Element): { readonly isAssertionSigned: boolean } {
  const elements = everyElement(root)
  if (!isNamed(root, ns.assertion, 'Assertion')) throw invalid('no-assertion')
  refuseSameIds(elements)
  if (elements.some(each => each !== root && /^(Encrypted)?(Assertion|Response)$/.test(each.localName)))
    throw invalid('several-assertions')
  return { isAssertionSigned: checkSignatures(elements, [root]).length > 0 }
}

function refuseSameIds(elements: readonly Element[]): void {
  const ids = elements.flatMap(each =>
    Array.from(each.attributes)
      .filter(({ localName, name }) => (localName ?? name).toLowerCase() === 'id')
      .map(({ value }) => value),
  )
  if (new Set(ids).size !== ids.length) throw invalid('same-id-twice')
}

const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#'
const enveloped = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature'
const methods = [
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512',
  'http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1',
]
const digests = ['http://www.w3.org/2001/04/xmlenc#sha256', 'http://www.w3.org/2001/04/xmlenc#sha512']

/** @returns those of the places that are signed. @throws Refused where a signature stands elsewhere or is odd */
function checkSignatures(elements: readonly Element[], places: readonly Element[]): readonly Element[] {
  const signatures = elements.filter(({ localName }) => localName === 'Signature')
  const signed = signatures.map(each => {
    const place = places.find(one => one === each.parentNode)
    if (!place || each.namespaceURI !== ns.signature) throw invalid('misplaced-signature')
    checkSignature(each, place)
    return place
  })
  if (new Set(signed).size !== signed.length) throw invalid('several-signatures')
  return signed
}

function checkSignature(signature: Element, place: Element): void {
  const [info, ...moreInfos] = childrenNamed(signature, ns.signature, 'SignedInfo')
  if (!info || moreInfos.length > 0) throw invalid('several-signed-infos')
  if (childrenOf(signature).some(({ localName }) => !/^(SignedInfo|SignatureValue|KeyInfo)$/.test(localName)))
    throw invalid('signature-object')
  const [reference, ...moreReferences] = childrenNamed(info, ns.signature, 'Reference')
  if (!reference || moreReferences.length > 0) throw invalid('several-references')
  if (attributeOf(reference, 'URI') !== `#${attributeOf(place, 'ID')}`) throw invalid('wrong-reference')
  const algorithmsOf = (name: string): string[] =>
    everyElement(info)
      .filter(each => isNamed(each, ns.signature, name))
      .map(each => attributeOf(each, 'Algorithm') ?? '')
  const areAll = (name: string, allowed: readonly string[]): boolean =>
    algorithmsOf(name).every(each => allowed.includes(each))
  if (!areAll('CanonicalizationMethod', [exclusive]) || !areAll('Transform', [enveloped, exclusive]))
    throw invalid('odd-signature')
  if (!areAll('SignatureMethod', methods) || !areAll('DigestMethod', digests)) throw invalid('weak-signature')
}

/** Why nobody was signed in, by the second word of the status where there is one. */
export function statusOf(response: Element): string {
  const [status] = childrenNamed(response, ns.protocol, 'Status')
  const codes = status
    ? everyElement(status)
        .filter(each => isNamed(each, ns.protocol, 'StatusCode'))
        .map(each => attributeOf(each, 'Value') ?? '')
    : []
  return codes.at(-1)?.replace('urn:oasis:names:tc:SAML:2.0:status:', '') ?? ''
}

export const issuerOf = (element: Element): string | undefined => {
  const [issuer] = childrenNamed(element, ns.assertion, 'Issuer')
  return issuer && textOf(issuer)
}
