import { z } from 'zod'
import { isSecret, settingsSchema } from './schema.ts'

/** One scalar setting (or list of scalars), as the reference page and the environment name it. */
export interface SettingLeaf {
  /** `[]` stands for any entry of a list. */
  readonly path: readonly string[]
  readonly variable: string
  readonly type: 'text' | 'number' | 'boolean' | 'choice'
  readonly choices: readonly string[]
  readonly secret: boolean
  readonly description: string
  /** `undefined` where there is none. */
  readonly fallback: unknown
  readonly required: boolean
}

const types: Readonly<Record<string, SettingLeaf['type']>> = { number: 'number', boolean: 'boolean', enum: 'choice' }

/** `['keys', 'wrapping', '[]', 'id']` as `VESTIBULE_KEYS_WRAPPING_<n>_ID`. */
const variableFor = (path: readonly string[]): string =>
  `VESTIBULE_${path.map(part => (part === '[]' ? '<n>' : part.toUpperCase())).join('_')}`

function collect(schema: z.core.$ZodType, path: readonly string[], leaves: SettingLeaf[]): void {
  let inner = schema
  let fallback: unknown
  let required = true
  let description = ''
  for (;;) {
    description ||= z.globalRegistry.get(inner)?.description ?? ''
    if (inner instanceof z.ZodDefault) fallback = inner.def.defaultValue
    if (inner instanceof z.ZodDefault || inner instanceof z.ZodPrefault || inner instanceof z.ZodOptional) {
      required = false
      inner = inner.def.innerType
    } else break
  }
  if (inner instanceof z.ZodObject) {
    for (const [key, value] of Object.entries(inner.shape)) collect(value, [...path, key], leaves)
    return
  }
  if (inner instanceof z.ZodArray) {
    collect(inner.element, [...path, '[]'], leaves)
    return
  }
  leaves.push({
    path,
    variable: variableFor(path),
    type: types[inner._zod.def.type] ?? 'text',
    choices: inner instanceof z.ZodEnum ? inner.options.map(String) : [],
    secret: isSecret(inner as z.ZodType),
    description,
    fallback,
    required,
  })
}

/** Every scalar setting in the schema's order. */
export const settingLeaves: readonly SettingLeaf[] = (() => {
  const leaves: SettingLeaf[] = []
  collect(settingsSchema, [], leaves)
  return leaves
})()
