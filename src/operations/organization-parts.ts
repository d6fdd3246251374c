import { type BrandingObject, brandingObject } from '../core/objects/branding.ts'
import { type TextsObject, textsObject } from '../core/objects/texts.ts'
import {
  createOrganizationPart,
  findOrganizationPart,
  type OrganizationPart,
  updateOrganizationPart,
} from '../store/organization-parts.ts'
import type { ObjectKind } from './object-kind.ts'

interface PartKind<O> {
  readonly kind: string
  readonly table: OrganizationPart
  parse(stored: object): O
  /** The stored form: without kind and id. */
  stored(object: O): object
}

/** What an organisation has in an object of its own, by its own id. */
const partKind = <O extends { readonly id: string }>({ kind, table, parse, stored }: PartKind<O>): ObjectKind<O> => ({
  kind,
  table,
  async find(read, _house, id) {
    const row = await findOrganizationPart(read, table, id)
    return row && { object: parse({ ...row.object, id }), version: row.version, managedBy: row.managedBy }
  },
  settle: object => object,
  create: (tx, _house, object, { managedBy, at }) =>
    createOrganizationPart(tx, table, { id: object.id, object: stored(object), managedBy }, at),
  update: (tx, _house, object, version, { managedBy, at }) =>
    updateOrganizationPart(tx, table, { id: object.id, object: stored(object), managedBy }, version, at),
  mask: object => ({ ...object }),
  subject: ({ id }) => ({ organizationId: id }),
})

/** How an organisation looks. */
export const brandingKind = partKind<BrandingObject>({
  kind: 'branding',
  table: 'brandings',
  parse: value => brandingObject.parse(value),
  stored: ({ kind: _kind, id: _id, ...branding }) => branding,
})

/** What an organisation words otherwise on hosted pages. */
export const textsKind = partKind<TextsObject>({
  kind: 'texts',
  table: 'organization_texts',
  parse: value => textsObject.parse(value),
  stored: ({ texts }) => ({ texts }),
})
