import { z } from 'zod'
import { issueAccessCode } from '../../../operations/access-codes.ts'
import { type Route, route } from '../contract.ts'
import { example } from '../examples.ts'
import { givenName, id, instant, reason, relationship, text } from '../fields.ts'
import { accepted } from '../refusals.ts'

const representative = z.strictObject({
  name: givenName,
  relationship,
  basis: text(200).meta({ description: 'Why they may', example: 'power of attorney' }),
})

export const accessCodeRoutes: readonly Route[] = [
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
]
