import { z } from 'zod'
import { maskUsername } from '../../core/contacts.ts'
import { type Page, text } from '../../core/index.ts'
import { type Completion, defineStep, type Flow, type StepContext } from '../../flow-engine/index.ts'
import { minutes } from '../../platform/index.ts'
import { findImportedContacts } from '../../store/account-upgrade.ts'
import { findAccount, mayRecover } from '../../store/accounts.ts'
import { findContactsOnFile } from '../../store/contacts-on-file.ts'
import type { Transaction } from '../../store/index.ts'
import { findLiveRecoveryLink, type RecoveryLink, updateRecoveryLinkOpened } from '../../store/recovery-links.ts'
import { type LinkFacts, linkFacts, openedBy } from './facts.ts'
import { isReachedBy } from './scene.ts'

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
      lead: [text('recover.link.lead', { username }), text(nextAfter(link))],
      submit: text('recover.link.submit'),
    }
  },
  handle: async (_context, _facts, { link }) =>
    link
      ? { kind: 'advance', facts: { pressed: true }, audit: { accountId: link.accountId, details: { by: 'link' } } }
      : { kind: 'deny', problem: 'recover-link-dead' },
})

const nextAfter = ({ origin }: RecoveryLink): string =>
  origin === 'in-person'
    ? 'recover.link.next-in-person'
    : origin === 'password'
      ? 'recover.link.next-password'
      : 'recover.link.next'

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
    given: {
      opened: openedBy(link),
      // they came here because they can use no other way
      ...(link.origin === 'password' ? { waitWanted: true } : {}),
    },
    ends: link.ends,
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
    const contacts = [
      ...(await findContactsOnFile(read, house.sealer, account.id, now)),
      ...(await findImportedContacts(read, house.sealer, account.id)),
    ]
    return isReachedBy({ ...link, to: link.contact }, contacts)
      ? { link, username: maskUsername(account.username) }
      : {}
  },
  complete: completeLink,
}
