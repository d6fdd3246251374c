import { type Acr, acrRank, type Evidence } from './assurance.ts'
import type { InsurerObject } from './objects/insurer.ts'

/** What Vestibule reads of what an insurer says about its member; all of it asserted, none of it proof of a record. */
export interface MemberAttributes {
  readonly memberId?: string
  readonly given?: string
  readonly family?: string
  /** ISO date */
  readonly birthDate?: string
  /** E.164 */
  readonly phone?: string
  readonly email?: string
}

/** Who signed in upstream, as a connector answers it. */
export interface UpstreamIdentity {
  /** id of the insurer object */
  readonly insurer: string
  /**
   * OIDC: `iss`; SAML: the insurer's id here with its entity id. With the subject it is the person's name there, for ever
   * (OIDC Core §5.7).
   */
  readonly issuer: string
  readonly subject: string
  /** What it says of its own assurance: `acr`, or AuthnContextClassRef. */
  readonly acr?: string
  /** Its own `auth_time` or AuthnInstant. */
  readonly authenticatedAt?: Date
  readonly attributes: MemberAttributes
}

/**
 * What an upstream sign-in is worth here: its own word for assurance, mapped and capped by what the operator wrote.
 * @param at when it reached us
 */
export function upstreamEvidence(
  { acr }: Pick<UpstreamIdentity, 'acr'>,
  { assurance }: Pick<InsurerObject, 'assurance'>,
  at: Date,
): Evidence {
  const mapped: Acr =
    (acr !== undefined && Object.hasOwn(assurance.map, acr) && assurance.map[acr]) || 'urn:vestibule:aal1'
  const isTwo = acrRank(mapped) >= acrRank('urn:vestibule:aal2')
  return {
    factor: 'upstream',
    category: 'upstream',
    amr: isTwo ? ['fed', 'mfa'] : ['fed'],
    userVerified: false,
    // a passkey that we did not see is not one of ours, whatever the map says
    phishingResistant: false,
    ceiling: assurance.ceiling,
    at,
  }
}
