import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import * as client from 'openid-client'
import type { Agent } from '../driver/agent.ts'
import { clock } from '../driver/clock.ts'
import { relyingParty } from './relying-party.ts'
import { callback, issuer, type OidcWorld, openOidcWorld } from './world.ts'

let world: OidcWorld
const secret = 'portal-secret-0123456789'

beforeAll(async () => {
  world = await openOidcWorld('interactions')
  await world.register({
    id: 'portal',
    name: { en: 'Portal' },
    organization: 'northside',
    redirect_uris: [callback],
    auth: { method: 'client_secret_basic' },
    scopes: ['openid', 'email'],
    first_party: true,
    secrets: [secret],
  })
})
afterEach(() => clock.reset())
afterAll(() => world.close())

const portal = () => relyingParty(world, 'portal', client.ClientSecretBasic(secret))
const minutesLeft = (expiresAt: string): number => Math.round((Date.parse(expiresAt) - Date.now()) / 60_000)

describe('the life of an interaction', () => {
  const begin = async (agent: Agent) => JSON.parse((await agent.open((await (await portal()).authorize()).url)).body)
  const look = async (agent: Agent, uid: string) =>
    minutesLeft(JSON.parse((await agent.open(`${issuer}/interaction/${uid}`)).body).expiresAt)

  test('is fifteen minutes from the last act', async () => {
    const agent = world.agent()
    const view = await begin(agent)
    expect(minutesLeft(view.expiresAt)).toBe(15)
    clock.advance(600)
    expect(await look(agent, view.uid)).toBe(15)
    clock.advance(901)
    expect((await agent.open(`${issuer}/interaction/${view.uid}`)).status).toBe(410)
  })

  test('goes on with "I need more time", an hour at most', async () => {
    const agent = world.agent()
    const { uid } = await begin(agent)
    const extend = async () => JSON.parse((await agent.open(`${issuer}/interaction/${uid}/extend`)).body).expiresAt
    const steps = [
      { after: 12, left: 15 },
      { after: 12, left: 15 },
      { after: 12, left: 15 },
      { after: 12, left: 12 },
      { after: 4, left: 8 },
    ]
    for (const { after, left } of steps) {
      clock.advance(after * 60)
      expect(minutesLeft(await extend())).toBe(left)
    }
    clock.advance(9 * 60)
    expect(await extend()).toBeUndefined()
  })
})
