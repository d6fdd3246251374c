/**
 * Opens records again that sleep since another organisation let the person back in: by a way to sign in that is older
 * than that, or by a contact that the sleeping record has on file. Invariant: nothing that the recovery gave wakes
 * anything.
 */
import { z } from 'zod'
import { type NoticePage, text } from '../../core/index.ts'
import { parsePhone } from '../../core/phones.ts'
import {
  accountSubject,
  challengeSchema,
  contactOffer,
  type Offer,
  offersOf,
  proofSchema,
  secondFactors,
} from '../../factors/index.ts'
import { type AnyStep, defineStep, type Flow, type StepContext } from '../../flow-engine/index.ts'
import { mayProve } from '../../operations/contacts.ts'
import { wakeLinks as wake } from '../../operations/sleeping-links.ts'
import { minutes } from '../../platform/index.ts'
import { type AccountScene, loadAccountScene, noWayToConfirm, signedOutStep, verifySteps } from '../../steps/index.ts'
import { findAccountContacts } from '../../store/account-contacts.ts'
import { type ContactOnFile, findContactsOnFile } from '../../store/contacts-on-file.ts'
import { type Reader, together } from '../../store/index.ts'
import { findSleepingLinks, type SleepingLink } from '../../store/sleeping-links.ts'

const wakeLinksFacts = z.object({
  freshSession: z.boolean().optional(),
  /** Never given: that page leads nowhere. */
  nothing: z.never().optional(),
  wakeChallenge: challengeSchema.optional(),
  wakeAnother: z.boolean().optional(),
  wakeProof: proofSchema,
})
type WakeLinksFacts = z.output<typeof wakeLinksFacts>
interface WakeLinksScene extends AccountScene {
  readonly asleep: readonly SleepingLink[]
  readonly offers: readonly Offer[]
  readonly contacts: readonly ContactOnFile[]
}

const nothingSleeps: NoticePage = {
  kind: 'notice',
  tone: 'end',
  name: 'wake-links-nothing',
  title: text('wake-links.nothing-title'),
  lead: [text('wake-links.nothing')],
  ways: [{ href: '/account', label: text('remove-factor.back') }],
}
const nothing = defineStep<WakeLinksFacts, WakeLinksScene>()({
  name: 'nothing-sleeps',
  needs: [],
  gives: ['nothing'],
  required: (_facts, { asleep }) => asleep.length === 0,
  input: z.object({}),
  limits: ['address'],
  page: () => nothingSleeps,
  handle: async () => ({ kind: 'stay' }),
})

const proof: readonly AnyStep<WakeLinksFacts, WakeLinksScene>[] = verifySteps<WakeLinksFacts, WakeLinksScene, 'wake'>({
  prefix: 'wake',
  purpose: 'account.wake-links',
  names: { choose: 'choose-proof', verify: 'prove-older' },
  needs: [],
  subject: (_facts, { person }) => ({
    ...accountSubject(person?.accountId ?? '', person?.language ?? 'en'),
    budget: 'record',
  }),
  offers: (_facts, { offers }) => offers,
  required: (_facts, { asleep }) => asleep.length > 0,
  lead: [text('wake-links.lead')],
  links: [{ href: '/account', label: text('fresh.back') }],
  deadEnd: { ...noWayToConfirm, lead: [text('wake-links.no-way')] },
})

async function loadScene(read: Reader, context: Pick<StepContext, 'house' | 'now' | 'ask'>): Promise<WakeLinksScene> {
  const scene = await loadAccountScene(read, context)
  if (!scene.person) return { ...scene, asleep: [], offers: [], contacts: [] }
  const { accountId, factors } = scene.person
  const [asleep, contacts, own] = await together(read, each =>
    Promise.all([
      findSleepingLinks(each, accountId),
      findContactsOnFile(each, context.house.sealer, accountId, context.now),
      findAccountContacts(each, context.house.sealer, accountId),
    ]),
  )
  const organizations = new Set(asleep.map(({ organizationId }) => organizationId))
  const since = Math.min(...asleep.map(link => link.since.getTime()))
  // where one of a kind came later it cannot be told which was used
  const later = new Set(scene.person.enrolled.filter(each => each.createdAt.getTime() >= since).map(({ kind }) => kind))
  const older = factors.enrolled.filter(({ kind }) => !later.has(kind))
  const olderContacts = own.filter(({ verifiedAt }) => verifiedAt !== undefined && verifiedAt.getTime() < since)
  const ofRecord = contacts
    .filter(contact => contact.organization !== undefined && organizations.has(contact.organization))
    .filter(contact => mayProve(contact, context.now))
    .flatMap(contact => {
      if (contact.kind === 'email') return [contactOffer('email-code', contact)]
      const ways = [contactOffer('text-code', contact), contactOffer('voice-code', contact)]
      return parsePhone(contact.value)?.type === 'landline' ? ways.toReversed() : ways
    })
  const offers = [...offersOf(secondFactors, { ...factors, contacts: olderContacts, enrolled: older }), ...ofRecord]
  const isFirst = (offer: Offer, at: number) =>
    offers.findIndex(each => each.factor === offer.factor && each.to === offer.to) === at
  return { ...scene, asleep, contacts, offers: offers.filter(isFirst) }
}

export const wakeLinks: Flow<WakeLinksFacts, WakeLinksScene> = {
  name: 'wake-links',
  entry: { path: '/account/records', needs: 'session' },
  ttl: minutes(30),
  facts: wakeLinksFacts,
  given: [],
  steps: [signedOutStep<WakeLinksFacts, WakeLinksScene>(), nothing, ...proof],
  scene: (read, _facts, context) => loadScene(read, context),
  async complete(tx, { wakeProof }, { person, offers, contacts }, { house, flow }) {
    const isTheirs = wakeProof?.subject === `account:${person?.accountId}`
    const isOffered = offers.some(({ factor, to }) => factor === wakeProof?.factor && to === wakeProof.to)
    // a recovery code was spent by its use, so it may be the last one that was offered
    if (!person || !isTheirs || !(isOffered || wakeProof.factor === 'recovery-code'))
      return { kind: 'denied', problem: 'session-ended' }
    await wake(tx, house, { accountId: person.accountId, proofs: [wakeProof], contacts, correlationId: flow.id })
    return { kind: 'done', notice: 'links-woken' }
  },
}
