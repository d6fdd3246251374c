import { DOMParser } from '@xmldom/xmldom'
import { invalid } from '../refusal.ts'

/** Namespaces of SAML 2.0, XML Signature and XML Encryption. */
export const ns = {
  protocol: 'urn:oasis:names:tc:SAML:2.0:protocol',
  assertion: 'urn:oasis:names:tc:SAML:2.0:assertion',
  metadata: 'urn:oasis:names:tc:SAML:2.0:metadata',
  signature: 'http://www.w3.org/2000/09/xmldsig#',
} as const

/**
 * Parses a document that somebody else wrote. No document type: SAML has none, and entities are how documents grow or
 * read files. `<` stands nowhere in well-formed XML but at the start of markup, so looking for it there is exact.
 * @throws Refused
 */
export function parseXml(text: string): Element {
  if (/<!DOCTYPE|<!ENTITY/i.test(text)) throw invalid('doctype')
  const onTrouble = (): never => {
    throw invalid('bad-xml')
  }
  const parser = new DOMParser({ errorHandler: { warning: onTrouble, error: onTrouble, fatalError: onTrouble } })
  let document: Document
  try {
    document = parser.parseFromString(text, 'text/xml')
  } catch {
    throw invalid('bad-xml')
  }
  const roots = elementsIn(document)
  const [root] = roots
  if (document.doctype || !root || roots.length !== 1) throw invalid('bad-xml')
  return root
}

/**
 * How often a thing may stand in an answer. Honest ones have some hundreds; what libraries do with them grows with the
 * square, and takes minutes over what fits into the bytes that are allowed.
 */
const most: readonly (readonly [RegExp, number])[] = [
  [/</g, 1000],
  [/=\s*["']/g, 1000],
  [/xmlns/g, 300],
]
const isCostly = (text: string): boolean => most.some(([piece, count]) => (text.match(piece)?.length ?? 0) > count)

/**
 * The same for what is signed: also without comments, CDATA and processing instructions, which programs read
 * differently (a comment in a name has cut names short, and left signatures whole).
 * @throws Refused
 */
export function parseStrictly(text: string): Element {
  if (isCostly(text)) throw invalid('too-large')
  const root = parseXml(text)
  if (/<!/.test(text)) throw invalid('comment')
  if (/<\?/.test(text.replace(/^\s*<\?xml\s[^<>]*\?>/, ''))) throw invalid('processing-instruction')
  return root
}

const elementsIn = (node: Node): Element[] =>
  Array.from(node.childNodes).filter((each): each is Element => each.nodeType === 1)

export const isNamed = (element: Element, namespace: string, name: string): boolean =>
  element.namespaceURI === namespace && element.localName === name

export const childrenOf = (element: Element): Element[] => elementsIn(element)
export const childrenNamed = (element: Element, namespace: string, name: string): Element[] =>
  elementsIn(element).filter(each => isNamed(each, namespace, name))
export const childNamed = (element: Element, namespace: string, name: string): Element | undefined =>
  childrenNamed(element, namespace, name)[0]

/** An element and everything in it, in the order of the document. */
export function everyElement(element: Element): Element[] {
  const found: Element[] = []
  const waiting = [element]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    found.push(next)
    waiting.push(...elementsIn(next).reverse())
  }
  return found
}

export const attributeOf = (element: Element, name: string): string | undefined =>
  element.hasAttribute(name) ? (element.getAttribute(name) ?? undefined) : undefined

export const textOf = (element: Element | undefined): string => (element?.textContent ?? '').trim()
