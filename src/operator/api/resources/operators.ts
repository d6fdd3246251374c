import { z } from 'zod'
import { normalizeEmail } from '../../../core/contacts.ts'
import { covers, operatorRoles } from '../../../core/operator-access.ts'
import { usablePhone } from '../../../core/phones.ts'
import { changeOperator, makeOperator, renewOperatorLink } from '../../../operations/operators.ts'
import { findOperator, findOperators, type Operator } from '../../../store/operators.ts'
import { type Caller, route } from '../contract.ts'
import { example } from '../examples.ts'
import { givenName, id, instant, iso, listOf, name, paging, reason, text } from '../fields.ts'
import { Problem } from '../problems.ts'
import { accepted, present } from '../refusals.ts'

const role = z.enum(operatorRoles)
const organizations = z.array(name).min(1).max(200).optional().meta({ description: 'Left out: the whole installation' })
const operator = z
  .strictObject({
    id,
    username: z.string(),
    name: z.string(),
    role,
    organizations: z.array(z.string()).optional(),
    status: z.enum(['active', 'locked', 'disabled', 'closed', 'ended']),
    last_sign_in_at: instant.optional(),
    version: z.int(),
    created_by: z.string(),
    created_at: instant,
  })
  .meta({ id: 'Operator' })
const params = z.strictObject({ id })
const common = { resource: 'operators', verb: 'read', method: 'GET' } as const
const refusals = ['organization-unknown', 'beyond-own-organizations', 'own-role', 'last-owner']

const viewOf = (row: Operator) => ({
  id: row.accountId,
  username: row.username,
  name: row.name,
  role: row.role,
  organizations: row.organizations && [...row.organizations],
  status: row.endedAt ? ('ended' as const) : row.status,
  last_sign_in_at: iso(row.lastSignInAt),
  version: row.version,
  created_by: row.createdBy,
  created_at: row.createdAt.toISOString(),
})
const giverOf = ({ actor, accountId, organizations }: Caller, reason: string) => ({
  actor,
  reason,
  ...(accountId ? { accountId } : {}),
  ...(organizations ? { organizations } : {}),
})
const within = (organizations: readonly string[] | undefined) => (organizations ? { organizations } : {})

export const operatorRoutes = [
  route({
    ...common,
    id: 'operators.list',
    path: '/operators',
    summary: 'Who may use the API and the console, by id; those of the caller’s organisations',
    query: paging,
    answer: listOf(operator),
    async handle({ house, caller, query, cursors }) {
      const after = cursors.read(query.cursor)
      const rows = await findOperators(house.db, house.sealer, {
        ...(after ? { after } : {}),
        ...(caller.organizations ? { within: caller.organizations } : {}),
        limit: query.limit + 1,
      })
      return { body: cursors.page(rows, query.limit, row => row.accountId, viewOf) }
    },
  }),
  route({
    ...common,
    id: 'operators.get',
    path: '/operators/{id}',
    summary: 'One operator',
    params,
    isTagged: true,
    answer: operator,
    example: { params: { id: example.operator } },
    async handle({ house, caller, params }) {
      const row = present(await findOperator(house.db, house.sealer, params.id))
      if (!covers(caller.organizations, row.organizations)) throw new Problem('not-found')
      return { body: viewOf(row), version: row.version }
    },
  }),
  route({
    ...common,
    id: 'operators.create',
    method: 'POST',
    verb: 'write',
    path: '/operators',
    summary: 'Makes an operator, with a link to hand over that sets the password, once',
    description: 'Nobody gives more than they have.',
    isDangerous: true,
    body: z.strictObject({
      username: z.string().regex(/^[\w.-]{3,64}$/),
      name: givenName,
      email: text(254),
      phone: text(40).meta({ description: 'The first sign-in sends a code there' }),
      language: z.enum(['en', 'es']).default('en'),
      role,
      organizations,
      reason,
    }),
    status: 201,
    answer: z.strictObject({ id, link: z.string(), expires_at: instant }),
    refusals: ['username-taken', 'email-unusable', 'phone-unusable', ...refusals],
    example: {
      body: {
        username: 'casey.helps',
        name: { given: 'Casey', family: 'Example' },
        email: 'casey@clinic.example',
        phone: '+13125550161',
        role: 'help-desk',
        organizations: ['northside'],
        reason: 'joins the desk on Monday',
      },
    },
    async handle({ house, caller, body, at }) {
      const [email, phone] = [normalizeEmail(body.email), usablePhone(body.phone, 'US')]
      if (!email) throw Problem.refusal('email-unusable')
      if (!phone) throw Problem.refusal('phone-unusable')
      const { username, name, language, role, organizations } = body
      const wanted = { username, name, email, phone, language, role, ...within(organizations) }
      const done = accepted(await makeOperator(house, wanted, giverOf(caller, body.reason), at))
      return { body: { id: done.accountId, link: done.link, expires_at: done.expiresAt.toISOString() } }
    },
  }),
  route({
    ...common,
    id: 'operators.renew-link',
    method: 'POST',
    verb: 'write',
    path: '/operators/{id}/link',
    summary: 'Another link, while its owner has set no password',
    isDangerous: true,
    params,
    body: z.strictObject({ reason }),
    status: 201,
    answer: z.strictObject({ link: z.string(), expires_at: instant }),
    example: { params: { id: example.operator }, body: { reason: 'the link ran out' } },
    async handle({ house, caller, params, body, at }) {
      const done = accepted(await renewOperatorLink(house, params.id, giverOf(caller, body.reason), at), [
        'operator-unknown',
      ])
      return { body: { link: done.link, expires_at: done.expiresAt.toISOString() } }
    },
  }),
  route({
    ...common,
    id: 'operators.change',
    method: 'PUT',
    verb: 'write',
    path: '/operators/{id}',
    summary: 'Another role or other organisations; `ended` takes all of it back. What was open ends at once',
    isDangerous: true,
    isGuarded: true,
    params,
    body: z.strictObject({ role, organizations, ended: z.boolean().default(false), reason }),
    answer: operator,
    refusals,
    example: {
      params: { id: example.operator },
      body: { role: 'viewer', organizations: ['northside'], reason: 'changes to another team' },
    },
    async handle({ house, caller, params, body, version, at }) {
      const change = {
        role: body.role,
        ...within(body.organizations),
        ...(body.ended ? ({ isEnded: true } as const) : {}),
        version,
      }
      const done = accepted(await changeOperator(house, params.id, change, giverOf(caller, body.reason), at), [
        'operator-unknown',
      ])
      return { body: viewOf(done.operator), version: done.operator.version }
    },
  }),
] as const
