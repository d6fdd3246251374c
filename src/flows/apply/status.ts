import { z } from 'zod'
import { type Page, text } from '../../core/index.ts'
import { defineStep, type Flow } from '../../flow-engine/index.ts'
import { answerQuestion } from '../../operations/applications.ts'
import { minutes } from '../../platform/index.ts'
import { type ApplicationStatus, findApplicationStatus } from '../../store/applications.ts'

const statusFacts = z.object({ token: z.string(), reply: z.object({ question: z.string(), answer: z.string() }) })
type StatusFacts = z.output<typeof statusFacts>
interface StatusScene {
  readonly status?: ApplicationStatus
}

/** How an application stands: nothing personal, and nothing of what staff decided. Asked something, one may answer. */
const showStatus = defineStep<StatusFacts, StatusScene>()({
  name: 'status',
  needs: ['token'],
  gives: ['reply'],
  required: () => true,
  input: z.object({ answer: z.string().trim().min(1, 'reply-missing').max(1000, 'reply-long') }),
  limits: ['address', 'flow'],
  texts: [
    'problem.reply-missing',
    'problem.reply-long',
    'problem.application-link-dead',
    'problem.application-no-question',
    'notice.application-replied',
  ],
  page(_facts, { status }, { paths }): Page {
    if (!status)
      return {
        kind: 'notice',
        tone: 'dead-end',
        name: 'application-link-dead',
        title: text('apply.status.dead-title'),
        lead: [text('problem.application-link-dead')],
        ways: [{ href: paths.signIn, label: text('apply.status.sign-in') }],
      }
    if (status.question)
      return {
        kind: 'form',
        name: 'application-question',
        title: text('apply.status.question-title'),
        lead: [text('apply.status.question-lead')],
        fields: [
          { kind: 'text', name: 'answer', label: text(`apply.question.${status.question}`), autocomplete: 'off' },
        ],
        submit: text('apply.status.reply'),
      }
    return {
      kind: 'notice',
      tone: status.state === 'answered' ? 'dead-end' : 'plain',
      name: `application-${status.state}`,
      title: text(`apply.status.${status.state}-title`),
      lead: [text(`apply.status.${status.state}`)],
      ways: [{ href: paths.signIn, label: text('apply.status.sign-in') }],
    }
  },
  async handle(_context, _facts, { status }, { answer }) {
    if (!status) return { kind: 'deny', problem: 'application-link-dead' }
    if (!status.question) return { kind: 'deny', problem: 'application-no-question' }
    return { kind: 'advance', facts: { reply: { question: status.question, answer } } }
  },
})

/** The status link of an application, in whichever browser opens it. */
export const applicationFlow: Flow<StatusFacts, StatusScene> = {
  name: 'application',
  entry: { path: '/application/:token', gives: 'token' },
  ttl: minutes(30),
  facts: statusFacts,
  given: ['token'],
  steps: [showStatus],
  async scene(read, { token = '' }, { house }) {
    const status = await findApplicationStatus(read, house.sealer, token)
    return status ? { status } : {}
  },
  async complete(tx, { token, reply }, _scene, { house, flow, visitor, ask }) {
    const journey = { flowId: flow.id, reference: flow.reference, ip: visitor.ip, device: visitor.userAgent }
    const isTaken = await answerQuestion(tx, house, { token, ...reply, journey })
    if (!isTaken) return { kind: 'denied', problem: 'application-no-question' }
    const of = `organization=${encodeURIComponent(ask.organization)}`
    return { kind: 'done', to: `/application/${token}?${of}`, notice: 'application-replied' }
  },
}
