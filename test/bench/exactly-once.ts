/** Fifty simultaneous uses (of a record a hundred) on two instances and one database, a hundred times over: one succeeds. */
import { exportJWK, generateKeyPair } from 'jose'
import setup from '../driver/global-setup.ts'
import teardown from '../driver/global-teardown.ts'
import { seedAccount } from '../driver/people.ts'
import { openWorld, portalRedirect, type World } from '../driver/world.ts'
import {
  type PublicClient,
  type Round,
  raceAssertion,
  raceAuthorizationCode,
  raceRefreshToken,
  type Target,
} from '../oidc/exactly-once.ts'
import { raceAccessCode, raceOneTimeCode, raceRecord } from '../security/exactly-once.ts'
import { exactly, type Figure } from './figures.ts'

const rounds = 100
const password = 'wandering otter paints seven lanterns'

const objects = (jwk: object): string => `
kind: client
id: app
name: { en: App }
redirect_uris: [${portalRedirect}]
auth: { method: none }
first_party: true
refresh: { rotate: true, grace_seconds: 0 }
---
kind: client
id: batch
name: { en: Batch }
grants: [client_credentials]
auth: { method: private_key_jwt, jwks: { keys: [${JSON.stringify(jwk)}] } }
`

export async function exactlyOnce(): Promise<Figure[]> {
  await setup()
  const pair = await generateKeyPair('ES256')
  const world = await openWorld({
    instances: 2,
    objects: objects(await exportJWK(pair.publicKey)),
    // thousands of people choose a password on the way; what is raced comes after
    settings: { passwords: { memory_kib: 64, queue: 1000 } },
  })
  try {
    const target: Target = { issuer: world.issuer, dispatchers: [world.dispatcher] }
    const app = await signedInApp(world)
    const batch = { id: 'batch', key: pair.privateKey }
    return [
      await repeated('authorization code', () => raceAuthorizationCode(target, app)),
      await repeated('refresh token (rotating, no grace)', () => raceRefreshToken(target, app)),
      await repeated('client assertion', () => raceAssertion(target, batch)),
      await repeated('one-time code', () => raceOneTimeCode(world)),
      await repeated('access code, by fifty browsers at their last step', () => raceAccessCode(world)),
      await repeated('one record, by a hundred registrations at their last step', () => raceRecord(world), 100),
    ]
  } finally {
    await world.close()
    await teardown()
  }
}

async function signedInApp(world: World): Promise<PublicClient> {
  await seedAccount(world.app.house, { username: 'bench-racer', password })
  const agent = world.browser()
  const portal = await world.portal()
  await agent.open((await portal.begins()).url.href)
  await agent.submit({ username: 'bench-racer', password })
  return { id: 'app', redirectUri: portalRedirect, authorize: async url => new URL((await agent.open(url)).url) }
}

/** @returns how many of the rounds had one success, no more and no fewer */
async function repeated(name: string, round: () => Promise<Round>, uses = 50): Promise<Figure> {
  let good = 0
  const seen = new Set<string>()
  for (let count = 0; count < rounds; count += 1) {
    const { successes, refusals } = await round()
    if (successes === 1) good += 1
    else seen.add(`${successes} successes`)
    for (const refusal of refusals) if (refusal.startsWith('5')) seen.add(refusal)
  }
  const strange = seen.size > 0 ? ` (${[...seen].join(', ')})` : ''
  return exactly(`${name}: rounds of ${uses} with one success${strange}`, good, rounds)
}
