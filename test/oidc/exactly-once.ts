/** Rounds of simultaneous redemptions over several instances on one database; the bench runs the same, more often. */
import { SignJWT } from 'jose'
import { calculatePKCECodeChallenge, randomPKCECodeVerifier } from 'openid-client'
import { type Dispatcher, fetch } from 'undici'
import { newId } from '../../src/platform/index.ts'

export interface Target {
  readonly issuer: string
  /** One a running instance; requests take turns. */
  readonly dispatchers: readonly Dispatcher[]
}
/** How many of the simultaneous uses succeeded, and what the others were told. */
export interface Round {
  readonly successes: number
  readonly refusals: readonly string[]
}

async function race(target: Target, fields: Record<string, string>, times: number): Promise<Round> {
  const answers = await Promise.all(
    Array.from({ length: times }, (_, index) =>
      fetch(`${target.issuer}/token`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams(fields).toString(),
        dispatcher: target.dispatchers[index % target.dispatchers.length] as Dispatcher,
      }).then(async response => ({ status: response.status, body: (await response.json()) as { error?: string } })),
    ),
  )
  const refused = answers.filter(answer => answer.status !== 200)
  return {
    successes: answers.length - refused.length,
    refusals: [...new Set(refused.map(answer => `${answer.status} ${answer.body.error}`))].sort(),
  }
}

export interface PublicClient {
  readonly id: string
  readonly redirectUri: string
  /** Opens an authorization address in a browser that is signed in; answers where it was sent back to. */
  authorize(url: string): Promise<URL>
}

async function newCode(target: Target, client: PublicClient): Promise<Record<string, string>> {
  const verifier = randomPKCECodeVerifier()
  const url = new URL('/authorize', target.issuer)
  url.search = new URLSearchParams({
    client_id: client.id,
    response_type: 'code',
    scope: 'openid',
    redirect_uri: client.redirectUri,
    code_challenge: await calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  }).toString()
  const code = (await client.authorize(url.href)).searchParams.get('code')
  if (!code) throw new Error('no code was given')
  return {
    grant_type: 'authorization_code',
    client_id: client.id,
    redirect_uri: client.redirectUri,
    code,
    code_verifier: verifier,
  }
}

export const raceAuthorizationCode = async (target: Target, client: PublicClient, times = 50): Promise<Round> =>
  race(target, await newCode(target, client), times)

/** @param client rotates with grace 0 */
export async function raceRefreshToken(target: Target, client: PublicClient, times = 50): Promise<Round> {
  const response = await fetch(`${target.issuer}/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(await newCode(target, client)).toString(),
    dispatcher: target.dispatchers[0] as Dispatcher,
  })
  const { refresh_token } = (await response.json()) as { refresh_token: string }
  return race(target, { grant_type: 'refresh_token', client_id: client.id, refresh_token }, times)
}

export async function raceAssertion(
  target: Target,
  client: { readonly id: string; readonly key: CryptoKey },
  times = 50,
): Promise<Round> {
  const assertion = await new SignJWT({ iss: client.id, sub: client.id, aud: target.issuer, jti: newId() })
    .setProtectedHeader({ alg: 'ES256' })
    .setExpirationTime(Math.floor(Date.now() / 1000) + 120)
    .sign(client.key)
  return race(
    target,
    {
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    },
    times,
  )
}
