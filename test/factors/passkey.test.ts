import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import {
  accountSubject,
  checkRegistration,
  type FactorContext,
  factorOf,
  type Offer,
  registrationOptions,
  type ScriptOptions,
} from '../../src/factors/index.ts'
import { WriteRefused } from '../../src/flow-engine/index.ts'
import { newId, now } from '../../src/platform/index.ts'
import { findPasskeys } from '../../src/store/passkeys.ts'
import { type Circumstance, SoftAuthenticator } from '../driver/authenticator.ts'
import { clock } from '../driver/clock.ts'
import { openTestHouse, type TestHouse } from '../driver/house.ts'
import { enrolPasskey } from '../driver/passkeys.ts'

const origin = 'http://localhost:3000'
let open: TestHouse
beforeAll(async () => {
  open = await openTestHouse('passkeys')
})
afterAll(() => open.close())
afterEach(() => clock.reset())

let serial = 0
async function holder(isSynced = false) {
  serial += 1
  const username = `holder${serial}`
  const accountId = await open.seedAccount({ username, password: 'kettle orbit mango lamp' })
  const device = new SoftAuthenticator(origin, { isSynced })
  await enrolPasskey(open.house, device, { accountId, username })
  return { accountId, username, device }
}
type Holder = Awaited<ReturnType<typeof holder>>

const contextOf = (accountId: string, over: Partial<FactorContext> = {}): FactorContext => ({
  house: open.house,
  now: now(),
  flowId: newId(),
  organization: 'northside',
  ip: '192.0.2.7',
  purpose: 'test.proof',
  subject: accountSubject(accountId, 'en'),
  ...over,
})
const offerOf = (accountId: string): Offer => ({ id: 'passkey', factor: 'passkey', to: accountId, masked: '' })
const passkey = factorOf('passkey')
const optionsFor = (context: FactorContext, accountId: string): Promise<ScriptOptions> =>
  passkey.options?.(context, offerOf(accountId)) as Promise<ScriptOptions>

/** One answer in one journey, committed as a step would. @returns `proven`, or why not */
async function answers(context: FactorContext, accountId: string, sent: string): Promise<string> {
  const verdict = await passkey.verify(context, offerOf(accountId), sent)
  if (verdict.kind === 'refused') return `${verdict.problem}: ${verdict.reason}`
  try {
    if (verdict.write) await open.house.db.transaction().execute(verdict.write)
    return 'proven'
  } catch (error) {
    if (error instanceof WriteRefused) return `${error.problem}: lost`
    throw error
  }
}
async function tries({ accountId, device }: Holder, how: Circumstance = {}): Promise<string> {
  const context = contextOf(accountId)
  return answers(context, accountId, device.get(await optionsFor(context, accountId), how))
}

describe('an answer of a device', () => {
  test('proves its holder, again and again', async () => {
    const one = await holder()
    expect(await tries(one)).toBe('proven')
    expect(await tries(one)).toBe('proven')
    const [mine] = await findPasskeys(open.house.db, open.house.sealer, one.accountId)
    expect(mine).toMatchObject({ name: 'My phone', isSynced: false, lastUsedAt: expect.any(Date) })
  })

  test('says what kind of key it was', async () => {
    for (const [isSynced, amr] of [
      [false, ['hwk', 'user', 'mfa']],
      [true, ['swk', 'user', 'mfa']],
    ] as const) {
      const { accountId, device } = await holder(isSynced)
      const context = contextOf(accountId)
      const sent = device.get(await optionsFor(context, accountId))
      expect(await passkey.verify(context, offerOf(accountId), sent)).toMatchObject({ kind: 'proven', amr })
    }
  })

  test.each<[string, Circumstance, string]>([
    ['another origin', { origin: 'https://portal-login.example' }, 'invalid'],
    ['our host at another port', { origin: 'http://localhost:3001' }, 'invalid'],
    ['another rpId', { rpId: 'portal-login.example' }, 'invalid'],
    ['a frame of another site', { crossOrigin: true }, 'malformed'],
    ['no user verification', { isUserVerified: false }, 'invalid'],
    ['a forged signature', { isForged: true }, 'invalid'],
    ['an answer to a registration', { type: 'webauthn.create' }, 'invalid'],
    ['a credential that nobody has', { credentialId: 'bm9ib2R5cw' }, 'unknown'],
    ['another handle', { userHandle: 'c29tZWJvZHk' }, 'handle'],
    ['a challenge that we never made', { challenge: 'bmV2ZXIgbWFkZQ' }, 'challenge'],
  ])('%s is refused', async (_name, how, reason) => {
    const problem = reason === 'challenge' ? 'passkey-late' : 'passkey-failed'
    expect(await tries(await holder(), how)).toBe(`${problem}: ${reason}`)
  })

  test('a copy of the key is found by its counter', async () => {
    const one = await holder()
    expect(await tries(one, { counter: 40 })).toBe('proven')
    for (const counter of [40, 39, 1, 0]) expect(await tries(one, { counter })).toBe('passkey-failed: counter')
    expect(await tries(one, { counter: 41 })).toBe('proven')
  })

  test('of two answers with one counter at once one counts', async () => {
    const one = await holder()
    const results = await Promise.all(Array.from({ length: 10 }, () => tries(one, { counter: 70 })))
    expect(results.filter(result => result === 'proven')).toHaveLength(1)
  })

  test('a device that does not count always says zero', async () => {
    const one = await holder()
    one.device.credentials.splice(0)
    const device = new SoftAuthenticator(origin)
    const scope = { house: open.house, now: now(), flowId: newId(), purpose: 'test' }
    const owner = { accountId: one.accountId, username: one.username }
    const made = await checkRegistration(
      scope,
      owner,
      device.create(await registrationOptions(scope, owner), { counter: 0 }),
    )
    expect(made).toMatchObject({ kind: 'made', passkey: { counter: 0 } })
  })

  test('somebody else’s passkey proves somebody else', async () => {
    const [one, other] = [await holder(), await holder()]
    const context = contextOf(one.accountId)
    const sent = other.device.get({ ...(await optionsFor(context, one.accountId)), allowCredentials: [] })
    expect(await answers(context, one.accountId, sent)).toBe('passkey-failed: another-account')
  })
})

describe('a challenge', () => {
  test('is spent by the answer that counts: a replay is refused, and of fifty at once one counts', async () => {
    const { accountId, device } = await holder()
    const context = contextOf(accountId)
    const sent = device.get(await optionsFor(context, accountId))
    const results = await Promise.all(Array.from({ length: 50 }, () => answers(context, accountId, sent)))
    expect(results.filter(result => result === 'proven')).toHaveLength(1)
    expect(results.every(result => result === 'proven' || result.startsWith('passkey-'))).toBe(true)
    expect(await answers(context, accountId, sent)).toBe('passkey-late: challenge')
  })

  test('belongs to one journey and one purpose', async () => {
    const { accountId, device } = await holder()
    const mine = contextOf(accountId)
    const sent = device.get(await optionsFor(mine, accountId))
    expect(await answers(contextOf(accountId), accountId, sent)).toBe('passkey-late: challenge')
    const elsewhere = { ...mine, purpose: 'account.add-passkey' }
    expect(await answers(elsewhere, accountId, sent)).toBe('passkey-late: challenge')
    expect(await answers(mine, accountId, sent)).toBe('proven')
  })

  test('lives for five minutes', async () => {
    const { accountId, device } = await holder()
    const context = contextOf(accountId)
    const sent = device.get(await optionsFor(context, accountId))
    clock.advance(301)
    expect(await answers({ ...context, now: now() }, accountId, sent)).toBe('passkey-late: challenge')
  })
})

const malformed: readonly [string, string][] = [
  ['nothing', ''],
  ['no JSON', 'passkey'],
  ['null', 'null'],
  ['a number', '7'],
  ['an array', '[]'],
  ['an empty object', '{}'],
  ['no response', '{"id":"aaaa","rawId":"aaaa","type":"public-key"}'],
  ['a response that is a text', '{"id":"aaaa","rawId":"aaaa","type":"public-key","response":"x"}'],
  ['something huge', JSON.stringify({ id: 'a'.repeat(30_000) })],
  ['deep nesting', `${'['.repeat(9000)}${']'.repeat(9000)}`],
  ['another prototype', '{"__proto__":{"id":"a"},"constructor":{"prototype":{}}}'],
]
const bent = (
  sent: string,
  bend: (answer: { response: Record<string, unknown> } & Record<string, unknown>) => void,
) => {
  const answer = JSON.parse(sent)
  bend(answer)
  return JSON.stringify(answer)
}

describe('what is no answer', () => {
  test.each(malformed)('%s', async (_name, sent) => {
    const { accountId } = await holder()
    const context = contextOf(accountId)
    await optionsFor(context, accountId)
    expect(await answers(context, accountId, sent)).toBe('passkey-failed: malformed')
    const owner = { accountId, username: 'someone' }
    expect(await checkRegistration(context, owner, sent)).toMatchObject({ problem: 'passkey-not-made' })
  })

  test.each<[string, string, unknown]>([
    ['authenticator data of one byte', 'authenticatorData', 'AA'],
    ['authenticator data of zeros', 'authenticatorData', 'A'.repeat(200)],
    ['a signature of zeros', 'signature', 'A'.repeat(90)],
    ['a signature that is no base64url', 'signature', '!!'],
    ['client data that is no JSON', 'clientDataJSON', 'AAAA'],
    ['client data without a challenge', 'clientDataJSON', Buffer.from('{}').toString('base64url')],
    ['client data that is null', 'clientDataJSON', Buffer.from('null').toString('base64url')],
    ['a handle that is a number', 'userHandle', 7],
  ])('an assertion with %s', async (_name, field, value) => {
    const { accountId, device } = await holder()
    const context = contextOf(accountId)
    const sent = bent(device.get(await optionsFor(context, accountId)), answer => {
      answer.response[field] = value
    })
    expect(await answers(context, accountId, sent)).toMatch(/^passkey-(failed|late): (malformed|invalid|challenge)$/)
  })

  test.each<[string, (answer: { response: Record<string, unknown> }) => void]>([
    ['no attestation object', answer => void delete answer.response.attestationObject],
    [
      'an attestation object that is no CBOR',
      answer => void Object.assign(answer.response, { attestationObject: 'AAAA' }),
    ],
    [
      'an attestation object cut short',
      answer => void Object.assign(answer.response, { attestationObject: 'o2NmbXRkbm9uZWdhdHRTdG10' }),
    ],
    ['another id than it made', answer => Object.assign(answer, { id: 'YWFhYQ' })],
  ])('a registration with %s', async (_name, bend) => {
    const { accountId, username, device } = await holder()
    const context = contextOf(accountId)
    const owner = { accountId, username }
    const sent = bent(device.create(await registrationOptions(context, owner)), bend)
    expect(await checkRegistration(context, owner, sent)).toMatchObject({
      kind: 'refused',
      problem: 'passkey-not-made',
    })
  })
})

describe('a registration', () => {
  test.each<[string, Circumstance, string]>([
    ['another origin', { origin: 'https://portal-login.example' }, 'passkey-not-made'],
    ['another rpId', { rpId: 'portal-login.example' }, 'passkey-not-made'],
    ['no user verification', { isUserVerified: false }, 'passkey-not-made'],
    ['an answer to a sign-in', { type: 'webauthn.get' }, 'passkey-not-made'],
    ['a frame of another site', { crossOrigin: true }, 'passkey-not-made'],
    ['a challenge that we never made', { challenge: 'bmV2ZXIgbWFkZQ' }, 'passkey-late'],
  ])('from %s is refused', async (_name, how, problem) => {
    const { accountId, username, device } = await holder()
    const context = contextOf(accountId)
    const owner = { accountId, username }
    const sent = device.create(await registrationOptions(context, owner), how)
    expect(await checkRegistration(context, owner, sent)).toMatchObject({ kind: 'refused', problem })
  })

  test('is good once, and leaves out what the person has', async () => {
    const { accountId, username, device } = await holder()
    const context = contextOf(accountId)
    const owner = { accountId, username }
    const options = await registrationOptions(context, owner)
    expect(options.excludeCredentials).toMatchObject([{ id: device.credentials[0]?.id }])
    const sent = device.create(options)
    const made = await checkRegistration(context, owner, sent)
    if (made.kind !== 'made') throw new Error(made.reason)
    await open.house.db.transaction().execute(made.write)
    expect(await checkRegistration(context, owner, sent)).toMatchObject({ problem: 'passkey-late' })
  })

  test('all passkeys of one account carry one handle, which is not its id; others carry another', async () => {
    const [one, other] = [await holder(), await holder()]
    await enrolPasskey(open.house, one.device, one, 'Second')
    const handles = one.device.credentials.map(({ userHandle }) => userHandle)
    expect(new Set(handles).size).toBe(1)
    expect(handles[0]).not.toBe(other.device.credentials[0]?.userHandle)
    expect(Buffer.from(handles[0] ?? '', 'base64url')).toHaveLength(32)
    expect((await findPasskeys(open.house.db, open.house.sealer, one.accountId)).map(({ name }) => name)).toEqual([
      'My phone',
      'Second',
    ])
  })
})
