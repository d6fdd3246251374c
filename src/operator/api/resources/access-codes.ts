import { z } from 'zod'
import type { Letter } from '../../../core/letter.ts'
import { localText } from '../../../core/objects/client.ts'
import { languages } from '../../../core/texts.ts'
import { reissueAccessCode } from '../../../operations/access-code-reissue.ts'
import { voidAccessCode } from '../../../operations/access-code-void.ts'
import { type AccessCodeResult, issueAccessCode } from '../../../operations/access-codes.ts'
import { type AccessCodePageRow, findAccessCodePage } from '../../../store/access-code-pages.ts'
import { route } from '../contract.ts'
import { example } from '../examples.ts'
import { givenName, id, instant, listOf, nothing, paging, reason, relationship, text } from '../fields.ts'
import { accepted, present } from '../refusals.ts'

const representative = z.strictObject({
  name: givenName,
  relationship,
  basis: text(200).meta({ description: 'Why they may', example: 'power of attorney' }),
})

const channel = z.enum(['sms', 'email', 'letter', 'in_person'])
const letterSchema = z
  .strictObject({
    code: z.string(),
    link: z.string().meta({ description: 'With the code in its fragment, for a square to photograph' }),
    activate_url: z.string(),
    language: z.enum(languages).meta({ description: 'The holder’s' }),
    recipient: z.strictObject({ name: z.string(), address: z.array(z.string()).optional() }),
    organization: z.strictObject({
      name: localText,
      accent: z.string().optional(),
      logo: z.string().optional(),
      help_phone: z.string().optional(),
      help_hours: localText.optional(),
    }),
    written_at: instant,
    time_zone: z.string(),
  })
  .meta({ id: 'AccessCodeLetter' })
const issued = z
  .strictObject({
    id,
    expires_at: instant,
    superseded: z.int().meta({ description: 'Earlier codes that ended' }),
    letter: letterSchema.optional().meta({ description: 'What to print; it is shown this once' }),
  })
  .meta({ id: 'IssuedAccessCode' })
const issuedOf = ({ id, expiresAt, superseded, letter }: Extract<AccessCodeResult, { kind: 'issued' }>) => ({
  id,
  expires_at: expiresAt.toISOString(),
  superseded,
  letter: letter && letterOf(letter),
})
const letterOf = ({ organization, recipient, ...letter }: Letter): z.input<typeof letterSchema> => ({
  code: letter.code,
  link: `${letter.activateUrl}#${letter.code}`,
  activate_url: letter.activateUrl,
  language: letter.language,
  recipient: {
    name: recipient?.name ?? '',
    ...(recipient?.address ? { address: [...recipient.address] } : {}),
  },
  organization: {
    name: organization.name,
    accent: organization.accent,
    logo: organization.logo,
    help_phone: organization.helpPhone,
    help_hours: organization.helpHours,
  },
  written_at: letter.writtenOn.toISOString(),
  time_zone: letter.timeZone,
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
    query: paging.extend({
      patient: id.optional(),
      state: z.literal('waiting').optional().meta({ description: 'Only those that still open something' }),
    }),
    answer: listOf(code),
    example: { query: { organization: 'northside', patient: example.patient } },
    async handle({ house, organization, query, cursors, at }) {
      const { limit, cursor, patient, state } = query
      const before = cursors.read(cursor)
      const rows = await findAccessCodePage(house.db, {
        organizationId: organization,
        ...(patient ? { patientId: patient } : {}),
        ...(state ? { aliveAt: at } : {}),
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
    id: 'access-codes.get',
    method: 'GET',
    path: '/access-codes/{id}',
    resource: 'access-codes',
    verb: 'read',
    summary: 'What became of one code',
    organization: 'one',
    params: z.strictObject({ id }),
    answer: code,
    example: { params: { id: example.accessCode }, query: { organization: 'northside' } },
    async handle({ house, params, organization, at }) {
      const [row] = await findAccessCodePage(house.db, { organizationId: organization, id: params.id, limit: 1 })
      return { body: viewOf(present(row), at) }
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
  route({
    id: 'access-codes.void',
    method: 'POST',
    path: '/access-codes/{id}/void',
    resource: 'access-codes',
    verb: 'write',
    summary: 'Makes a code worthless, such as one that went to the wrong person',
    organization: 'one',
    params: z.strictObject({ id }),
    body: z.strictObject({ reason }),
    status: 204,
    answer: nothing,
    refusals: ['code-over'],
    example: { params: { id: example.accessCode }, body: { organization: 'northside', reason: 'went astray' } },
    async handle({ house, params, body, act, at }) {
      accepted(await voidAccessCode(house, params.id, act(body.reason), at), ['code-unknown'])
      return { body: undefined }
    },
  }),
] as const
