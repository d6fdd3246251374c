import * as client from 'openid-client'
import { z } from 'zod'
import type { OidcInsurer } from '../../core/objects/insurer.ts'
import { type Connector, type ConnectorContext, federationAddresses, type StartOptions } from '../contract.ts'
import { handleHash } from '../handle.ts'
import { invalid } from '../refusal.ts'
import { withUpstream } from '../upstream.ts'
import { discover, withConfiguration } from './configuration.ts'
import { checkTimes, identityOf } from './identity.ts'
import { errorResponse, refusalFrom } from './troubles.ts'

const pendingShape = z.strictObject({
  handle: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  at: z.coerce.date(),
  isForced: z.boolean(),
})

const callbackOf = ({ house }: ConnectorContext, insurer: OidcInsurer): string =>
  federationAddresses(house.settings.issuer, insurer.id).callback

const forced = { isForced: true } as const

/** Sign-in at an OpenID provider: authorization code with PKCE, nonce and `iss`; pushed where the insurer takes that. */
export const oidcConnector: Connector<OidcInsurer> = {
  protocol: 'oidc',

  start: (context, insurer, options) =>
    withUpstream(context, insurer, async upstream => {
      upstream.admit()
      return orRefusal(async () => {
        const discovered = await discover(context, insurer, upstream, 'alive')
        const verifier = client.randomPKCECodeVerifier()
        const nonce = client.randomNonce()
        const request = {
          ...requestOf(insurer, options),
          redirect_uri: callbackOf(context, insurer),
          nonce,
          code_challenge: await client.calculatePKCECodeChallenge(verifier),
          code_challenge_method: 'S256',
        }
        const isPushed = discovered.metadata.pushed_authorization_request_endpoint !== undefined
        const url = await withConfiguration(context, insurer, upstream, discovered, async configuration =>
          isPushed
            ? client.buildAuthorizationUrlWithPAR(configuration, request)
            : client.buildAuthorizationUrl(configuration, request),
        )
        const handle = handleHash(context, options.handle)
        const isForced = options.forceAuthentication === true
        return {
          kind: 'started' as const,
          url: url.href,
          pending: { handle, nonce, verifier, at: context.now.toISOString(), isForced },
        }
      })
    }),

  finish: (context, insurer, pending, response) =>
    withUpstream(
      context,
      insurer,
      async upstream => {
        const { handle, nonce, verifier, at, isForced } = pendingShape.parse(pending)
        if (response.protocol !== 'oidc') throw invalid('wrong-protocol')
        const url = new URL(response.url)
        if (url.origin + url.pathname !== callbackOf(context, insurer)) throw invalid('wrong-address')
        const state = onlyOne(url, 'state')
        if (state === undefined || handleHash(context, state) !== handle) throw invalid('wrong-state')
        return orRefusal(async () => {
          const discovered = await discover(context, insurer, upstream, 'kept')
          checkIssuer(url, discovered.metadata)
          const error = onlyOne(url, 'error')
          if (error !== undefined) throw errorResponse(error)
          return withConfiguration(context, insurer, upstream, discovered, async configuration => {
            const tokens = await client.authorizationCodeGrant(configuration, url, {
              expectedState: state,
              expectedNonce: nonce,
              pkceCodeVerifier: verifier,
              idTokenExpected: true,
            })
            const token = tokens.claims() as client.IDToken
            checkTimes(context, token, { at, isForced })
            const userinfo = discovered.metadata.userinfo_endpoint
              ? await client.fetchUserInfo(configuration, tokens.access_token, token.sub)
              : {}
            return { kind: 'identified' as const, ...identityOf(context, insurer, token, userinfo) }
          })
        })
      },
      forced,
    ),

  refresh: (context, insurer, options) =>
    withUpstream(
      context,
      insurer,
      upstream =>
        orRefusal(async () => {
          const { metadata, fetchedAt } = await discover(
            context,
            insurer,
            upstream,
            options?.isPreview ? 'preview' : 'fresh',
          )
          const endpoints = [
            ['authorization', metadata.authorization_endpoint],
            ['pushed authorization', metadata.pushed_authorization_request_endpoint],
            ['token', metadata.token_endpoint],
            ['userinfo', metadata.userinfo_endpoint],
            ['keys', metadata.jwks_uri],
          ].filter((each): each is [string, string] => typeof each[1] === 'string')
          const { issuer } = metadata
          return { kind: 'metadata' as const, metadata: { issuer, endpoints, certificates: [], fetchedAt } }
        }),
      forced,
    ),
}

function requestOf(insurer: OidcInsurer, options: StartOptions): Record<string, string> {
  const idp = options.idp ?? insurer.idp
  return {
    scope: [...new Set(['openid', ...insurer.scopes])].join(' '),
    state: options.handle,
    ...(insurer.acr_values ? { acr_values: insurer.acr_values.join(' ') } : {}),
    // max_age makes the insurer say when it was (auth_time)
    ...(options.forceAuthentication ? { prompt: 'login', max_age: '0' } : {}),
    ...(idp === undefined ? {} : { idp }),
  }
}

/** Whose answer it is (RFC 9207), before anything else of it is believed. */
function checkIssuer(url: URL, metadata: client.ServerMetadata): void {
  const issuer = onlyOne(url, 'iss')
  if (issuer === undefined && metadata.authorization_response_iss_parameter_supported) throw invalid('missing-issuer')
  if (issuer !== undefined && issuer !== metadata.issuer) throw invalid('wrong-issuer')
}

function onlyOne(url: URL, name: string): string | undefined {
  const values = url.searchParams.getAll(name)
  if (values.length > 1) throw invalid('repeated-parameter')
  return values[0]
}

async function orRefusal<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw refusalFrom(error)
  }
}
