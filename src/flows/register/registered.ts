import { z } from 'zod'
import { text } from '../../core/index.ts'
import { evidenceOf, proofSchema } from '../../factors/index.ts'
import { defineStep, type Flow } from '../../flow-engine/index.ts'
import { keepEvidence } from '../../operations/new-account.ts'
import { addSeconds, minutes } from '../../platform/index.ts'
import { updateLastSignIn } from '../../store/accounts.ts'

const registeredFacts = z.object({
  account: z.object({ id: z.string(), as: z.enum(['prospect', 'family']) }),
  proofs: z.array(proofSchema),
  read: z.literal(true),
})
type RegisteredFacts = z.output<typeof registeredFacts>

/** The account is there; what of the record is open is said before the portal, which knows nothing of it. */
const whatNext = defineStep<RegisteredFacts, object>()({
  name: 'what-next',
  needs: ['account', 'proofs'],
  gives: ['read'],
  required: () => true,
  input: z.object({}),
  limits: ['address'],
  texts: ['problem.register-account-ended'],
  page: ({ account }) => ({
    kind: 'notice',
    tone: 'good',
    name: account.as === 'family' ? 'request-sent' : 'what-next',
    title: text(`register.${account.as}.title`),
    lead: [text(`register.${account.as}.lead`), text(`register.${account.as}.next`)],
    submit: text('register.done.submit'),
  }),
  handle: async (_context, { account }) => ({
    kind: 'advance',
    facts: { read: true },
    audit: { accountId: account.id },
  }),
})

/** Where a registration goes on that tied nobody to a record; it ends where that one would have. */
export const registeredFlow: Flow<RegisteredFacts, object> = {
  name: 'registered',
  ttl: minutes(30),
  facts: registeredFacts,
  given: ['account', 'proofs'],
  steps: [whatNext],
  scene: async () => ({}),
  async complete(tx, { account, proofs }, _scene, { house, now, flow }) {
    // closed or locked since
    if (!(await updateLastSignIn(tx, account.id, now))) return { kind: 'denied', problem: 'register-account-ended' }
    const until = addSeconds(now, house.settings.sessions.absolute_seconds)
    await keepEvidence(tx, { accountId: account.id, flowId: flow.id }, proofs.map(evidenceOf), until)
    return { kind: 'signed-in', accountId: account.id, rememberDevice: true }
  },
}
