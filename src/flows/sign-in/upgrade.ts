import type { Proof } from '../../factors/index.ts'
import type { StepContext } from '../../flow-engine/index.ts'
import { upgradeAccount } from '../../operations/account-upgrade.ts'
import type { Transaction } from '../../store/index.ts'
import type { SignInFacts } from './facts.ts'
import type { SignInScene } from './scene.ts'
import { isUpgrading } from './steps/upgrade.ts'

export type Upgraded =
  /** `proofs`: what was proven on the way is evidence of this sign-in. */
  | { readonly kind: 'upgraded'; readonly proofs: readonly Proof[] }
  /** Another sign-in did it first, or something that was proven does not stand any more. */
  | { readonly kind: 'lost' }

/** What was chosen works: the number was proven, or the passkey or the question is there. */
function isReady({ option, passkey, answer }: SignInFacts, isPhoneProven: boolean): boolean {
  if (option?.factor === 'passkey') return passkey !== undefined && passkey !== 'refused'
  return option?.factor === 'security-question' ? answer !== undefined : isPhoneProven
}

/** Ends the wait of an imported account; everybody else's sign-in passes through. What counts is looked at once more. */
export async function finishUpgrade(
  tx: Transaction,
  facts: SignInFacts,
  scene: SignInScene,
  { house, now, ask, flow, visitor }: StepContext,
): Promise<Upgraded> {
  const { account, option, answer, emailProof, phoneProof, onFileProof } = facts
  const upgrade = scene.person?.upgrade
  if (!isUpgrading(facts, scene) || !upgrade || !scene.person) return { kind: 'upgraded', proofs: [] }
  const key = `account:${account.id}`
  const proves = (proof: Proof | undefined, to: string | null | undefined) =>
    proof !== undefined && proof.subject === key && proof.to === to
  const isOptionReady = isReady(facts, proves(phoneProof, option?.phone))
  const onFile = upgrade.onFile.map(({ value }) => value)
  const shown = [phoneProof, onFileProof].filter(proof => proof?.subject === key && onFile.includes(proof.to))
  const isMailboxProven = upgrade.email !== undefined && proves(emailProof, upgrade.email.value)
  const isWhole =
    option !== undefined &&
    (!upgrade.email || isMailboxProven || (facts.emailLost === true && onFile.length > 0)) &&
    isOptionReady &&
    (onFile.length === 0 || shown.length > 0)
  if (!isWhole || option.factor === 'none') return { kind: 'lost' }
  const done = await upgradeAccount(
    tx,
    house,
    {
      accountId: account.id,
      language: scene.person.language,
      organization: ask.organization,
      ...(account.newHash ? { passwordHash: account.newHash } : {}),
      ...(upgrade.email && isMailboxProven ? { emailContactId: upgrade.email.id } : {}),
      securityOption: option.factor,
      ...(option.phone ? { phone: option.phone } : {}),
      ...(option.factor === 'security-question' && answer ? { question: answer } : {}),
      journey: { flowId: flow.id, reference: flow.reference, ip: visitor.ip, device: visitor.userAgent },
    },
    now,
  )
  if (!done) return { kind: 'lost' }
  // a number that was only typed a moment ago is worth nothing yet; one on file, or that was imported, is
  const vouched = [...onFile, upgrade.phone?.value]
  const proofs = [emailProof, phoneProof, onFileProof].filter(proof => proof !== undefined)
  return {
    kind: 'upgraded',
    proofs: proofs.filter(proof => proof.factor === 'email-code' || vouched.includes(proof.to)),
  }
}
