import { z } from 'zod'
import { text } from '../../core/index.ts'
import { defineStep, type Flow } from '../../flow-engine/index.ts'
import { minutes } from '../../platform/index.ts'

const appliedFacts = z.object({ reference: z.string(), read: z.literal(true) })
type AppliedFacts = z.output<typeof appliedFacts>

const applicationSent = defineStep<AppliedFacts, object>()({
  name: 'application-sent',
  needs: ['reference'],
  gives: ['read'],
  required: () => true,
  input: z.object({}),
  limits: ['address'],
  page: ({ reference }) => ({
    kind: 'notice',
    tone: 'good',
    name: 'application-sent',
    title: text('apply.sent.title'),
    lead: [text('apply.sent.lead', { reference }), text('apply.sent.mail'), text('apply.sent.next')],
    submit: text('apply.sent.submit'),
  }),
  handle: async () => ({ kind: 'advance', facts: { read: true } }),
})

/** Where an application leads: it was sent, under this reference code. Nobody is signed in by it. */
export const appliedFlow: Flow<AppliedFacts, object> = {
  name: 'applied',
  ttl: minutes(30),
  facts: appliedFacts,
  given: ['reference'],
  steps: [applicationSent],
  scene: async () => ({}),
  complete: async () => ({ kind: 'sign-in-again' }),
}
