import { errors, type KoaContextWithOIDC } from 'oidc-provider'
import {
  type Acr,
  type Assurance,
  acrRank,
  type Evidence,
  foldEvidence,
  isAcr,
  meetsAcr,
} from '../../core/assurance.ts'
import type { ClientObject } from '../../core/objects/client.ts'
import { now } from '../../platform/index.ts'

/** What an authorization request asks of the sign-in. */
export interface AcrRequest {
  /** Known values, none below the client's floor, weakest first. */
  readonly values: readonly Acr[]
  /** Where none of the values is met the answer is an error (OIDC Core §5.5.1.1). */
  readonly essential: boolean
  readonly floor: Acr
}
type Params = Readonly<Record<string, unknown>>
interface AcrClaim {
  readonly essential?: boolean
  readonly value?: unknown
  readonly values?: unknown
}

/**
 * Reads `acr_values` and an `acr` member of the `claims` parameter. Unknown values are dropped; a request never lowers
 * the floor: what it asks below that counts as the floor.
 * @param floor what policy wants of this person here; left out while nobody knows who it is: the client's own
 * @throws InvalidRequest where `values` is no list
 */
export function acrRequestOf(params: Params, client: ClientObject, floor = floorOf(client)): AcrRequest {
  const claim = acrClaimOf(params.claims)
  const voluntary = typeof params.acr_values === 'string' ? params.acr_values.split(' ') : []
  const claimed = claim?.value !== undefined ? [claim.value] : (claim?.values ?? [])
  if (!Array.isArray(claimed)) throw new errors.InvalidRequest('invalid claims.id_token.acr.values type')
  const essential = claim?.essential === true && claimed.length > 0
  const asked = (essential ? claimed : [...claimed, ...voluntary]).filter(value => typeof value === 'string')
  const raised = asked.filter(isAcr).map(value => (acrRank(value) < acrRank(floor) ? floor : value))
  return { values: [...new Set(raised)].sort((a, b) => acrRank(a) - acrRank(b)), essential, floor }
}

const floorOf = (client: ClientObject): Acr => client.assurance.floor ?? 'urn:vestibule:aal1'

function acrClaimOf(claims: unknown): AcrClaim | undefined {
  if (typeof claims !== 'string') return undefined
  const parsed = JSON.parse(claims) as { id_token?: { acr?: AcrClaim | null } }
  return parsed.id_token?.acr ?? undefined
}

/** The session's proofs, folded for this one request. */
export interface Assessment {
  readonly request: AcrRequest
  readonly assurance: Assurance | undefined
  readonly isFloorMet: boolean
  /** Some requested value is met, or none was requested. */
  readonly isRequestMet: boolean
}

/** @param confirmable factor kinds that policy lets confirm; every one where left out */
export function assess(
  evidence: readonly Evidence[],
  request: AcrRequest,
  confirmable?: readonly string[],
): Assessment {
  const at = now()
  const nothingAsked = request.values.length === 0 && !request.essential
  const options = confirmable ? { confirmable } : {}
  return {
    request,
    assurance: foldEvidence(evidence, { ...options, requested: request.values }, at),
    isFloorMet: meetsAcr(evidence, request.floor, at, options),
    isRequestMet: nothingAsked || request.values.some(acr => meetsAcr(evidence, acr, at, options)),
  }
}

const assessments = new WeakMap<object, Assessment>()
export const keepAssessment = (ctx: object, assessment: Assessment): void => {
  assessments.set(ctx, assessment)
}
export const assessmentOf = (ctx: object): Assessment | undefined => assessments.get(ctx)

/**
 * Whether the person should be asked for more. Having come from the sign-in pages they gave what they could: then a
 * voluntary wish stays a wish, and what is required answers with an error instead of asking for ever.
 * @throws UnmetAuthenticationRequirements
 */
export function needsMoreProof(ctx: KoaContextWithOIDC): boolean {
  const assessment = assessmentOf(ctx)
  if (!assessment?.assurance) return false
  const { isFloorMet, isRequestMet, request } = assessment
  if (isFloorMet && isRequestMet) return false
  if (!ctx.oidc.result?.login) return true
  if (!isFloorMet || request.essential)
    throw new errors.UnmetAuthenticationRequirements('the requested assurance could not be reached')
  return false
}
