import { WWWAuthenticateChallengeError } from 'openid-client'

/**
 * What an API's challenge (RFC 9470) asks the portal to ask the provider for. As an essential claim, so that what cannot
 * be reached comes back as an error instead of a token that the API refuses again.
 * @returns what to add to the authorization request, or undefined where this is no such challenge
 */
export function stepUpFor(error: unknown): Readonly<Record<string, string>> | undefined {
  if (!(error instanceof WWWAuthenticateChallengeError)) return undefined
  const bearer = error.cause.find(({ scheme }) => scheme === 'bearer')?.parameters
  // the token has run out: the same sign-in again, without a page where the session lives
  if (bearer?.error === 'invalid_token') return {}
  if (bearer?.error !== 'insufficient_user_authentication') return undefined
  const { acr_values: values, max_age: maxAge } = bearer
  const acr = { essential: true, values: values?.split(' ') }
  return {
    ...(values ? { claims: JSON.stringify({ id_token: { acr } }) } : {}),
    ...(maxAge ? { max_age: maxAge } : {}),
  }
}
