import { type DefaultTreeAdapterTypes, parse } from 'parse5'

type Node = DefaultTreeAdapterTypes.Node
export interface Element {
  readonly tag: string
  readonly attributes: Readonly<Record<string, string>>
  readonly text: string
  readonly parents: readonly string[]
}

const textOf = (node: Node): string =>
  'value' in node ? node.value : 'childNodes' in node ? node.childNodes.map(textOf).join('') : ''

/** Every element of a page in document order. */
export function elementsOf(html: string): readonly Element[] {
  const found: Element[] = []
  const walk = (node: Node, parents: readonly string[]): void => {
    const tag = 'tagName' in node ? node.tagName : undefined
    if (tag && 'attrs' in node)
      found.push({
        tag,
        attributes: Object.fromEntries(node.attrs.map(one => [one.name, one.value])),
        text: textOf(node),
        parents,
      })
    if ('childNodes' in node) for (const child of node.childNodes) walk(child, tag ? [...parents, tag] : parents)
  }
  walk(parse(html), [])
  return found
}

export const byTag = (html: string, tag: string): readonly Element[] => elementsOf(html).filter(one => one.tag === tag)
export const byId = (html: string, id: string): Element | undefined =>
  elementsOf(html).find(one => one.attributes.id === id)
