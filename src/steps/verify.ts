import type { AnyStep } from '../flow-engine/contract.ts'
import { chooseStep } from './choose-factor.ts'
import { verifyStep } from './verify-factor.ts'
import type { VerifyOptions } from './verify-options.ts'

/**
 * "Prove it", for any flow: straight to the best offer, others one press away. Gives `<prefix>Challenge`,
 * `<prefix>Another` and `<prefix>Proof` (types: `VerifyFacts`; schemas: `challengeSchema`, `proofSchema`).
 */
export const verifySteps = <F, S extends { readonly now: Date }, P extends string = string>(
  options: VerifyOptions<F, S, P>,
): readonly [AnyStep<F, S>, AnyStep<F, S>] => [chooseStep(options), verifyStep(options)]
