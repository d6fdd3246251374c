import { isDeepStrictEqual } from 'node:util'
import { type ObjectSchema, objectSchemas } from '../core/objects/index.ts'
import { writeYaml } from '../settings/index.ts'
import type { Reader } from '../store/index.ts'
import { findObjects, type KeptObject } from './config-plan.ts'
import { textsAt } from './object-files.ts'
import type { ObjectHouse } from './object-kind.ts'

export interface ExportedKind {
  readonly kind: string
  /** YAML, one document an object. */
  readonly text: string
}
export interface ExportedObjects {
  readonly kinds: readonly ExportedKind[]
  /** Longer texts that the documents name by `file:NAME`, to be written beside them. */
  readonly files: readonly { readonly name: string; readonly text: string }[]
  /** Environment variables that the documents name in place of secrets. */
  readonly variables: readonly string[]
}

/** Every object of the database as files that read back the same; a secret is a reference, never its value. */
export async function exportObjects(read: Reader, house: ObjectHouse): Promise<ExportedObjects> {
  const all = await findObjects(read, house)
  const files: { name: string; text: string }[] = []
  const variables: string[] = []
  const kinds = objectSchemas.flatMap(schema => {
    const documents = all
      .filter(({ kind }) => kind === schema.kind)
      .map(kept => describe(schema, kept, { files, variables }))
    return documents.length > 0 ? [{ kind: schema.kind, text: writeYaml(documents) }] : []
  })
  return { kinds, files, variables }
}

function describe(
  schema: ObjectSchema,
  { id, object }: KeptObject,
  beside: { readonly files: { name: string; text: string }[]; readonly variables: string[] },
): object {
  const document = { kind: schema.kind, id, ...withoutDefaults(schema, structuredClone(object)) }
  const variable = `${id.toUpperCase().replace(/[^A-Z0-9]/g, '_')}_SECRET`
  schema.secrets
    .flatMap(pattern => textsAt(document, pattern))
    .forEach(({ replace }) => {
      let name = variable
      for (let number = 2; beside.variables.includes(name); number += 1) name = `${variable}_${number}`
      beside.variables.push(name)
      replace(`env:${name}`)
    })
  for (const { text, replace } of (schema.texts ?? []).flatMap(pattern => textsAt(document, pattern))) {
    const name = `${id}.metadata.xml`
    // the last line break of such a file does not count
    beside.files.push({ name, text: `${text}\n` })
    replace(`file:${name}`)
  }
  return document
}

/** Keys that the schema fills in by itself say nothing. */
function withoutDefaults(schema: ObjectSchema, object: Readonly<Record<string, unknown>>): object {
  return Object.keys(object).reduce((kept, key) => {
    if (key === 'kind' || key === 'id') return kept
    const { [key]: _dropped, ...without } = kept
    const filled = schema.schema.safeParse(without)
    const same = filled.success && isDeepStrictEqual((filled.data as Record<string, unknown>)[key], object[key])
    return same ? without : kept
  }, object)
}
