import { z } from 'zod'
import { reissueAccessCode } from '../../../operations/access-code-reissue.ts'
import { type AccessCodeResult, issueAccessCode } from '../../../operations/access-codes.ts'
import { type AccessCodePageRow, findAccessCodePage } from '../../../store/access-code-pages.ts'
import { route } from '../contract.ts'
import { example } from '../examples.ts'
import { givenName, id, instant, listOf, paging, reason, relationship, text } from '../fields.ts'
import { accepted } from '../refusals.ts'

const representative = z.strictObject({
  name: givenName,
  relationship,
  basis: text(200).meta({ description: 'Why they may', example: 'power of attorney' }),
})

const channel = z.enum(['sms', 'email', 'letter', 'in_person'])
const issued = z
  .strictObject({
    id,
    expires_at: instant,
    superseded: z.int().meta({ description: 'Earlier codes that ended' }),
    letter: z.strictObject({ code: z.string(), link: z.string() }).optional().meta({ description: 'What to print' }),
  })
  .meta({ id: 'IssuedAccessCode' })
const issuedOf = ({ id, expiresAt, superseded, letter }: Extract<AccessCodeResult, { kind: 'issued' }>) => ({
  id,
  expires_at: expiresAt.toISOString(),
  superseded,
  letter: letter && { code: letter.code, link: `${letter.activateUrl}#${letter.code}` },
})
const refusals = [
  'patient-unknown',
  'patient-not-active',
  'patient-has-account',
  'under-13-needs-representative',
  'representative-incomplete',
  'no-contact-hand-over-in-person',
  'no-contact-check-identity',
  'no-phone-of-record',
  'no-email-of-record',
]

const code = z
  .strictObject({
    id,
    patient: id,
    state: z.enum(['waiting', 'used', 'expired', 'superseded', 'void']),
    channel,
    for_representative: z.boolean(),
    failures: z.int().meta({ description: 'Wrong dates; five void it' }),
    issued_by: z.string(),
    created_at: instant,
    expires_at: instant,
  })
  .meta({ id: 'AccessCode' })
const viewOf = (row: AccessCodePageRow, at: Date) => ({
  id: row.id,
  patient: row.patient_id,
  state: stateOf(row, at),
  channel: row.channel,
  for_representative: row.representative_sealed !== null,
  failures: row.failures,
  issued_by: row.issued_by,
  created_at: row.created_at.toISOString(),
  expires_at: row.expires_at.toISOString(),
})
const stateOf = (row: AccessCodePageRow, at: Date): z.output<typeof code>['state'] =>
  row.used_at
    ? 'used'
    : row.voided_at
      ? 'void'
      : row.superseded_at
        ? 'superseded'
        : row.expires_at <= at
          ? 'expired'
          : 'waiting'

export const accessCodeRoutes = [
  route({
    id: 'access-codes.list',
    method: 'GET',
    path: '/access-codes',
    resource: 'access-codes',
    verb: 'read',
    summary: 'Codes that were issued, and what became of them, newest first; never a code itself',
    organization: 'one',
    query: paging.extend({ patient: id.optional() }),
    answer: listOf(code),
    example: { query: { organization: 'northside', patient: example.patient } },
    async handle({ house, organization, query, cursors, at }) {
      const { limit, cursor, patient } = query
      const before = cursors.read(cursor)
      const rows = await findAccessCodePage(house.db, {
        organizationId: organization,
        ...(patient ? { patientId: patient } : {}),
        ...(before ? { before } : {}),
        limit: limit + 1,
      })
      return {
        body: cursors.page(
          rows,
          limit,
          row => row.id,
          row => viewOf(row, at),
        ),
      }
    },
  }),
  route({
    id: 'access-codes.issue',
    method: 'POST',
    path: '/access-codes',
    resource: 'access-codes',
    verb: 'write',
    summary: 'Issues an access code for one record',
    description:
      'By text and email it goes to a contact of record and is shown to nobody. A letter or a code handed over in person comes back, once, to be printed. Earlier codes of the same holder end.',
    organization: 'one',
    body: z.strictObject({
      patient: id,
      channel,
      identity_checked: z.boolean().default(false).meta({ description: 'Staff saw an identity document' }),
      representative: representative.optional().meta({ description: 'Who holds it for the patient' }),
      reason,
    }),
    status: 201,
    answer: issued,
    refusals,
    example: {
      body: { organization: 'northside', patient: example.patient, channel: 'letter', reason: 'asked at the desk' },
    },
    async handle({ house, caller, organization, body }) {
      const { patient, channel, identity_checked, representative, reason } = body
      const done = accepted(
        await issueAccessCode(house, {
          organization,
          patientId: patient,
          channel,
          identityChecked: identity_checked,
          ...(representative ? { representative } : {}),
          issuedBy: caller.actor,
          reason,
        }),
      )
      return { body: issuedOf(done) }
    },
  }),
  route({
    id: 'access-codes.reissue',
    method: 'POST',
    path: '/access-codes/{id}/reissue',
    resource: 'access-codes',
    verb: 'write',
    summary: 'A new code in place of one that was lost or is void, for the same holder; the old one ends',
    organization: 'one',
    params: z.strictObject({ id }),
    body: z.strictObject({
      channel: channel.optional().meta({ description: 'That of the old one where left out' }),
      identity_checked: z.boolean().default(false).meta({ description: 'Staff saw an identity document this time' }),
      reason,
    }),
    status: 201,
    answer: issued,
    refusals: [...refusals, 'code-used'],
    example: { params: { id: example.accessCode }, body: { organization: 'northside', reason: 'the letter was lost' } },
    async handle({ house, params, body, act }) {
      const { channel, identity_checked: identityChecked, reason } = body
      const again = { id: params.id, identityChecked, ...(channel ? { channel } : {}) }
      return { body: issuedOf(accepted(await reissueAccessCode(house, again, act(reason)), ['code-unknown'])) }
    },
  }),
] as const
