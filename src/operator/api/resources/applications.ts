import { z } from 'zod'
import { decideApplication, denialReasons } from '../../../operations/application-decisions.ts'
import { mailApplicantAgain } from '../../../operations/application-mails.ts'
import { type QueuedApplication, readApplication, readApplicationQueue } from '../../../operations/application-queue.ts'
import { applicationQuestions } from '../../../operations/applications.ts'
import { countOpenApplications } from '../../../store/applications.ts'
import { route } from '../contract.ts'
import { example } from '../examples.ts'
import { date, id, instant, listOf, queuePaging, reason, relationship, text } from '../fields.ts'
import { accepted, present } from '../refusals.ts'
import { candidate, candidateOf, pageAsked, pageTold, sex } from './queues.ts'

const application = z
  .strictObject({
    id,
    reference: z.string(),
    state: z.string(),
    question: z.string().optional().meta({ description: 'What the applicant was asked and has not answered yet' }),
    decision: z.enum(['approved', 'denied']).optional().meta({ description: 'Of one that is answered' }),
    patient: z.strictObject({ given: z.string(), family: z.string(), sex, birth_date: date }),
    representative: z.strictObject({ given: z.string(), family: z.string(), relationship }).optional(),
    email: z.string(),
    phone: z.string().optional(),
    postal_code: z.string().optional(),
    language: z.enum(['en', 'es']),
    answers: z.array(z.strictObject({ question: z.string(), answer: z.string() })),
    grade: z.string(),
    candidates: z.array(candidate),
    overdue: z.boolean(),
    due_at: instant,
    created_at: instant,
  })
  .meta({ id: 'Application' })

const viewOf = ({ details, grade, candidates, ...row }: QueuedApplication) => ({
  id: row.id,
  reference: row.reference,
  state: row.state,
  question: row.question,
  decision: row.decision,
  patient: details.patient,
  representative: details.representative,
  email: details.email,
  phone: details.phone,
  postal_code: details.postal_code,
  language: details.language,
  answers: details.answers,
  grade,
  candidates: candidates.map(candidateOf),
  overdue: row.isOverdue,
  due_at: row.dueAt.toISOString(),
  created_at: row.createdAt.toISOString(),
})

export const applicationRoutes = [
  route({
    id: 'applications.list',
    method: 'GET',
    path: '/applications',
    resource: 'applications',
    verb: 'read',
    summary: 'The open applications, oldest first, with the records that could be meant',
    description: 'That they were read is audited; those of a page are in review from then on.',
    organization: 'one',
    query: queuePaging,
    answer: listOf(application),
    example: { query: { organization: 'northside' } },
    async handle({ house, act, query, cursors, at }) {
      const page = pageAsked(query, cursors)
      return { body: pageTold(present(await readApplicationQueue(house, act('queue'), at, page)), cursors, viewOf) }
    },
  }),
  route({
    id: 'applications.waiting',
    method: 'GET',
    path: '/applications/waiting',
    resource: 'applications',
    verb: 'read',
    summary: 'How many wait, and how many of these are overdue',
    organization: 'one',
    answer: z.strictObject({ open: z.int(), overdue: z.int() }),
    example: { query: { organization: 'northside' } },
    handle: async ({ house, organization, at }) => ({ body: await countOpenApplications(house.db, organization, at) }),
  }),
  route({
    id: 'applications.get',
    method: 'GET',
    path: '/applications/{id}',
    resource: 'applications',
    verb: 'read',
    summary: 'One application, with the records that could be meant as long as it is open',
    description: 'That it was read is audited; it is in review from then on.',
    organization: 'one',
    params: z.strictObject({ id }),
    answer: application,
    example: { params: { id: example.application }, query: { organization: 'northside' } },
    handle: async ({ house, params, act, at }) => ({
      body: viewOf(present(await readApplication(house, params.id, act('queue'), at))),
    }),
  }),
  route({
    id: 'applications.decide',
    method: 'POST',
    path: '/applications/{id}/decide',
    resource: 'applications',
    verb: 'write',
    summary: 'Approves to a record, asks for more, or denies: once',
    description: 'To the applicant an approval, a denial and a record that nothing can be sent to look the same.',
    organization: 'one',
    params: z.strictObject({ id }),
    body: z.strictObject({
      decision: z.union([
        z.strictObject({
          kind: z.literal('approve'),
          patient: id,
          basis: text(200).optional().meta({ description: 'Why the representative may' }),
        }),
        z.strictObject({ kind: z.literal('ask'), question: z.enum(applicationQuestions) }),
        z.strictObject({ kind: z.literal('deny'), because: z.enum(denialReasons) }),
      ]),
      reason,
    }),
    answer: z.strictObject({
      result: z.enum(['approved', 'asked', 'denied']),
      outcome: z.enum(['code-sent', 'owner-told', 'no-contact']).optional(),
    }),
    refusals: [
      'question-open',
      'basis-missing',
      'patient-unknown',
      'patient-not-active',
      'under-13-needs-representative',
    ],
    example: {
      params: { id: example.application },
      body: {
        organization: 'northside',
        decision: { kind: 'ask', question: 'last-visit' },
        reason: 'two records could be meant',
      },
    },
    async handle({ house, params, body, act, at }) {
      const { decision } = body
      const wanted = decision.kind === 'approve' ? approvalOf(decision) : decision
      const done = accepted(await decideApplication(house, params.id, wanted, act(body.reason), at), [
        'application-unknown',
      ])
      return { body: { result: done.kind, ...(done.kind === 'approved' ? { outcome: done.outcome } : {}) } }
    },
  }),
  route({
    id: 'applications.resend',
    method: 'POST',
    path: '/applications/{id}/resend',
    resource: 'applications',
    verb: 'write',
    summary: 'The last mail to the applicant once more, with a new link; the first link goes on working',
    organization: 'one',
    params: z.strictObject({ id }),
    body: z.strictObject({ reason }),
    answer: z.strictObject({ mail: z.enum(['received', 'asked', 'answered']) }),
    example: {
      params: { id: example.application },
      body: { organization: 'northside', reason: 'they called: no mail came' },
    },
    async handle({ house, params, body, act, at }) {
      const sent = accepted(await mailApplicantAgain(house, params.id, act(body.reason), at), ['application-unknown'])
      return { body: { mail: sent.mail } }
    },
  }),
] as const

const approvalOf = ({ patient, basis }: { readonly patient: string; readonly basis?: string | undefined }) =>
  ({ kind: 'approve', patientId: patient, ...(basis ? { basis } : {}) }) as const
