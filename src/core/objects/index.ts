/**
 * Objects: what files, the operator API and the database agree on, one schema a kind (docs/objects.md). Shapes only:
 * reading files and writing rows is the operations' business. Invariant: the stored form is what its schema gives back.
 */
import type { ZodType } from 'zod'
import { brandingObject } from './branding.ts'
import { clientObject } from './client.ts'
import { insurerObject } from './insurer.ts'
import { organizationObject } from './organization.ts'
import { policyObject } from './policy.ts'
import { textsObject } from './texts.ts'

export interface ObjectSchema {
  readonly kind: string
  readonly schema: ZodType
  /** Where secrets stand: in files always references (`env:NAME`, `file:PATH`). `[]` is any entry of a list. */
  readonly secrets: readonly (readonly string[])[]
  /** Where a longer text is named by `file:PATH`, and stands in its place once it is read. */
  readonly texts?: readonly (readonly string[])[]
  /** Where other objects are named, and of which kind; `[]` likewise. */
  readonly references: readonly { readonly path: readonly string[]; readonly kind: string }[]
}

/** In the order in which they are written. A new kind is one line here and one in `operations/object-kinds.ts`. */
export const objectSchemas: readonly ObjectSchema[] = [
  {
    kind: 'organization',
    schema: organizationObject,
    secrets: [],
    references: [{ path: ['home_client'], kind: 'client' }],
  },
  {
    kind: 'client',
    schema: clientObject,
    secrets: [['auth', 'secrets', '[]']],
    references: [
      { path: ['organization'], kind: 'organization' },
      { path: ['admin', 'organizations', '[]'], kind: 'organization' },
    ],
  },
  {
    kind: 'insurer',
    schema: insurerObject,
    secrets: [['client', 'secret']],
    texts: [['metadata_file']],
    references: [
      { path: ['organizations', '[]'], kind: 'organization' },
      { path: ['clients', '[]'], kind: 'client' },
    ],
  },
  {
    kind: 'policy',
    schema: policyObject,
    secrets: [],
    references: [{ path: ['exceptions', '[]', 'client'], kind: 'client' }],
  },
  { kind: 'branding', schema: brandingObject, secrets: [], references: [{ path: ['id'], kind: 'organization' }] },
  { kind: 'texts', schema: textsObject, secrets: [], references: [{ path: ['id'], kind: 'organization' }] },
]
