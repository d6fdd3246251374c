import type { ConnectorProblem, ConnectorRefusal } from './contract.ts'

/** Thrown inside a connector where an answer will not do; its border turns it into the refusal of the contract. */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly problem: ConnectorProblem
  /** A stable word; never a value from an answer. */
  readonly reason: string
  constructor(problem: ConnectorProblem, reason: string) {
    super(`upstream sign-in refused: ${reason}`)
    this.problem = problem
    this.reason = reason
  }
}

export const unavailable = (reason: string): Refused => new Refused('upstream-unavailable', reason)
export const invalid = (reason: string): Refused => new Refused('upstream-invalid', reason)
export const declined = (reason: string): Refused => new Refused('upstream-declined', reason)

export const refusalOf = ({ problem, reason }: Refused): ConnectorRefusal => ({ kind: 'refused', problem, reason })
