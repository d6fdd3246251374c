/**
 * Closing an account, and the link that opens it again. Invariant: what will happen is said before, a fresh proof is
 * given, and for some weeks nothing is lost.
 */
import { z } from 'zod'
import { text } from '../../core/index.ts'
import { defineStep, type Flow } from '../../flow-engine/index.ts'
import { closeAccount as closeAccountOf } from '../../operations/account-closing.ts'
import { minutes } from '../../platform/index.ts'
import {
  type AccountScene,
  finishAccountChange,
  freshProofFacts,
  freshProofSteps,
  loadAccountScene,
} from '../../steps/index.ts'

export { reopenAccountFlow } from './reopen.ts'

const closeFacts = z.object({ ...freshProofFacts, agreed: z.literal(true) })
type CloseFacts = z.output<typeof closeFacts>
interface CloseScene extends AccountScene {
  readonly days: number
}

const whatHappens = defineStep<CloseFacts, CloseScene>()({
  name: 'what-happens',
  needs: [],
  gives: ['agreed', 'freshSince'],
  required: () => true,
  input: z.object({ agreed: z.literal('on', 'close-not-agreed') }),
  limits: ['address'],
  texts: ['problem.close-not-agreed'],
  page: (_facts, { days }) => ({
    kind: 'form',
    name: 'close-account',
    title: text('close.title'),
    lead: [text('close.lead')],
    items: [
      text('close.signed-out'),
      text('close.records'),
      text('close.not-records'),
      text('close.undo', { days }),
      text('close.then', { days }),
    ],
    fields: [{ kind: 'checkbox', name: 'agreed', label: text('close.agree') }],
    submit: text('close.submit'),
    links: [{ href: '/account', label: text('close.back') }],
  }),
  handle: async ({ now }) => ({ kind: 'advance', facts: { agreed: true, freshSince: now } }),
})

export const closeAccount: Flow<CloseFacts, CloseScene> = {
  name: 'close-account',
  entry: { path: '/account/close', needs: 'session' },
  ttl: minutes(30),
  facts: closeFacts,
  given: [],
  steps: [...freshProofSteps<CloseFacts, CloseScene>({ purpose: 'account.close' }), whatHappens],
  scene: async (read, _facts, context) => ({
    ...(await loadAccountScene(read, context)),
    days: context.house.settings.account.closing_days,
  }),
  async complete(tx, facts, scene, context) {
    if (!scene.person) return { kind: 'denied', problem: 'session-ended' }
    const problem = await finishAccountChange(tx, { facts, scene }, context, change =>
      closeAccountOf(tx, context.house, change, context.now),
    )
    return problem ? { kind: 'denied', problem } : { kind: 'sign-in-again', notice: 'account-closed' }
  },
}
