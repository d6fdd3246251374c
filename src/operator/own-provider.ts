import type { RequestListener } from 'node:http'
import inject from 'light-my-request'
import * as openid from 'openid-client'

export interface OwnClient {
  readonly id: string
  readonly secret: string
  /** RS256 where left out. */
  readonly algorithm?: 'RS256' | 'ES256'
}

/**
 * This installation as the library that portals use sees it. Only its calls take another way: straight into this process,
 * since an installation need not reach itself by its public name.
 */
export function ownProvider(
  issuer: string,
  { id, secret, algorithm }: OwnClient,
  own: () => RequestListener,
): openid.Configuration {
  const config = new openid.Configuration(
    {
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      userinfo_endpoint: `${issuer}/userinfo`,
      revocation_endpoint: `${issuer}/revoke`,
      end_session_endpoint: `${issuer}/logout`,
      jwks_uri: `${issuer}/jwks`,
      authorization_response_iss_parameter_supported: true,
    },
    id,
    algorithm ? { id_token_signed_response_alg: algorithm } : undefined,
    openid.ClientSecretBasic(secret),
  )
  config[openid.customFetch] = (url, options) => askInProcess(own(), url, options as never)
  if (issuer.startsWith('http:')) openid.allowInsecureRequests(config)
  return config
}

/** One request to our own pages and endpoints, as a proxy would bring it. */
async function askInProcess(
  listener: RequestListener,
  url: string,
  {
    method,
    headers,
    body,
  }: { method: string; headers: Record<string, string>; body?: URLSearchParams | string | null },
): Promise<Response> {
  const { host, pathname, search } = new URL(url)
  const answer = await inject(listener as never, {
    method: method as 'POST',
    url: `${pathname}${search}`,
    headers: { ...headers, host },
    ...(body ? { payload: String(body) } : {}),
  })
  const told = Object.entries(answer.headers).flatMap(([name, value]) =>
    value === undefined || name === 'set-cookie' ? [] : [[name, String(value)] as [string, string]],
  )
  return new Response(new Uint8Array(answer.rawPayload), { status: answer.statusCode, headers: told })
}
