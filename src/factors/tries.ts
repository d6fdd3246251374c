import { chargeFailure, deleteFailureBudget, type FailureRule } from '../store/failure-budgets.ts'
import type { Transaction } from '../store/index.ts'
import type { FactorContext } from './contract.ts'

const keyOf = ({ house, subject }: FactorContext, factor: string): Buffer =>
  house.sealer.index(`failures.${factor}`, subject.tries ?? subject.key)

/**
 * Counts one try on the person before anything is compared, in one statement, whatever flow it came in: a fresh journey
 * gives none back. @returns whether it may be compared
 */
export async function chargeTry(context: FactorContext, factor: string, rule: FailureRule): Promise<boolean> {
  return (await chargeFailure(context.house.db, keyOf(context, factor), rule, context.now)).allowed
}

/** After a success, in its transaction. */
export const clearTries = (tx: Transaction, context: FactorContext, factor: string): Promise<void> =>
  deleteFailureBudget(tx, keyOf(context, factor))

/** For codes that nobody guesses in ten tries. */
export const codeRule = ({ house }: FactorContext): FailureRule => ({
  failures: house.settings.lockout.factor_failures,
  seconds: house.settings.lockout.factor_pause_seconds,
})
