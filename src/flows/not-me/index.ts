/**
 * "This wasn't me", said of an entry of one's own history: tells what follows, then locks the account. A finished
 * recovery opens it again. Wants no fresh proof: whoever has reason to say this must not be held up.
 */
import { z } from 'zod'
import { historyTexts } from '../../core/history.ts'
import { type Page, type PageContext, text } from '../../core/index.ts'
import { tellMoment } from '../../core/moments.ts'
import { defineStep, type Flow } from '../../flow-engine/index.ts'
import { type HistoryEntry, readHistoryEntry } from '../../operations/account-history.ts'
import { lockAccount } from '../../operations/account-lock.ts'
import { minutes } from '../../platform/index.ts'
import { type AccountScene, loadAccountScene, signedOutStep } from '../../steps/index.ts'

const notMeFacts = z.object({
  freshSession: z.boolean().optional(),
  event: z.string(),
  isLockWanted: z.literal(true),
})
type NotMeFacts = z.output<typeof notMeFacts>
interface NotMeScene extends AccountScene {
  readonly entry?: HistoryEntry
}

const back = [{ href: '/account/history', label: text('not-me.back') }]

const explain = defineStep<NotMeFacts, NotMeScene>()({
  name: 'explain-lock',
  needs: ['event'],
  gives: ['isLockWanted'],
  required: () => true,
  input: z.object({}),
  limits: ['address'],
  texts: [...historyTexts, 'problem.not-me-unknown', 'notice.account-locked'],
  page: (_facts, { entry }, context) => (entry?.mayDeny ? askPage(entry, context) : nothingPage),
  async handle(_context, _facts, { entry }) {
    if (!entry?.mayDeny) return { kind: 'deny', problem: 'not-me-unknown' }
    return { kind: 'advance', facts: { isLockWanted: true } }
  },
})

const nothingPage: Page = {
  kind: 'notice',
  tone: 'end',
  name: 'not-me-nothing',
  title: text('not-me.nothing.title'),
  lead: [text('not-me.nothing')],
  ways: back,
}

const askPage = (entry: HistoryEntry, { language, organization }: PageContext): Page => ({
  kind: 'notice',
  tone: 'plain',
  name: 'not-me',
  title: text('not-me.title'),
  lead: [
    text(entry.text),
    text('not-me.when', { when: tellMoment(entry.at, language, organization.timeZone) }),
    text('not-me.then'),
  ],
  items: [text('not-me.signed-out'), text('not-me.told'), text('not-me.recover')],
  submit: text('not-me.submit'),
  links: back,
})

export const notMeFlow: Flow<NotMeFacts, NotMeScene> = {
  name: 'not-me',
  entry: { path: '/account/history/:event/not-me', needs: 'session', gives: 'event' },
  ttl: minutes(30),
  facts: notMeFacts,
  given: ['event'],
  steps: [signedOutStep<NotMeFacts, NotMeScene>(), explain],
  async scene(read, { event = '' }, context) {
    const scene = await loadAccountScene(read, context)
    const { person } = scene
    const entry = person && (await readHistoryEntry(read, context.house, person.accountId, event))
    return { ...scene, ...(entry ? { entry } : {}) }
  },
  async complete(tx, { event }, { person }, { house, now, ask, flow, visitor }) {
    if (!person) return { kind: 'denied', problem: 'session-ended' }
    const { accountId, language } = person
    const journey = {
      correlationId: flow.id,
      reference: flow.reference,
      ip: visitor.ip,
      device: visitor.userAgent,
    }
    const whose = { accountId, language, organization: ask.organization, actor: accountId, journey }
    // locked a moment before, in another tab: what the person wanted is so
    await lockAccount(tx, house, { ...whose, reason: 'person', details: { event } }, now)
    return { kind: 'done', to: '/recover', notice: 'account-locked' }
  },
}
