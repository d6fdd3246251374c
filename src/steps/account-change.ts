import type { StepContext } from '../flow-engine/contract.ts'
import type { AccountChange } from '../operations/account-changes.ts'
import type { Transaction } from '../store/index.ts'
import { type AccountScene, personIn } from './account-scene.ts'
import { type FreshProofFacts, keepFreshProof } from './fresh-proof.ts'

/** What every change of an own account tells: who did it, in which session, in which journey. */
export function changeBy(scene: AccountScene, { ask, flow, visitor }: StepContext): AccountChange {
  const { accountId, sessionUid, language } = personIn(scene)
  const journey = { flowId: flow.id, reference: flow.reference, ip: visitor.ip, device: visitor.userAgent }
  return { accountId, sessionUid, language, organization: ask.organization, journey }
}

/**
 * For `complete` of a flow that changes something else than a factor: keeps the fresh proof, then makes the change.
 * @param make the operation; it answers with the problem that stopped it, or false where it lost its guard
 * @returns the problem to deny with, if any
 */
export async function finishAccountChange(
  tx: Transaction,
  { facts, scene }: { readonly facts: FreshProofFacts; readonly scene: AccountScene },
  context: StepContext,
  make: (change: AccountChange) => Promise<boolean | string | undefined>,
  lost = 'session-ended',
): Promise<string | undefined> {
  if (!(await keepFreshProof(tx, facts, scene, context))) return 'session-ended'
  const made = await make(changeBy(scene, context))
  return made === false ? lost : typeof made === 'string' ? made : undefined
}
