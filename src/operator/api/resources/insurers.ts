import { z } from 'zod'
import { connectorOf, federationAddresses } from '../../../connectors/index.ts'
import type { InsurerObject } from '../../../core/objects/insurer.ts'
import type { House } from '../../../operations/house.ts'
import { makeInsurerTest } from '../../../operations/insurer-tests.ts'
import { insurerKind } from '../../../operations/insurers.ts'
import { findInsurer, findInsurers, type InsurerRow } from '../../../store/insurers.ts'
import { type Caller, route } from '../contract.ts'
import { instant, listOf, name, paging, reason } from '../fields.ts'
import { present } from '../refusals.ts'

const insurer = z
  .strictObject({
    id: z.string(),
    managed_by: z.enum(['file', 'api']),
    version: z.int(),
    object: z.record(z.string(), z.unknown()).meta({ description: 'As a file describes it, without secrets' }),
    register: z
      .array(z.strictObject({ name: z.string(), address: z.string() }))
      .meta({ description: 'What the insurer has to register' }),
  })
  .meta({ id: 'Insurer' })
const params = z.strictObject({ id: name })
const common = { resource: 'insurers', verb: 'read', method: 'GET' } as const

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
const viewOf = ({ settings }: House, { id, object, version, managedBy }: InsurerRow) => ({
  id,
  managed_by: managedBy,
  version,
  object: insurerKind.mask(object) as Record<string, unknown>,
  register: registered(settings.issuer, object),
})

/** Those that the caller's organisations offer. */
const concerns = ({ organizations }: Caller, { object }: InsurerRow): boolean =>
  organizations === undefined ||
  object.organizations === undefined ||
  object.organizations.some(id => organizations.includes(id))

/** @throws Problem where it is not there, or is offered elsewhere */
async function found(house: House, caller: Caller, id: string): Promise<InsurerRow> {
  const row = await findInsurer(house.db, house.sealer, id)
  return present(row && concerns(caller, row) ? row : undefined)
}

export const insurerRoutes = [
  route({
    ...common,
    id: 'insurers.list',
    path: '/insurers',
    summary: 'Health insurers whose members sign in with them, by id',
    query: paging,
    answer: listOf(insurer),
    async handle({ house, caller, query, cursors }) {
      const after = cursors.read(query.cursor) ?? ''
      const rows = (await findInsurers(house.db, house.sealer))
        .filter(row => row.id > after && concerns(caller, row))
        .sort((one, other) => (one.id < other.id ? -1 : 1))
      return {
        body: cursors.page(
          rows.slice(0, query.limit + 1),
          query.limit,
          ({ id }) => id,
          row => viewOf(house, row),
        ),
      }
    },
  }),
  route({
    ...common,
    id: 'insurers.get',
    path: '/insurers/{id}',
    summary: 'One insurer, and what it has to register',
    params,
    isTagged: true,
    answer: insurer,
    example: { params: { id: 'example-health' } },
    async handle({ house, caller, params }) {
      const row = await found(house, caller, params.id)
      return { body: viewOf(house, row), version: row.version }
    },
  }),
  route({
    ...common,
    id: 'insurers.metadata',
    path: '/insurers/{id}/metadata',
    summary: 'Whether the insurer can be reached, and what it publishes',
    params,
    answer: z.strictObject({
      reached: z.boolean(),
      problem: z.string().optional(),
      issuer: z.string().optional(),
      endpoints: z.array(z.strictObject({ name: z.string(), address: z.string() })),
      certificates: z.array(z.strictObject({ fingerprint: z.string(), not_after: instant })),
    }),
    example: { params: { id: 'example-health' } },
    async handle({ house, caller, params, at }) {
      const row = await found(house, caller, params.id)
      const asked = await connectorOf(row.object.protocol).refresh({ house, now: at }, row.object)
      if (asked.kind === 'refused')
        return {
          body: { reached: false, problem: `${asked.problem}: ${asked.reason}`, endpoints: [], certificates: [] },
        }
      const { issuer, endpoints, certificates } = asked.metadata
      return {
        body: {
          reached: true,
          issuer,
          endpoints: endpoints.map(([name, address]) => ({ name, address })),
          certificates: certificates.map(({ fingerprint, notAfter }) => ({
            fingerprint,
            not_after: notAfter.toISOString(),
          })),
        },
      }
    },
  }),
  route({
    ...common,
    id: 'insurers.test',
    method: 'POST',
    verb: 'write',
    path: '/insurers/{id}/test',
    summary: 'A link for one real sign-in that shows what comes of it and keeps nothing',
    params,
    body: z.strictObject({ reason }),
    status: 201,
    answer: z.strictObject({ link: z.string(), expires_at: instant }),
    example: { params: { id: 'example-health' }, body: { reason: 'before it goes live' } },
    async handle({ house, caller, params, at }) {
      await found(house, caller, params.id)
      const made = present(await makeInsurerTest(house, { insurer: params.id, actor: caller.actor }, at))
      return { body: { link: made.link, expires_at: made.expiresAt.toISOString() } }
    },
  }),
] as const
