import type { StepContext } from '../flow-engine/contract.ts'
import { afterFactorChange, type FactorChange } from '../operations/factors.ts'
import type { Transaction } from '../store/index.ts'
import { type AccountScene, personIn } from './account-scene.ts'
import { type FreshProofFacts, keepFreshProof } from './fresh-proof.ts'

/**
 * For `complete` of a flow that changed a factor: keeps the fresh proof, ends every other session, tells every contact.
 * @returns false where the session ended meanwhile: deny with `session-ended`
 */
export async function finishFactorChange(
  tx: Transaction,
  { facts, scene }: { readonly facts: FreshProofFacts; readonly scene: AccountScene },
  context: StepContext,
  change: Pick<FactorChange, 'kind' | 'notice'>,
): Promise<boolean> {
  if (!(await keepFreshProof(tx, facts, scene, context))) return false
  const { house, now, ask, flow, visitor } = context
  const { accountId, sessionUid, language } = personIn(scene)
  const journey = { flowId: flow.id, reference: flow.reference, ip: visitor.ip, device: visitor.userAgent }
  const whose = { accountId, sessionUid, language, organization: ask.organization, journey }
  await afterFactorChange(tx, house, { ...whose, ...change }, now)
  return true
}
