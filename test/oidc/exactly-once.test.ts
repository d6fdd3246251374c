import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { exportJWK, generateKeyPair } from 'jose'
import type { Agent } from '../driver/agent.ts'
import {
  type PublicClient,
  raceAssertion,
  raceAuthorizationCode,
  raceRefreshToken,
  type Target,
} from './exactly-once.ts'
import { callback, issuer, type OidcWorld, openOidcWorld } from './world.ts'

let world: OidcWorld
let target: Target
let app: PublicClient
let batch: { id: string; key: CryptoKey }
const rounds = Array.from({ length: 3 }, (_, index) => index + 1)

beforeAll(async () => {
  world = await openOidcWorld('exactly-once', { instances: 2, pool: 5 })
  target = { issuer, dispatchers: world.instances.map(instance => instance.dispatcher) }
  const account = await world.test.seedAccount({ username: 'rosalinda.q' })
  await world.register({
    id: 'app',
    name: { en: 'App' },
    redirect_uris: [callback],
    auth: { method: 'none' },
    first_party: true,
    refresh: { rotate: true, grace_seconds: 0 },
  })
  const pair = await generateKeyPair('ES256')
  await world.register({
    id: 'batch',
    name: { en: 'Batch' },
    grants: ['client_credentials'],
    auth: { method: 'private_key_jwt', jwks: { keys: [{ ...(await exportJWK(pair.publicKey)), kty: 'EC' }] } },
  })
  batch = { id: 'batch', key: pair.privateKey }
  const agent: Agent = world.agent()
  app = { id: 'app', redirectUri: callback, authorize: url => world.finish(agent, url, { account }) }
})
afterAll(() => world.close())

describe('of fifty simultaneous uses on two instances one succeeds', () => {
  test.each(rounds)('of an authorization code (%i)', async () => {
    expect(await raceAuthorizationCode(target, app)).toEqual({ successes: 1, refusals: ['400 invalid_grant'] })
  })
  test.each(rounds)('of a rotating refresh token without grace (%i)', async () => {
    expect(await raceRefreshToken(target, app)).toEqual({ successes: 1, refusals: ['400 invalid_grant'] })
  })
  test.each(rounds)('of a client assertion (%i)', async () => {
    expect(await raceAssertion(target, batch)).toEqual({ successes: 1, refusals: ['401 invalid_client'] })
  })
})
