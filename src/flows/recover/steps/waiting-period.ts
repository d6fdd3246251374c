import { z } from 'zod'
import { type Page, text } from '../../../core/index.ts'
import { defineStep } from '../../../flow-engine/index.ts'
import { beginWaiting } from '../../../operations/recovery-waiting.ts'
import type { RecoverFacts } from '../facts.ts'
import { personIn, type RecoverScene } from '../scene.ts'
import { needsSecond, offersIn } from './second.ts'

/** The proof that is left, and that must be given once more when the wait is over. */
const restOf = (opened: RecoverFacts['opened'] | undefined): 'message' | 'password' | 'recovery-code' =>
  opened?.origin === 'password' || opened?.origin === 'recovery-code' ? opened.origin : 'message'

/**
 * Time and notices to every contact in place of the proof that was lost. Nothing leads on from here but time: once it is
 * over, the proof that was left is enough: a link, the password, or one more recovery code.
 */
export const waitingPeriod = defineStep<RecoverFacts, RecoverScene>()({
  name: 'waiting-period',
  needs: ['opened'],
  gives: ['waited'],
  required: (facts, scene) =>
    needsSecond(facts, scene) &&
    facts.secondProof === undefined &&
    scene.person !== undefined &&
    (facts.waitWanted === true || offersIn(scene).length === 0),
  input: z.object({ action: z.string().optional() }),
  limits: ['address'],
  texts: ['notice.recover-waiting-begun', 'problem.recover-waiting-refused'],
  page(facts, scene): Page {
    const rest = restOf(facts.opened)
    const { waiting } = personIn(scene)
    const back = offersIn(scene).length > 0 ? [{ value: 'back', label: text('recover.waiting.back') }] : []
    const frame = { kind: 'notice', name: 'waiting-period', actions: back } as const
    if (waiting.kind === 'blocked')
      return {
        ...frame,
        tone: 'dead-end',
        title: text('recover.waiting.blocked-title'),
        lead: [text('recover.waiting.blocked')],
      }
    if (waiting.kind === 'pending') {
      const hours = Math.max(1, Math.ceil((waiting.readyAt.getTime() - scene.now.getTime()) / 3_600_000))
      return {
        ...frame,
        tone: 'plain',
        title: text('recover.waiting.pending-title'),
        lead: [text('recover.waiting.pending', { hours }), text(`recover.waiting.afterwards.${rest}`)],
      }
    }
    return {
      ...frame,
      tone: 'plain',
      title: text('recover.waiting.title'),
      lead: [text(`recover.waiting.lead.${rest}`, { hours: scene.waitingHours }), text('recover.waiting.told')],
      notes: [{ body: [text('recover.waiting.in-person')] }],
      submit: text('recover.waiting.begin'),
    }
  },
  async handle({ house, ask, flow, now }, facts, scene, { action }) {
    if (action === 'back') return { kind: 'stay', facts: { waitWanted: undefined } }
    const { accountId, language, waiting } = personIn(scene)
    if (waiting.kind === 'blocked') return { kind: 'retry', problem: 'recover-waiting-refused' }
    return {
      kind: 'stay',
      notice: 'recover-waiting-begun',
      facts: facts.waitWanted ? { waitWanted: true } : {},
      audit: { accountId },
      async write(tx) {
        // refused where one is under way: the page then says how long
        await beginWaiting(tx, house, { accountId, language, organization: ask.organization }, flow.id, now)
      },
    }
  },
})
