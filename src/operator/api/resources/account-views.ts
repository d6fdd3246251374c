import { z } from 'zod'
import { localText } from '../../../core/objects/client.ts'
import type { AccountView } from '../../../operations/help-desk.ts'
import { id, instant, iso } from '../fields.ts'

/** What the help desk may see of an account: no whole number or address, and no secret. */
export const session = z.strictObject({ id: z.string(), started_at: instant, last_active_at: instant })
export const factor = z.strictObject({ kind: z.string(), since: instant, last_used_at: instant.optional() })

export const proof = z
  .strictObject({
    proven: z.boolean().meta({ description: 'The caller read the right code' }),
    used: z.boolean().meta({ description: 'A recovery was begun with it: it begins no other' }),
    way: z.string().meta({ description: 'How the code went: `text-code`, `email-code`' }),
    until: instant,
  })
  .meta({ id: 'CallerProof' })
export const historyEntry = z
  .strictObject({
    id,
    at: instant,
    type: z.string(),
    by: z.enum(['person', 'staff', 'service']),
    portal: localText.optional(),
    reference: z.string().optional(),
  })
  .meta({ id: 'HistoryEntry' })

export const account = z
  .strictObject({
    id,
    username: z.string().meta({ description: 'Masked where it is an email' }),
    name: z.string(),
    population: z.enum(['patient', 'caregiver', 'provider', 'staff']),
    status: z.enum(['active', 'locked', 'disabled', 'closed']),
    has_password: z.boolean(),
    last_sign_in_at: instant.optional(),
    contacts: z.array(
      z.strictObject({ id: z.string(), kind: z.enum(['phone', 'email']), masked: z.string(), of_record: z.boolean() }),
    ),
    factors: z.array(factor),
    links: z.array(
      z.strictObject({
        patient: id,
        relationship: z.string(),
        access: z.string(),
        basis: z.string(),
        record_status: z.string(),
        asleep_since: instant.optional(),
        expires_at: instant.optional(),
        created_at: instant,
      }),
    ),
    locks: z.array(z.strictObject({ what: z.string(), until: instant })),
    sessions: z.array(session),
    messages: z.array(
      z.strictObject({
        channel: z.string(),
        template: z.string(),
        state: z.string(),
        failure: z.string().optional(),
        created_at: instant,
        sent_at: instant.optional(),
      }),
    ),
  })
  .meta({ id: 'Account' })

export const sessionsOf = ({ sessions }: Pick<AccountView, 'sessions'>) =>
  sessions.map(({ id, startedAt, lastActiveAt }) => ({
    id,
    started_at: startedAt.toISOString(),
    last_active_at: lastActiveAt.toISOString(),
  }))
export const factorsOf = ({ factors }: Pick<AccountView, 'factors'>) =>
  factors.map(({ kind, since, lastUsedAt }) => ({ kind, since: since.toISOString(), last_used_at: iso(lastUsedAt) }))

export const accountOf = (view: AccountView) => ({
  id: view.id,
  username: view.username,
  name: view.name,
  population: view.population,
  status: view.status,
  has_password: view.hasPassword,
  last_sign_in_at: iso(view.lastSignInAt),
  contacts: view.contacts.map(({ id, kind, masked, isOfRecord }) => ({ id, kind, masked, of_record: isOfRecord })),
  factors: factorsOf(view),
  links: view.links.map(link => ({
    patient: link.patient_id,
    relationship: link.relationship,
    access: link.access,
    basis: link.basis,
    record_status: link.record_status,
    asleep_since: iso(link.asleep_since),
    expires_at: iso(link.expires_at),
    created_at: link.created_at.toISOString(),
  })),
  locks: view.locks.map(({ what, until }) => ({ what, until: until.toISOString() })),
  sessions: sessionsOf(view),
  messages: view.messages.map(each => ({
    channel: each.channel,
    template: each.template,
    state: each.state,
    failure: each.failure ?? undefined,
    created_at: each.created_at.toISOString(),
    sent_at: iso(each.sent_at),
  })),
})
