import { z } from 'zod'
import { type Page, text } from '../../core/index.ts'
import { defineStep, type Flow } from '../../flow-engine/index.ts'
import { reopenAccount } from '../../operations/account-closing.ts'
import { minutes } from '../../platform/index.ts'
import { type AccountUndo, findLiveAccountUndo } from '../../store/account-undos.ts'

const reopenFacts = z.object({ token: z.string(), pressed: z.literal(true) })
type ReopenFacts = z.output<typeof reopenFacts>
interface ReopenScene {
  readonly undo?: AccountUndo
}

/** One page and one button: mail scanners open links, and must not spend them. */
const openAgain = defineStep<ReopenFacts, ReopenScene>()({
  name: 'open-again',
  needs: ['token'],
  gives: ['pressed'],
  required: () => true,
  input: z.object({}),
  limits: ['address'],
  texts: ['problem.reopen-dead'],
  page(_facts, { undo }, { paths }): Page {
    if (!undo)
      return {
        kind: 'notice',
        tone: 'plain',
        name: 'reopen-dead',
        title: text('close.reopen.dead-title'),
        lead: [text('problem.reopen-dead')],
        ways: [{ href: paths.signIn, label: text('close.reopen.sign-in') }],
      }
    return {
      kind: 'notice',
      tone: 'plain',
      name: 'reopen',
      title: text('close.reopen.title'),
      lead: [text('close.reopen.lead')],
      submit: text('close.reopen.submit'),
    }
  },
  handle: async (_context, _facts, { undo }) =>
    undo
      ? { kind: 'advance', facts: { pressed: true }, audit: { accountId: undo.accountId } }
      : { kind: 'deny', problem: 'reopen-dead' },
})

/** The link of the messages that tell of a closing. Nobody is signed in by it. */
export const reopenAccountFlow: Flow<ReopenFacts, ReopenScene> = {
  name: 'reopen-account',
  entry: { path: '/reopen/:token', gives: 'token' },
  ttl: minutes(30),
  facts: reopenFacts,
  given: ['token'],
  steps: [openAgain],
  async scene(read, { token = '' }, { house, now }) {
    const undo = await findLiveAccountUndo(read, house.sealer, { purpose: 'closing', token }, now)
    return undo ? { undo } : {}
  },
  async complete(tx, { token }, _scene, { house, now, ask, flow, visitor }) {
    const journey = { flowId: flow.id, reference: flow.reference, ip: visitor.ip, device: visitor.userAgent }
    const isOpen = await reopenAccount(tx, house, { token, organization: ask.organization, journey }, now)
    return isOpen ? { kind: 'sign-in-again', notice: 'account-reopened' } : { kind: 'denied', problem: 'reopen-dead' }
  },
}
