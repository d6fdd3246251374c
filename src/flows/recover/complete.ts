import type { Proof } from '../../factors/index.ts'
import type { Completion, StepContext } from '../../flow-engine/index.ts'
import { unlockAccount } from '../../operations/account-lock.ts'
import { recordAudit } from '../../operations/audit.ts'
import { changePassword } from '../../operations/passwords.ts'
import { unlockPassword } from '../../operations/sign-in.ts'
import { sleepElsewhere, vouchersOf } from '../../operations/sleeping-links.ts'
import type { Transaction } from '../../store/index.ts'
import { lockRecoveryLinks, updateRecoveryLinkFinished, updateRecoveryLinksVoided } from '../../store/recovery-links.ts'
import { updateRecoveryRequestsClosed, updateRecoveryRequestUsed } from '../../store/recovery-requests.ts'
import type { RecoverFacts } from './facts.ts'
import type { Recovering, RecoverScene } from './scene.ts'

const ended = { kind: 'denied', problem: 'recover-ended' } as const

/** Sets the new password. Whatever the steps did, both proofs are looked at once more here. */
export async function completeRecovery(
  tx: Transaction,
  facts: RecoverFacts,
  { person }: RecoverScene,
  context: StepContext,
): Promise<Completion> {
  const { house, now, ask, flow, visitor } = context
  const { opened } = facts
  // disabled, or the email was changed, while the journey was under way
  if (!person?.isLinkTheirs) return ended
  await lockRecoveryLinks(tx, opened.accountId)
  if (!(await updateRecoveryLinkFinished(tx, { id: opened.link, accountId: opened.accountId }, now))) return ended
  if (!(await hasSecondProof(tx, facts, person, now))) return ended

  const told = { accountId: person.accountId, language: person.language, organization: ask.organization }
  const isKept = 'isKept' in facts.newPassword
  // locked meanwhile: the old password is what somebody else may know
  if (isKept && person.isLocked) return ended
  if ('hash' in facts.newPassword) {
    const journey = { correlationId: flow.id, reference: flow.reference, ip: visitor.ip, device: visitor.userAgent }
    await unlockAccount(tx, house, { ...told, by: 'recovery', actor: told.accountId, journey }, now)
    const change = { ...told, passwordHash: facts.newPassword.hash }
    if (!(await changePassword(tx, house, change, now))) return ended
  }
  // whoever keeps the password is let in as well: this browser is known from now on
  const { staffOrganization } = opened
  const vouchers = vouchersOf(proofsIn(facts), person.contacts, staffOrganization, now)
  const recovery = { accountId: person.accountId, vouchers, isByStaff: staffOrganization !== undefined }
  await sleepElsewhere(tx, house, { ...recovery, correlationId: flow.id }, now)
  await updateRecoveryLinksVoided(tx, person.accountId, now)
  await updateRecoveryRequestsClosed(tx, person.accountId, now)
  await unlockPassword(tx, house, person.accountId)
  await recordAudit(tx, house, {
    type: isKept ? 'account.username-told' : 'account.recovered',
    outcome: 'success',
    actor: person.accountId,
    accountId: person.accountId,
    organizationId: ask.organization,
    ...(ask.client ? { clientId: ask.client.id } : {}),
    correlationId: flow.id,
    reference: flow.reference,
    details: {
      ip: visitor.ip,
      device: visitor.userAgent,
      first: opened.origin,
      second: facts.secondProof?.factor ?? (opened.origin === 'in-person' ? 'identity-checked' : 'waiting-period'),
    },
  })
  return {
    kind: 'sign-in-again',
    notice: isKept ? 'recover-done' : 'recover-password-changed',
    known: { accountId: person.accountId },
  }
}

/** Proofs besides the first one, all of this very person. */
const proofsIn = ({ opened, secondProof, recordProof }: RecoverFacts): readonly Proof[] =>
  [secondProof, recordProof].filter(proof => proof?.subject === `account:${opened.accountId}`) as Proof[]

/** A way that still stands on file, or a waiting period that is used up by this; an identity checked in person needs none. */
async function hasSecondProof(tx: Transaction, facts: RecoverFacts, person: Recovering, at: Date): Promise<boolean> {
  const { origin } = facts.opened
  if (origin === 'in-person') return true
  const [second, record] = proofsIn(facts)
  if (second && second === facts.secondProof) {
    const { factor, to } = second
    const isStill = (offers: Recovering['offers'], proof: { factor: string; to: string }) =>
      offers.some(offer => offer.factor === proof.factor && offer.to === proof.to)
    // a recovery code was spent by its use, so it may be the last one that was offered
    if (factor === 'recovery-code' ? origin !== 'recovery-code' : isStill(person.offers, { factor, to })) {
      if (factor !== 'security-question') return true
      if (record && isStill(person.recordOffers, record)) return true
    }
  }
  const { waiting } = person
  return waiting.kind === 'ready' && updateRecoveryRequestUsed(tx, waiting.id, at)
}
