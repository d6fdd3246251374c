import { type DefaultTreeAdapterMap, parse } from 'parse5'

type Node = DefaultTreeAdapterMap['node']
type Element = DefaultTreeAdapterMap['element']

/** A page as a person without eyes has it: title, headings, words, links, and forms to send. */
export interface PageDocument {
  readonly language: string | undefined
  readonly title: string
  readonly heading: string
  readonly text: string
  readonly links: readonly { readonly href: string; readonly text: string }[]
  readonly forms: readonly PageForm[]
}
export interface PageForm {
  readonly action: string
  readonly method: string
  readonly fields: Readonly<Record<string, string>>
  /** What a browser would send, field by field; a list of checkboxes has one for each. */
  readonly entries: readonly (readonly [string, string])[]
  /** `name=value` of each submit button, in order. */
  readonly buttons: readonly { readonly name?: string; readonly value?: string; readonly text: string }[]
}

const isElement = (node: Node): node is Element => 'tagName' in node
const attribute = (element: Element, name: string) => element.attrs.find(each => each.name === name)?.value

function* elements(node: Node): Generator<Element> {
  if (isElement(node)) yield node
  if ('childNodes' in node) for (const child of node.childNodes) yield* elements(child)
}
function textOf(node: Node): string {
  if (node.nodeName === '#text') return (node as DefaultTreeAdapterMap['textNode']).value
  if (isElement(node) && ['style', 'script'].includes(node.tagName)) return ''
  return 'childNodes' in node ? node.childNodes.map(textOf).join(' ') : ''
}
const words = (node: Node | undefined): string => (node ? textOf(node).replace(/\s+/g, ' ').trim() : '')

export function readPage(html: string): PageDocument {
  const document = parse(html)
  const all = [...elements(document)]
  const named = (tag: string) => all.filter(element => element.tagName === tag)
  return {
    language: named('html').map(element => attribute(element, 'lang'))[0],
    title: words(named('title')[0]),
    heading: words(named('h1')[0]),
    text: words(named('main')[0] ?? named('body')[0]),
    links: named('a').map(element => ({ href: attribute(element, 'href') ?? '', text: words(element) })),
    forms: named('form').map(readForm),
  }
}

function readForm(form: Element): PageForm {
  const inside = [...elements(form)]
  const fields: Record<string, string> = {}
  const entries: [string, string][] = []
  const holds = (name: string, value: string) => {
    fields[name] = value
    entries.push([name, value])
  }
  for (const input of inside.filter(element => element.tagName === 'input')) {
    const name = attribute(input, 'name')
    const type = attribute(input, 'type') ?? 'text'
    // a browser sends no field that is disabled (HTML §4.10.22.4)
    if (!name || type === 'submit' || attribute(input, 'disabled') !== undefined) continue
    const isUnchecked = ['checkbox', 'radio'].includes(type) && attribute(input, 'checked') === undefined
    if (!isUnchecked) holds(name, attribute(input, 'value') ?? (type === 'checkbox' ? 'on' : ''))
  }
  for (const select of inside.filter(element => element.tagName === 'select')) {
    const name = attribute(select, 'name')
    const options = [...elements(select)].filter(element => element.tagName === 'option')
    const chosen = options.find(option => attribute(option, 'selected') !== undefined) ?? options[0]
    if (name && chosen) holds(name, attribute(chosen, 'value') ?? words(chosen))
  }
  for (const area of inside.filter(element => element.tagName === 'textarea')) {
    const name = attribute(area, 'name')
    if (name) holds(name, textOf(area))
  }
  return {
    action: attribute(form, 'action') ?? '',
    method: (attribute(form, 'method') ?? 'get').toLowerCase(),
    fields,
    entries,
    buttons: inside
      .filter(element => element.tagName === 'button' && (attribute(element, 'type') ?? 'submit') === 'submit')
      .map(element => {
        const [name, value] = [attribute(element, 'name'), attribute(element, 'value')]
        return { ...(name ? { name } : {}), ...(value ? { value } : {}), text: words(element) }
      }),
  }
}
