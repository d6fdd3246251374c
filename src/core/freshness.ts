import { confirmationSeconds, type Evidence } from './assurance.ts'

/**
 * Whether somebody proved a moment ago that it is they who sit here: one of the very ways that they would be asked for,
 * within the last five minutes. A known device proves nothing, and an open session only that nobody signed out.
 * @param ways factor kinds that would be offered
 */
export const isFreshlyProven = (evidence: readonly Evidence[], ways: readonly string[], now: Date): boolean =>
  evidence.some(
    proof =>
      ways.includes(proof.factor) &&
      proof.category !== 'device' &&
      now.getTime() - proof.at.getTime() <= confirmationSeconds * 1000,
  )
