import { z } from 'zod'
import { maskUsername } from '../../core/contacts.ts'
import { type Page, text } from '../../core/index.ts'
import { type Completion, defineStep, type Flow, type StepContext } from '../../flow-engine/index.ts'
import { minutes } from '../../platform/index.ts'
import { findAccountContacts } from '../../store/account-contacts.ts'
import { findAccount, mayRecover } from '../../store/accounts.ts'
import type { Transaction } from '../../store/index.ts'
import { findLiveRecoveryLink, type RecoveryLink, updateRecoveryLinkOpened } from '../../store/recovery-links.ts'
import { type LinkFacts, linkFacts } from './facts.ts'

interface LinkScene {
  readonly link?: RecoveryLink
  /** masked */
  readonly username?: string
}

/** One page and one button: mail scanners open links, and must not spend them. */
const openLink = defineStep<LinkFacts, LinkScene>()({
  name: 'open-link',
  needs: ['token'],
  gives: ['pressed'],
  required: () => true,
  input: z.object({}),
  limits: ['address'],
  texts: ['problem.recover-link-dead', 'problem.recover-link-dead.title'],
  page(_facts, { link, username }, { paths }): Page {
    if (!link || username === undefined)
      return {
        kind: 'notice',
        tone: 'plain',
        name: 'recovery-link-dead',
        title: text('recover.link.dead-title'),
        lead: [text('recover.link.dead')],
        ways: [
          ...(paths.recover ? [{ href: paths.recover, label: text('recover.link.again') }] : []),
          { href: paths.signIn, label: text('recover.sign-in') },
        ],
      }
    return {
      kind: 'notice',
      tone: 'plain',
      name: 'recovery-link',
      title: text('recover.link.title'),
      lead: [text('recover.link.lead', { username }), text('recover.link.next')],
      submit: text('recover.link.submit'),
    }
  },
  handle: async (_context, _facts, { link }) =>
    link
      ? { kind: 'advance', facts: { pressed: true }, audit: { accountId: link.accountId, details: { by: 'link' } } }
      : { kind: 'deny', problem: 'recover-link-dead' },
})

/** Spends the link and goes on, in this browser, where the journey that asked for it would have gone on. */
async function completeLink(
  tx: Transaction,
  _facts: LinkFacts,
  { link }: LinkScene,
  { now }: StepContext,
): Promise<Completion> {
  if (!link || !(await updateRecoveryLinkOpened(tx, link.id, now)))
    return { kind: 'denied', problem: 'recover-link-dead' }
  return {
    kind: 'flow',
    flow: 'recover',
    given: { opened: { link: link.id, accountId: link.accountId, to: link.contact } },
    ask: link.ends,
  }
}

/** The link of a recovery message: its own journey in whichever browser opens it. */
export const recoverLinkFlow: Flow<LinkFacts, LinkScene> = {
  name: 'recover-link',
  entry: { path: '/recover/:token', gives: 'token' },
  ttl: minutes(30),
  facts: linkFacts,
  given: ['token'],
  steps: [openLink],
  async scene(read, { token = '' }, { house, now }) {
    const link = await findLiveRecoveryLink(read, house.sealer, token, now)
    const account = link && (await findAccount(read, house.sealer, link.accountId))
    if (!link || !account || !mayRecover(account)) return {}
    // an address that was changed since is not theirs any more
    const contacts = await findAccountContacts(read, house.sealer, account.id)
    const isTheirs = contacts.some(({ value, verifiedAt }) => value === link.contact.value && verifiedAt)
    return isTheirs ? { link, username: maskUsername(account.username) } : {}
  },
  complete: completeLink,
}
