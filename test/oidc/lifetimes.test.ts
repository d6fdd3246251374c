import { expect, test } from '@jest/globals'
import { lifetimes } from '../../src/oidc/configuration/lifetimes.ts'
import { slidingExpiry } from '../../src/oidc/storage/artifacts.ts'
import { testSettings } from '../driver/settings.ts'

const settings = testSettings({
  databaseUrl: 'postgres://localhost/none',
  port: 3000,
  over: {
    tokens: {
      authorization_code_seconds: 30,
      access_token_seconds: 120,
      id_token_seconds: 90,
      grant_days: 7,
      refresh_token_days: 5,
      refresh_token_idle_days: 2,
      interaction_seconds: 1200,
      interaction_idle_seconds: 300,
    },
  },
})

test('how long tokens live is for the settings to say', () => {
  const ttl = lifetimes({ settings })
  expect(ttl).toMatchObject({ AuthorizationCode: 30, IdToken: 90, Grant: 7 * 86_400, Interaction: 1200 })
  const call = (name: 'AccessToken' | 'RefreshToken', token: object) =>
    (ttl[name] as unknown as (ctx: undefined, token: object) => number)(undefined, token)
  expect(call('AccessToken', {})).toBe(120)
  expect(call('RefreshToken', { totalLifetime: () => 86_400 })).toBe(4 * 86_400)
})

test('so is how long they may lie unused', () => {
  const [at, end] = [new Date('2026-11-21T00:00:00Z'), new Date('2027-11-21T00:00:00Z')]
  const seconds = (model: string) => (slidingExpiry({ settings }, model, at, end).getTime() - at.getTime()) / 1000
  expect(seconds('Interaction')).toBe(300)
  expect(seconds('RefreshToken')).toBe(2 * 86_400)
  expect(slidingExpiry({ settings }, 'Grant', at, end)).toEqual(end)
})
