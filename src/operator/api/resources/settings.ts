import { z } from 'zod'
import { findDrift } from '../../../operations/config-plan.ts'
import { type SettingLeaf, settingLeaves } from '../../../settings/index.ts'
import { route } from '../contract.ts'
import { listOf } from '../fields.ts'

const scalar = z.union([z.string(), z.number(), z.boolean()])
const setting = z
  .strictObject({
    path: z.string(),
    variable: z.string().meta({ description: 'The environment variable that sets it' }),
    description: z.string(),
    secret: z.boolean(),
    is_set: z.boolean(),
    values: z.array(scalar).meta({ description: 'Of a secret none; of a list all' }),
  })
  .meta({ id: 'Setting' })

/** Every value at a path; `[]` stands for any entry of a list. */
function valuesAt(value: unknown, [part, ...rest]: readonly string[]): unknown[] {
  if (value === undefined || value === null) return []
  if (part === undefined) return [value]
  if (part === '[]') return Array.isArray(value) ? value.flatMap(each => valuesAt(each, rest)) : []
  return valuesAt((value as Readonly<Record<string, unknown>>)[part], rest)
}

function viewOf(settings: unknown, { path, variable, description, secret }: SettingLeaf) {
  const values = valuesAt(settings, path)
  const told = secret ? [] : values.filter(value => scalar.safeParse(value).success)
  return {
    path: path.join('.'),
    variable,
    description,
    secret,
    is_set: values.length > 0,
    values: told as (string | number | boolean)[],
  }
}

export const settingRoutes = [
  route({
    id: 'settings.list',
    method: 'GET',
    path: '/settings',
    resource: 'settings',
    verb: 'read',
    summary: 'What this instance was started with; secrets only as set or not',
    answer: listOf(setting),
    handle: async ({ house }) => ({ body: { items: settingLeaves.map(leaf => viewOf(house.settings, leaf)) } }),
  }),
  route({
    id: 'settings.drift',
    method: 'GET',
    path: '/settings/drift',
    resource: 'settings',
    verb: 'read',
    summary: 'Objects that a file wrote and somebody changed since',
    description: '`config plan` says how they differ from what the files say now; `config export` writes them down.',
    answer: listOf(
      z.strictObject({
        kind: z.string(),
        id: z.string(),
        managed_by: z.enum(['file', 'api']),
        version: z.int(),
        file_version: z.int().meta({ description: 'The one that a file wrote last' }),
      }),
    ),
    handle: async ({ house }) => ({
      body: {
        items: (await findDrift(house.db)).map(({ kind, id, managedBy, version, fileVersion = 0 }) => ({
          kind,
          id,
          managed_by: managedBy,
          version,
          file_version: fileVersion,
        })),
      },
    }),
  }),
] as const
