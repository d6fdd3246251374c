import { z } from 'zod'
import { maskEmail } from '../../../core/contacts.ts'
import { phoneCountryOf, usablePhone } from '../../../core/phones.ts'
import type { House } from '../../../operations/house.ts'
import {
  type InvitationResult,
  invitationState,
  issueInvitation,
  resendInvitation,
  revokeInvitation,
} from '../../../operations/invitations.ts'
import type { InvitedRepresentative } from '../../../store/index.ts'
import { findInvitations, type InvitationView } from '../../../store/invitations.ts'
import { findOrganization } from '../../../store/organizations.ts'
import { route } from '../contract.ts'
import { example } from '../examples.ts'
import { givenName, id, instant, listOf, name, nothing, paging, reason, relationship, text } from '../fields.ts'
import { Problem } from '../problems.ts'
import { accepted, present } from '../refusals.ts'

const invitation = z
  .strictObject({
    id,
    patient: id,
    state: z.enum(['waiting', 'used', 'expired', 'superseded', 'revoked', 'not-me']),
    origin: z.enum(['staff', 'import', 'notice']),
    sent_to: z.string().meta({ description: 'Masked' }),
    for: z.string(),
    client: z.string().optional(),
    issued_by: z.string(),
    created_at: instant,
    expires_at: instant,
  })
  .meta({ id: 'Invitation' })
const issued = z
  .strictObject({ id, sent_to: z.string(), expires_at: instant, superseded: z.int() })
  .meta({ id: 'IssuedInvitation' })

const viewOf = (view: InvitationView, at: Date) => ({
  id: view.id,
  patient: view.patientId,
  state: invitationState(view, at),
  origin: view.origin,
  sent_to: maskEmail(view.email),
  for: view.representative?.relationship ?? 'patient',
  client: view.ends.client_id,
  issued_by: view.issuedBy,
  created_at: view.createdAt.toISOString(),
  expires_at: view.expiresAt.toISOString(),
})
const issuedOf = (result: Extract<InvitationResult, { kind: 'issued' }>) => ({
  id: result.id,
  sent_to: maskEmail(result.email),
  expires_at: result.expiresAt.toISOString(),
  superseded: result.superseded,
})
const refusals = [
  'patient-unknown',
  'patient-not-active',
  'patient-has-account',
  'under-13',
  'no-email-of-record',
  'no-phone-of-record',
  'phone-of-record-shared',
  'representative-incomplete',
  'client-unknown',
  'target-without-client',
  'target-elsewhere',
] as const

const representative = z.strictObject({
  name: givenName,
  relationship,
  basis: text(200),
  phone: text(40).meta({ description: 'Their own, which they prove' }),
})
/** @throws Problem where the phone is none */
async function invitedOf(
  house: House,
  organization: string,
  given: z.output<typeof representative>,
): Promise<InvitedRepresentative> {
  const country = phoneCountryOf((await findOrganization(house.db, organization))?.settings ?? {})
  const phone = usablePhone(given.phone, country)
  if (!phone) throw Problem.refusal('representative-incomplete')
  return { ...given, phone }
}

export const invitationRoutes = [
  route({
    id: 'invitations.list',
    method: 'GET',
    path: '/invitations',
    resource: 'invitations',
    verb: 'read',
    summary: 'Who was invited, and what became of it, newest first',
    organization: 'one',
    query: paging.extend({ patient: id.optional() }),
    answer: listOf(invitation),
    example: { query: { organization: 'northside', limit: '20' } },
    async handle({ house, organization, query, cursors, at }) {
      const { limit, cursor, patient } = query
      const before = cursors.read(cursor)
      const rows = await findInvitations(house.db, house.sealer, {
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
    id: 'invitations.get',
    method: 'GET',
    path: '/invitations/{id}',
    resource: 'invitations',
    verb: 'read',
    summary: 'What became of one invitation',
    organization: 'one',
    params: z.strictObject({ id }),
    answer: invitation,
    example: { params: { id: example.invitation }, query: { organization: 'northside' } },
    async handle({ house, params, organization, at }) {
      const asked = { organizationId: organization, id: params.id, limit: 1 }
      const [found] = await findInvitations(house.db, house.sealer, asked)
      return { body: viewOf(present(found), at) }
    },
  }),
  route({
    id: 'invitations.issue',
    method: 'POST',
    path: '/invitations',
    resource: 'invitations',
    verb: 'write',
    summary: 'Invites by a mail to the mailbox of record',
    organization: 'one',
    body: z.strictObject({
      patient: id,
      representative: representative.optional(),
      client: name.optional().meta({ description: 'Where it ends; the organisation’s home client where left out' }),
      target_link_uri: z
        .url({ protocol: /^https?$/ })
        .max(2000)
        .optional(),
      reason,
    }),
    status: 201,
    answer: issued,
    refusals,
    example: { body: { organization: 'northside', patient: example.patient, reason: 'asked at the desk' } },
    async handle({ house, caller, organization, body }) {
      const { patient, client, target_link_uri, reason } = body
      const result = await issueInvitation(house, {
        organization,
        patientId: patient,
        origin: target_link_uri ? 'notice' : 'staff',
        ...(body.representative ? { representative: await invitedOf(house, organization, body.representative) } : {}),
        ...(client ? { clientId: client } : {}),
        ...(target_link_uri ? { targetLinkUri: target_link_uri } : {}),
        issuedBy: caller.actor,
        reason,
      })
      return { body: issuedOf(accepted(result)) }
    },
  }),
  route({
    id: 'invitations.resend',
    method: 'POST',
    path: '/invitations/{id}/resend',
    resource: 'invitations',
    verb: 'write',
    summary: 'Another mail with a new link; the old one ends',
    organization: 'one',
    params: z.strictObject({ id }),
    body: z.strictObject({ reason }),
    status: 201,
    answer: issued,
    refusals: [...refusals, 'invitation-used'],
    example: { params: { id: example.invitation }, body: { organization: 'northside', reason: 'the mail was lost' } },
    async handle({ house, params, body, act }) {
      const result = await resendInvitation(house, params.id, act(body.reason))
      return { body: issuedOf(accepted(result, ['invitation-unknown'])) }
    },
  }),
  route({
    id: 'invitations.revoke',
    method: 'POST',
    path: '/invitations/{id}/revoke',
    resource: 'invitations',
    verb: 'write',
    summary: 'Takes an invitation back: its link opens nothing any more',
    organization: 'one',
    params: z.strictObject({ id }),
    body: z.strictObject({ reason }),
    status: 204,
    answer: nothing,
    example: { params: { id: example.invitation }, body: { organization: 'northside', reason: 'sent by mistake' } },
    async handle({ house, params, body, act }) {
      if (!(await revokeInvitation(house, params.id, act(body.reason)))) throw new Problem('not-found')
      return { body: undefined }
    },
  }),
] as const
