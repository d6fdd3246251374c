import { readFileSync } from 'node:fs'
import { isMap, isScalar, isSeq, LineCounter, parseAllDocuments, stringify } from 'yaml'
import type { LocatedProblem } from './problems.ts'

/** One YAML document as plain values, with the line of every key and list entry. */
export interface YamlDocument {
  readonly value: unknown
  /** First line of the document's content. */
  readonly line: number
  /** Line of a key or entry; of its nearest parent where the path does not exist. */
  lineOf(path: readonly PropertyKey[]): number
}

const pathKey = (path: readonly PropertyKey[]): string => JSON.stringify(path)

/** Reads every document of a YAML text (1.2 core schema: `no` is text, keys are unique). Reports all errors together. */
export function readYaml(file: string, text: string): { documents: YamlDocument[]; problems: LocatedProblem[] } {
  const counter = new LineCounter()
  const lineAt = (offset: number | undefined): number => counter.linePos(offset ?? 0).line
  const problems: LocatedProblem[] = []
  const documents: YamlDocument[] = []
  for (const document of parseAllDocuments(text, { lineCounter: counter, uniqueKeys: true, prettyErrors: false })) {
    const faults = [...document.errors, ...document.warnings]
    for (const fault of faults) problems.push({ file, line: lineAt(fault.pos[0]), path: '', problem: fault.message })
    if (faults.length > 0 || document.contents === null) continue
    const lines = new Map<string, number>()
    const walk = (node: unknown, path: readonly PropertyKey[]): void => {
      if (isMap(node))
        for (const pair of node.items) {
          const key = isScalar(pair.key) ? String(pair.key.value) : String(pair.key)
          lines.set(pathKey([...path, key]), lineAt(isScalar(pair.key) ? pair.key.range?.[0] : node.range?.[0]))
          walk(pair.value, [...path, key])
        }
      if (isSeq(node))
        node.items.forEach((item, index) => {
          const start = (item as { range?: [number, number, number] | null } | null)?.range?.[0]
          lines.set(pathKey([...path, index]), lineAt(start ?? node.range?.[0]))
          walk(item, [...path, index])
        })
    }
    walk(document.contents, [])
    const line = lineAt(document.contents.range?.[0])
    try {
      documents.push({
        value: document.toJS({ maxAliasCount: 100 }),
        line,
        lineOf: path => {
          for (let length = path.length; length > 0; length -= 1) {
            const found = lines.get(pathKey(path.slice(0, length)))
            if (found !== undefined) return found
          }
          return line
        },
      })
    } catch {
      problems.push({ file, line, path: '', problem: 'refers to an anchor too often or to none' })
    }
  }
  return { documents, problems }
}

/** Reads a file's documents, its mistakes added to `problems`; a file that cannot be read is one of them. */
export function readYamlFile(file: string, problems: LocatedProblem[]): readonly YamlDocument[] {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (fault) {
    const { code } = fault as NodeJS.ErrnoException
    problems.push({ file, path: '', problem: code === 'ENOENT' ? 'there is no such file' : `cannot be read (${code})` })
    return []
  }
  const read = readYaml(file, text)
  problems.push(...read.problems)
  return read.documents
}

/** Several documents as one YAML text that `readYaml` reads back as they are. */
export const writeYaml = (documents: readonly object[]): string =>
  documents.map(document => stringify(document, { lineWidth: 0, aliasDuplicateObjects: false })).join('---\n')
