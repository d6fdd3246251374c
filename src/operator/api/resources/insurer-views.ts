import { z } from 'zod'
import { federationAddresses, type Inspected } from '../../../connectors/index.ts'
import type { InsurerObject } from '../../../core/objects/insurer.ts'
import type { House } from '../../../operations/house.ts'
import { insurerKind } from '../../../operations/insurers.ts'
import type { InsurerRow } from '../../../store/insurers.ts'
import { instant } from '../fields.ts'

export const insurer = z
  .strictObject({
    id: z.string(),
    managed_by: z.enum(['file', 'api']),
    version: z.int(),
    object: z.record(z.string(), z.unknown()).meta({ description: 'As a file describes it, without secrets' }),
    has_secret: z.boolean(),
    register: z
      .array(z.strictObject({ name: z.string(), address: z.string() }))
      .meta({ description: 'What the insurer has to register' }),
  })
  .meta({ id: 'Insurer' })

const registered = (issuer: string, { id, protocol }: InsurerObject) => {
  const { callback, metadata, acs } = federationAddresses(issuer, id)
  return protocol === 'oidc'
    ? [
        { name: 'redirect_uri', address: callback },
        { name: 'jwks_uri', address: `${issuer}/jwks` },
      ]
    : [
        { name: 'metadata', address: metadata },
        { name: 'acs', address: acs },
      ]
}

/** @param row a list tells how long written-down metadata is; one alone tells all of it, to be changed and sent back */
export function insurerOf({ settings }: House, { id, object, version, managedBy }: InsurerRow, isOne: boolean) {
  const { secret, ...masked } = insurerKind.mask(object)
  const text = isOne && object.protocol === 'saml' ? { metadata_file: object.metadata_file } : {}
  return {
    id,
    managed_by: managedBy,
    version,
    object: { ...masked, ...text },
    has_secret: secret === true,
    register: registered(settings.issuer, object),
  }
}

/** What an insurer publishes of itself. */
export const upstreamMetadata = z
  .strictObject({
    reached: z.boolean(),
    problem: z.string().optional(),
    issuer: z.string().optional(),
    endpoints: z.array(z.strictObject({ name: z.string(), address: z.string() })),
    certificates: z.array(z.strictObject({ fingerprint: z.string(), not_after: instant })),
  })
  .meta({ id: 'UpstreamMetadata' })

export function upstreamMetadataOf(asked: Inspected): z.input<typeof upstreamMetadata> {
  if (asked.kind === 'refused')
    return { reached: false, problem: `${asked.problem}: ${asked.reason}`, endpoints: [], certificates: [] }
  const { issuer, endpoints, certificates } = asked.metadata
  return {
    reached: true,
    issuer,
    endpoints: endpoints.map(([name, address]) => ({ name, address })),
    certificates: certificates.map(({ fingerprint, notAfter }) => ({
      fingerprint,
      not_after: notAfter.toISOString(),
    })),
  }
}
