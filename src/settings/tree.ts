/** Where a value stands: a file and line, or an environment variable. */
export interface Origin {
  readonly file: string
  readonly line?: number
  readonly kind: 'file' | 'variable'
}
/** Settings while sources are laid over each other: every value remembers where it stands. */
export interface Node {
  readonly origin: Origin
  value: Map<string, Node> | Node[] | string | number | boolean
}
type Locate = (path: readonly PropertyKey[]) => Origin

/** Plain values as nodes. Keys without a value count as left out. */
export function toNode(value: unknown, locate: Locate, path: readonly PropertyKey[] = []): Node | undefined {
  const origin = locate(path)
  if (value === null || value === undefined) return undefined
  if (Array.isArray(value))
    return { origin, value: value.flatMap((entry, index) => toNode(entry, locate, [...path, index]) ?? []) }
  if (typeof value === 'object') {
    const entries = Object.entries(value).flatMap(([key, inner]) => {
      const node = toNode(inner, locate, [...path, key])
      return node ? [[key, node] as const] : []
    })
    return { origin, value: new Map(entries) }
  }
  return { origin, value: value as string | number | boolean }
}

/** Groups are joined key by key; lists and scalars of `over` take the place of those of `base`. */
export function overlay(base: Node | undefined, over: Node | undefined): Node | undefined {
  if (!base || !over) return over ?? base
  if (!(base.value instanceof Map) || !(over.value instanceof Map)) return over
  const joined = new Map(base.value)
  for (const [key, node] of over.value) joined.set(key, overlay(joined.get(key), node) as Node)
  return { origin: over.origin, value: joined }
}

export function toPlain(node: Node | undefined): unknown {
  if (!node) return {}
  if (node.value instanceof Map) return Object.fromEntries([...node.value].map(([key, inner]) => [key, toPlain(inner)]))
  return Array.isArray(node.value) ? node.value.map(toPlain) : node.value
}

const child = (node: Node, part: PropertyKey): Node | undefined =>
  node.value instanceof Map
    ? node.value.get(String(part))
    : Array.isArray(node.value)
      ? node.value[Number(part)]
      : undefined

/** Where a path stands; `undefined` where it stands nowhere, not even the group around it. */
export function originOf(root: Node | undefined, path: readonly PropertyKey[]): Origin | undefined {
  let node = root
  let origin: Origin | undefined
  for (const part of path) {
    node = node && child(node, part)
    if (!node) break
    origin = node.origin
  }
  return origin
}

/** Puts a scalar at a path, making groups and lists on the way. @returns false where a list would get a gap. */
export function setAt(root: Node, path: readonly PropertyKey[], leaf: Node): boolean {
  const [part, ...rest] = path
  if (part === undefined) return false
  const container = root.value
  const isList = Array.isArray(container)
  if (!isList && !(container instanceof Map)) return false
  if (isList && Number(part) > container.length) return false
  const empty = (): Node => ({ origin: leaf.origin, value: typeof rest[0] === 'number' ? [] : new Map() })
  const next = rest.length === 0 ? leaf : (child(root, part) ?? empty())
  if (rest.length > 0 && !setAt(next, rest, leaf)) return false
  if (isList) container[Number(part)] = next
  else container.set(String(part), next)
  return true
}

/** Every node that matches a pattern, in which `[]` stands for any entry of a list. */
export function nodesAt(
  root: Node | undefined,
  pattern: readonly string[],
  path: readonly PropertyKey[] = [],
): { path: readonly PropertyKey[]; node: Node }[] {
  if (!root) return []
  const [part, ...rest] = pattern
  if (part === undefined) return [{ path, node: root }]
  if (part === '[]')
    return Array.isArray(root.value) ? root.value.flatMap((node, index) => nodesAt(node, rest, [...path, index])) : []
  return nodesAt(child(root, part), rest, [...path, part])
}
