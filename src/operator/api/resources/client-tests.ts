import { z } from 'zod'
import { makeSignInTest } from '../../../operations/sign-in-tests.ts'
import { route } from '../contract.ts'
import { instant, name, reason } from '../fields.ts'
import { Problem } from '../problems.ts'
import { foundClient } from './clients.ts'

export const clientTestRoutes = [
  route({
    id: 'clients.test',
    method: 'POST',
    resource: 'clients',
    verb: 'write',
    path: '/clients/{id}/test',
    summary: 'A link for one real sign-in that shows what the client would get; it lasts ten minutes',
    description:
      'Whoever opens it signs in under the settings of the client, by a client that exists for this link alone: nothing is added to the one that is tried, and no token is kept.',
    params: z.strictObject({ id: name }),
    body: z.strictObject({ reason }),
    status: 201,
    answer: z.strictObject({ link: z.string(), expires_at: instant }),
    refusals: ['no-sign-in'],
    example: { params: { id: 'northside-portal' }, body: { reason: 'before it goes live' } },
    async handle({ house, caller, params, at }) {
      const { object } = await foundClient(house, caller, params.id)
      if (!object.grants.includes('authorization_code')) throw Problem.refusal('no-sign-in')
      const made = await makeSignInTest(house, { client: object.id, actor: caller.actor }, at)
      return { body: { link: made.link, expires_at: made.expiresAt.toISOString() } }
    },
  }),
] as const
