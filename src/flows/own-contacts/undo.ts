import { z } from 'zod'
import { type Page, text } from '../../core/index.ts'
import { defineStep, type Flow, LostGuard } from '../../flow-engine/index.ts'
import { undoContactChange } from '../../operations/contact-undo.ts'
import { minutes } from '../../platform/index.ts'
import { type AccountUndo, findLiveAccountUndo } from '../../store/account-undos.ts'

const undoFacts = z.object({ token: z.string(), pressed: z.literal(true), read: z.literal(true) })
type UndoFacts = z.output<typeof undoFacts>
interface UndoScene {
  readonly undo?: AccountUndo
}

/** One page and one button: mail scanners open links, and must not spend them. */
const undoChange = defineStep<UndoFacts, UndoScene>()({
  name: 'undo',
  needs: ['token'],
  gives: ['pressed'],
  required: () => true,
  input: z.object({}),
  limits: ['address'],
  texts: ['problem.undo-dead'],
  page(_facts, { undo }, { paths }): Page {
    if (!undo)
      return {
        kind: 'notice',
        tone: 'dead-end',
        name: 'undo-dead',
        title: text('contacts.undo.dead-title'),
        lead: [text('contacts.undo.dead')],
        ways: [{ href: paths.signIn, label: text('contacts.undo.sign-in') }],
      }
    return {
      kind: 'notice',
      tone: 'plain',
      name: 'undo',
      title: text('contacts.undo.title'),
      lead: [text('contacts.undo.lead'), text('contacts.undo.later'), text('contacts.undo.leave')],
      submit: text('contacts.undo.submit'),
    }
  },
  async handle({ house, now, ask, flow, visitor }, { token }, { undo }) {
    if (!undo) return { kind: 'deny', problem: 'undo-dead' }
    const journey = { flowId: flow.id, reference: flow.reference, ip: visitor.ip, device: visitor.userAgent }
    return {
      kind: 'advance',
      facts: { pressed: true },
      audit: { accountId: undo.accountId },
      async write(tx) {
        const isUndone = await undoContactChange(tx, house, { token, journey, organization: ask.organization }, now)
        if (!isUndone) throw new LostGuard('undo-dead')
      },
    }
  },
})

const undone = defineStep<UndoFacts, UndoScene>()({
  name: 'undone',
  needs: ['pressed'],
  gives: ['read'],
  required: () => true,
  input: z.object({}),
  limits: ['address'],
  page: (_facts, _scene, { paths }) => ({
    kind: 'notice',
    tone: 'good',
    name: 'undone',
    title: text('contacts.undo.done-title'),
    lead: [text('contacts.undo.done'), text('contacts.undo.advice')],
    ...(paths.recover ? { ways: [{ href: paths.recover, label: text('contacts.undo.recover') }] } : {}),
    submit: text('contacts.undo.sign-in'),
  }),
  handle: async () => ({ kind: 'advance', facts: { read: true } }),
})

/** The link that an old phone or address got: one press puts things back. */
export const undoChangeFlow: Flow<UndoFacts, UndoScene> = {
  name: 'undo-change',
  entry: { path: '/undo/:token', gives: 'token' },
  ttl: minutes(30),
  facts: undoFacts,
  given: ['token'],
  steps: [undoChange, undone],
  async scene(read, { token = '' }, { house, now }) {
    const undo = await findLiveAccountUndo(read, house.sealer, { purpose: 'contacts', token }, now)
    return undo ? { undo } : {}
  },
  complete: async () => ({ kind: 'sign-in-again' }),
}
