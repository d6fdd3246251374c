import * as client from 'openid-client'
import { declined, invalid, Refused, unavailable } from '../refusal.ts'

const claimReasons: Readonly<Record<string, string>> = {
  iss: 'wrong-issuer',
  aud: 'wrong-audience',
  azp: 'wrong-authorized-party',
  nonce: 'wrong-nonce',
  exp: 'expired',
  nbf: 'not-yet-valid',
  sub: 'wrong-subject',
}

/** `error` of an authorization or pushed request: the insurer lets nobody in (RFC 6749 §4.1.2.1, OIDC, UDAP). */
const errors: Readonly<Record<string, Refused>> = {
  access_denied: declined('access-denied'),
  login_required: declined('login-required'),
  interaction_required: declined('interaction-required'),
  consent_required: declined('consent-required'),
  account_selection_required: declined('account-selection-required'),
  server_error: unavailable('server-error'),
  temporarily_unavailable: unavailable('temporarily-unavailable'),
  invalid_idp: new Refused('upstream-unknown-idp', 'unknown-idp'),
}

export const errorResponse = (error: string): Refused =>
  (Object.hasOwn(errors, error) && errors[error]) || invalid('error-response')

/** The refusal that an error of openid-client stands for; an error that is none of its own comes back as it is. */
export function refusalFrom(error: unknown): unknown {
  if (error instanceof client.AuthorizationResponseError) return errorResponse(error.error)
  if (error instanceof client.ResponseBodyError) {
    if (Object.hasOwn(errors, error.error)) return errorResponse(error.error)
    return invalid(error.error === 'invalid_grant' ? 'code-refused' : 'client-refused')
  }
  if (error instanceof client.WWWAuthenticateChallengeError) return invalid('client-refused')
  if (!(error instanceof client.ClientError)) return error
  // the library's own words for what it compared: the only place where it says which claim it was
  const { claim, attribute, header, signature } = detailsOf(error)
  if (claim !== undefined) return invalid(claimReasons[claim] ?? 'bad-token')
  if (attribute !== undefined) return invalid(attribute === 'sub' ? 'wrong-subject' : 'wrong-issuer')
  if (error.code === 'OAUTH_KEY_SELECTION_FAILED') return invalid('unknown-key')
  if (error.code === 'OAUTH_RESPONSE_IS_NOT_CONFORM') return invalid('unexpected-answer')
  if (header !== undefined) return invalid('wrong-algorithm')
  return invalid(signature === undefined ? 'bad-token' : 'bad-signature')
}

interface Details {
  readonly claim?: string
  readonly attribute?: string
  readonly header?: object
  readonly signature?: object
}
/** Sits at the error, or at the one below it. */
function detailsOf(error: client.ClientError): Details {
  const below = error.cause as { readonly cause?: object } | undefined
  return { ...(below?.cause as Details | undefined), ...(error.cause as Details | undefined) }
}
