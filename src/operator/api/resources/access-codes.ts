import { z } from 'zod'
import { issueAccessCode } from '../../../operations/access-codes.ts'
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

const code = z
  .strictObject({
    id,
    patient: id,
    state: z.enum(['waiting', 'used', 'expired', 'superseded', 'void']),
    channel: z.enum(['sms', 'email', 'letter', 'in_person']),
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
      channel: z.enum(['sms', 'email', 'letter', 'in_person']),
      identity_checked: z.boolean().default(false).meta({ description: 'Staff saw an identity document' }),
      representative: representative.optional().meta({ description: 'Who holds it for the patient' }),
      reason,
    }),
    status: 201,
    answer: z.strictObject({
      id,
      expires_at: instant,
      superseded: z.int().meta({ description: 'Earlier codes that ended' }),
      letter: z.strictObject({ code: z.string(), link: z.string() }).optional().meta({ description: 'What to print' }),
    }),
    refusals: [
      'patient-unknown',
      'patient-not-active',
      'patient-has-account',
      'under-13-needs-representative',
      'representative-incomplete',
      'no-contact-hand-over-in-person',
      'no-contact-check-identity',
      'no-phone-of-record',
      'no-email-of-record',
    ],
    example: {
      body: { organization: 'northside', patient: example.patient, channel: 'letter', reason: 'asked at the desk' },
    },
    async handle({ house, caller, organization, body }) {
      const { patient, channel, identity_checked, representative, reason } = body
      const issued = accepted(
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
      const { letter } = issued
      return {
        body: {
          id: issued.id,
          expires_at: issued.expiresAt.toISOString(),
          superseded: issued.superseded,
          letter: letter && { code: letter.code, link: `${letter.activateUrl}#${letter.code}` },
        },
      }
    },
  }),
] as const
