import { z } from 'zod'
import { type Page, text } from '../../core/index.ts'
import { defineStep, type Flow, LostGuard } from '../../flow-engine/index.ts'
import { cancelWaiting } from '../../operations/recovery-waiting.ts'
import { minutes } from '../../platform/index.ts'
import { findRecoveryRequestToCancel } from '../../store/recovery-requests.ts'
import { type LinkFacts, linkFacts } from './facts.ts'

interface CancelScene {
  readonly isOpen: boolean
}

const stopWaiting = defineStep<LinkFacts, CancelScene>()({
  name: 'stop-waiting',
  needs: ['token'],
  gives: ['pressed'],
  required: () => true,
  input: z.object({}),
  limits: ['address'],
  texts: ['problem.recover-nothing-to-stop'],
  page(_facts, { isOpen }, { paths }): Page {
    if (!isOpen)
      return {
        kind: 'notice',
        tone: 'plain',
        name: 'recovery-nothing-to-stop',
        title: text('recover.cancel.nothing-title'),
        lead: [text('recover.cancel.nothing')],
        ways: [{ href: paths.signIn, label: text('recover.sign-in') }],
      }
    return {
      kind: 'notice',
      tone: 'plain',
      name: 'recovery-cancel',
      title: text('recover.cancel.title'),
      lead: [text('recover.cancel.lead')],
      submit: text('recover.cancel.submit'),
    }
  },
  async handle({ house, flow, now }, { token }, { isOpen }) {
    if (!isOpen) return { kind: 'deny', problem: 'recover-nothing-to-stop' }
    return {
      kind: 'advance',
      facts: { pressed: true },
      async write(tx) {
        if (!(await cancelWaiting(tx, house, token, flow.id, now))) throw new LostGuard('recover-nothing-to-stop')
      },
    }
  },
})

const stopped = defineStep<LinkFacts, CancelScene>()({
  name: 'stopped',
  needs: ['pressed'],
  gives: ['read'],
  required: () => true,
  input: z.object({}),
  limits: ['address'],
  page: () => ({
    kind: 'notice',
    tone: 'good',
    name: 'recovery-stopped',
    title: text('recover.cancel.done-title'),
    lead: [text('recover.cancel.done')],
    submit: text('recover.sign-in'),
  }),
  handle: async () => ({ kind: 'advance', facts: { read: true } }),
})

/** One press on the link of any notice stops a waiting period. */
export const recoverCancelFlow: Flow<LinkFacts, CancelScene> = {
  name: 'recover-cancel',
  entry: { path: '/recover/cancel/:token', gives: 'token' },
  ttl: minutes(30),
  facts: linkFacts,
  given: ['token'],
  steps: [stopWaiting, stopped],
  scene: async (read, { token = '' }, { house }) => ({
    isOpen: (await findRecoveryRequestToCancel(read, house.sealer, token)) !== undefined,
  }),
  complete: async () => ({ kind: 'sign-in-again' }),
}
