import { type Acr, type Assurance, acrRank, type Evidence, foldEvidence, isAcr, meetsAcr } from './assurance.ts'

/** What an authorization request asks of the sign-in. */
export interface AcrRequest {
  /** Known values, none below the floor, weakest first. */
  readonly values: readonly Acr[]
  /** Where none of the values is met the answer is an error (OIDC Core §5.5.1.1). */
  readonly essential: boolean
  readonly floor: Acr
}

/** Unknown values are dropped, and what is asked below the floor counts as the floor: a request never lowers it. */
export function raisedTo(floor: Acr, asked: readonly string[]): readonly Acr[] {
  const raised = asked.filter(isAcr).map(value => (acrRank(value) < acrRank(floor) ? floor : value))
  return [...new Set(raised)].sort((a, b) => acrRank(a) - acrRank(b))
}

/** The session's proofs, folded for one request. */
export interface Assessment {
  readonly request: AcrRequest
  /** Undefined where nothing authenticates anybody. */
  readonly assurance: Assurance | undefined
  readonly isFloorMet: boolean
  /** Some requested value is met, or none was requested. */
  readonly isRequestMet: boolean
}

/** @param confirmable factor kinds that policy lets confirm; every one where left out */
export function assess(
  evidence: readonly Evidence[],
  request: AcrRequest,
  at: Date,
  confirmable?: readonly string[],
): Assessment {
  const nothingAsked = request.values.length === 0 && !request.essential
  const options = confirmable ? { confirmable } : {}
  return {
    request,
    assurance: foldEvidence(evidence, { ...options, requested: request.values }, at),
    isFloorMet: meetsAcr(evidence, request.floor, at, options),
    isRequestMet: nothingAsked || request.values.some(acr => meetsAcr(evidence, acr, at, options)),
  }
}

/**
 * What follows: tokens, a page, or an error. Having come from the sign-in pages a person gave what they could: then a
 * voluntary wish stays a wish, and what is required is an error instead of asking for ever.
 */
export function decide(
  { assurance, isFloorMet, isRequestMet, request }: Assessment,
  cameFromPages: boolean,
): 'enough' | 'ask' | 'unmet' {
  if (assurance && isFloorMet && isRequestMet) return 'enough'
  if (!assurance || !cameFromPages) return 'ask'
  return !isFloorMet || request.essential ? 'unmet' : 'enough'
}
