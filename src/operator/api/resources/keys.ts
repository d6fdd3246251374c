import { z } from 'zod'
import { findKeyChangeDue, rotateKeys } from '../../../operations/signing-keys.ts'
import { findSigningKeys } from '../../../store/signing-keys.ts'
import { route } from '../contract.ts'
import { instant, iso, listOf, reason } from '../fields.ts'

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

export const keyRoutes = [
  route({
    id: 'keys.list',
    method: 'GET',
    path: '/keys',
    resource: 'keys',
    verb: 'read',
    summary: 'The keys that sign tokens, newest first; never a private part',
    answer: listOf(key),
    async handle({ house }) {
      const keys = await findSigningKeys(house.db)
      return {
        body: {
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
    id: 'keys.rotate',
    method: 'POST',
    path: '/keys/rotate',
    resource: 'keys',
    verb: 'write',
    summary: 'Publishes new keys, which sign once every portal knows them',
    description:
      'With `leaked` they sign at once and the old ones verify nothing more. Asking again while some wait changes nothing.',
    isDangerous: true,
    body: z.strictObject({ leaked: z.boolean().default(false), reason }),
    answer: z.strictObject({
      changes: z.array(z.strictObject({ kid: z.string(), algorithm, to: state })),
      sign_from: instant.optional(),
    }),
    example: { body: { reason: 'before the old ones are due' } },
    async handle({ house, oidc, caller, body, at }) {
      const changes = await rotateKeys(house, at, { now: body.leaked, actor: caller.actor })
      await oidc.refreshKeys()
      return { body: { changes: [...changes], sign_from: iso(await findKeyChangeDue(house)) } }
    },
  }),
] as const
