import { z } from 'zod'
import { activateKey, publishKey, retireKey } from '../../../operations/signing-key-acts.ts'
import { findKeyChangeDue, rotateKeys } from '../../../operations/signing-keys.ts'
import { findSigningKeys } from '../../../store/signing-keys.ts'
import { route } from '../contract.ts'
import { example } from '../examples.ts'
import { instant, iso, listOf, reason } from '../fields.ts'
import { accepted } from '../refusals.ts'

const state = z.enum(['next', 'active', 'retiring', 'retired'])
const algorithm = z.enum(['ES256', 'RS256'])
const key = z
  .strictObject({
    kid: z.string(),
    algorithm,
    state,
    created_at: instant,
    activated_at: instant.optional(),
    retiring_at: instant.optional(),
  })
  .meta({ id: 'Key' })

const changes = z.array(z.strictObject({ kid: z.string(), algorithm, to: state }))
const signFrom = instant.optional().meta({ description: 'When the published ones begin to sign' })
const changed = z.strictObject({ changes, sign_from: signFrom })
const params = z.strictObject({ kid: z.string().regex(/^[\w-]{1,100}$/) })
const writing = { method: 'POST', resource: 'keys', verb: 'write', isDangerous: true } as const
const leaked = z.boolean().default(false)
const at = { params: { kid: example.kid } }

export const keyRoutes = [
  route({
    id: 'keys.list',
    method: 'GET',
    path: '/keys',
    resource: 'keys',
    verb: 'read',
    summary: 'The keys that sign tokens, newest first; never a private part',
    answer: listOf(key).extend({ sign_from: signFrom }),
    async handle({ house }) {
      const keys = await findSigningKeys(house.db)
      return {
        body: {
          sign_from: iso(await findKeyChangeDue(house)),
          items: keys.map(({ kid, algorithm, state, createdAt, activatedAt, retiringAt }) => ({
            kid,
            algorithm,
            state,
            created_at: createdAt.toISOString(),
            activated_at: iso(activatedAt),
            retiring_at: iso(retiringAt),
          })),
        },
      }
    },
  }),
  route({
    ...writing,
    id: 'keys.publish',
    path: '/keys',
    summary: 'Publishes a new key of one algorithm, which signs once every portal knows it',
    body: z.strictObject({ algorithm, reason }),
    status: 201,
    answer: changed,
    refusals: ['key-waits'],
    example: { body: { algorithm: 'RS256', reason: 'before the old one is due' } },
    async handle({ house, oidc, caller, body, at }) {
      const done = accepted(await publishKey(house, body.algorithm, caller, at))
      await oidc.refreshKeys()
      return { body: { changes: [...done.changes], sign_from: iso(await findKeyChangeDue(house)) } }
    },
  }),
  route({
    ...writing,
    id: 'keys.activate',
    path: '/keys/{kid}/activate',
    summary: 'Lets a published key sign now',
    description:
      'Refused while portals may not know it (`signing_keys.publish_hours`), unless the key before it has `leaked`: that one verifies nothing more then.',
    params,
    body: z.strictObject({ leaked, reason }),
    answer: changed,
    refusals: ['not-next', 'not-known-yet'],
    example: { ...at, body: { reason: 'every portal has fetched it' } },
    async handle({ house, oidc, caller, params, body, at }) {
      const act = { actor: caller.actor, isLeaked: body.leaked }
      const done = accepted(await activateKey(house, params.kid, act, at), ['key-unknown'])
      await oidc.refreshKeys()
      return { body: { changes: [...done.changes], sign_from: iso(await findKeyChangeDue(house)) } }
    },
  }),
  route({
    ...writing,
    id: 'keys.retire',
    path: '/keys/{kid}/retire',
    summary: 'Takes a key back: nothing verifies by it any more',
    description:
      'Never the one that signs: activate another first. One that signed only once nothing of it can live, or where it has `leaked`.',
    params,
    body: z.strictObject({ leaked, reason }),
    answer: changed,
    refusals: ['last-active', 'still-verifies', 'retired-already'],
    example: { ...at, body: { reason: 'published by mistake' } },
    async handle({ house, oidc, caller, params, body, at }) {
      const act = { actor: caller.actor, isLeaked: body.leaked }
      const done = accepted(await retireKey(house, params.kid, act, at), ['key-unknown'])
      await oidc.refreshKeys()
      return { body: { changes: [...done.changes], sign_from: iso(await findKeyChangeDue(house)) } }
    },
  }),
  route({
    ...writing,
    id: 'keys.rotate',
    path: '/keys/rotate',
    summary: 'Publishes new keys, which sign once every portal knows them',
    description:
      'With `leaked` they sign at once and the old ones verify nothing more. Asking again while some wait changes nothing.',
    body: z.strictObject({ leaked, reason }),
    answer: changed,
    example: { body: { reason: 'before the old ones are due' } },
    async handle({ house, oidc, caller, body, at }) {
      const changes = await rotateKeys(house, at, { now: body.leaked, actor: caller.actor })
      await oidc.refreshKeys()
      return { body: { changes: [...changes], sign_from: iso(await findKeyChangeDue(house)) } }
    },
  }),
] as const
