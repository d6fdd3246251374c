import { errors, type KoaContextWithOIDC } from 'oidc-provider'
import { type AcrRequest, type Assessment, decide, raisedTo } from '../../core/assessment.ts'
import type { Acr } from '../../core/assurance.ts'
import type { ClientObject } from '../../core/objects/client.ts'

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
  return { values: raisedTo(floor, asked), essential, floor }
}

const floorOf = (client: ClientObject): Acr => client.assurance.floor ?? 'urn:vestibule:aal1'

function acrClaimOf(claims: unknown): AcrClaim | undefined {
  if (typeof claims !== 'string') return undefined
  const parsed = JSON.parse(claims) as { id_token?: { acr?: AcrClaim | null } }
  return parsed.id_token?.acr ?? undefined
}

const assessments = new WeakMap<object, Assessment>()
export const keepAssessment = (ctx: object, assessment: Assessment): void => {
  assessments.set(ctx, assessment)
}
export const assessmentOf = (ctx: object): Assessment | undefined => assessments.get(ctx)

/**
 * Whether the person should be asked for more; see `decide`.
 * @throws UnmetAuthenticationRequirements
 */
export function needsMoreProof(ctx: KoaContextWithOIDC): boolean {
  const assessment = assessmentOf(ctx)
  // nobody is known by any proof: another check's business
  if (!assessment?.assurance) return false
  const decision = decide(assessment, ctx.oidc.result?.login !== undefined)
  if (decision === 'unmet')
    throw new errors.UnmetAuthenticationRequirements('the requested assurance could not be reached')
  return decision === 'ask'
}
