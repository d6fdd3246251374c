import { z } from 'zod'
import { type Page, text } from '../../core/index.ts'
import { defineStep, type Flow, LostGuard } from '../../flow-engine/index.ts'
import { stopFactorReset } from '../../operations/factor-reset-endings.ts'
import { isWaiting } from '../../operations/factor-resets.ts'
import { cancelWaiting } from '../../operations/recovery-waiting.ts'
import { minutes } from '../../platform/index.ts'
import { findFactorResetByToken } from '../../store/factor-resets.ts'
import { findRecoveryRequestToCancel } from '../../store/recovery-requests.ts'
import { type LinkFacts, linkFacts } from './facts.ts'

interface CancelScene {
  /** What the link stops: a wait for a new password, or that staff take a factor away. */
  readonly what: 'wait' | 'reset'
  readonly isOpen: boolean
}

const words = {
  wait: {
    title: 'recover.cancel.title',
    lead: 'recover.cancel.lead',
    doneTitle: 'recover.cancel.done-title',
    done: 'recover.cancel.done',
  },
  reset: {
    title: 'recover.cancel.reset-title',
    lead: 'recover.cancel.reset',
    doneTitle: 'recover.cancel.reset-done-title',
    done: 'recover.cancel.reset-done',
  },
} as const

const stopWaiting = defineStep<LinkFacts, CancelScene>()({
  name: 'stop-waiting',
  needs: ['token'],
  gives: ['pressed'],
  required: () => true,
  input: z.object({}),
  limits: ['address'],
  texts: ['problem.recover-nothing-to-stop'],
  page(_facts, { isOpen, what }, { paths }): Page {
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
      title: text(words[what].title),
      lead: [text(words[what].lead)],
      submit: text('recover.cancel.submit'),
    }
  },
  async handle({ house, flow, now }, { token }, { isOpen, what }) {
    if (!isOpen) return { kind: 'deny', problem: 'recover-nothing-to-stop' }
    return {
      kind: 'advance',
      facts: { pressed: true },
      async write(tx) {
        const stop = what === 'reset' ? stopFactorReset : cancelWaiting
        if (!(await stop(tx, house, token, flow.id, now))) throw new LostGuard('recover-nothing-to-stop')
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
  page: (_facts, { what }) => ({
    kind: 'notice',
    tone: 'good',
    name: 'recovery-stopped',
    title: text(words[what].doneTitle),
    lead: [text(words[what].done)],
    submit: text('recover.sign-in'),
  }),
  handle: async () => ({ kind: 'advance', facts: { read: true } }),
})

/** One press on the link of any notice stops what waits: a new password with one proof fewer, or a factor's removal. */
export const recoverCancelFlow: Flow<LinkFacts, CancelScene> = {
  name: 'recover-cancel',
  entry: { path: '/recover/cancel/:token', gives: 'token' },
  ttl: minutes(30),
  facts: linkFacts,
  given: ['token'],
  steps: [stopWaiting, stopped],
  async scene(read, { token = '' }, { house, now }) {
    const wait = await findRecoveryRequestToCancel(read, house.sealer, token)
    const reset = await findFactorResetByToken(read, house.sealer, token)
    return reset ? { what: 'reset', isOpen: isWaiting(reset, now) } : { what: 'wait', isOpen: wait !== undefined }
  },
  complete: async () => ({ kind: 'sign-in-again' }),
}
