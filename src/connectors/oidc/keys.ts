import * as client from 'openid-client'
import type { OidcInsurer } from '../../core/objects/insurer.ts'
import { addSeconds, minutes } from '../../platform/index.ts'
import type { ConnectorContext } from '../contract.ts'
import { type ConnectorState, type KeptAnswer, stateOf } from '../state.ts'
import type { Upstream } from '../upstream.ts'

const cooldown = minutes(1)
type JwksCache = client.ExportedJWKSCache

/**
 * Lets the library use the keys that it fetched at an earlier sign-in: it asks anew for one that it does not know,
 * where the last look is a minute old. However many sign in at once, one process fetches them once a minute at most.
 */
export async function withKeptKeys<T>(
  context: ConnectorContext,
  insurer: OidcInsurer,
  jwksUri: string,
  upstream: Upstream,
  configuration: client.Configuration,
  work: (configuration: client.Configuration) => Promise<T>,
): Promise<T> {
  const state = stateOf(context.house)
  const known = state.keys.get(insurer.id)
  if (known?.source === jwksUri) {
    const cache = await known.answer.then(answer => cacheOf(answer, known.at)).catch(() => undefined)
    if (cache) client.setJwksCache(configuration, cache)
  }
  const fetch = async (url: string, init: RequestInit): Promise<Response> =>
    url === jwksUri ? fetchKeys(context, state, insurer.id, jwksUri, upstream) : upstream.fetch(url, init)
  configuration[client.customFetch] = fetch as unknown as client.CustomFetch
  return work(configuration)
}

async function fetchKeys(
  { now }: ConnectorContext,
  { keys }: ConnectorState,
  insurer: string,
  jwksUri: string,
  { fetch }: Upstream,
): Promise<Response> {
  const last = keys.get(insurer)
  let answer = last?.answer
  if (!answer || last?.source !== jwksUri || addSeconds(last.at, cooldown) <= now) {
    answer = keep(
      fetch(jwksUri, { headers: { accept: 'application/json, application/jwk-set+json' }, redirect: 'manual' }),
    )
    keys.set(insurer, { source: jwksUri, at: now, answer })
    // what brought no keys is no reason to wait; that it was in vain, the circuit counts
    const forget = (): boolean => keys.delete(insurer)
    answer.then(({ status }) => status === 200 || forget(), forget)
  }
  const { status, headers, body } = await answer
  return new Response(body, {
    status,
    headers: new Headers(headers.map(([name, value]): [string, string] => [name, value])),
  })
}

const keep = async (fetched: Promise<Response>): Promise<KeptAnswer> => {
  const answer = await fetched
  return { status: answer.status, headers: [...answer.headers], body: await answer.text() }
}

/** Older ones the library would not take: it counts their age from this moment. */
function cacheOf({ status, body }: KeptAnswer, at: Date): JwksCache | undefined {
  if (status !== 200) return undefined
  try {
    return { jwks: JSON.parse(body), uat: Math.floor(at.getTime() / 1000) }
  } catch {
    return undefined
  }
}
