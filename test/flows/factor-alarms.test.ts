import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { SoftAuthenticator } from '../driver/authenticator.ts'
import { clock } from '../driver/clock.ts'
import { enrolRecoveryCodes } from '../driver/enrolled.ts'
import { askDevice, enrolPasskey } from '../driver/passkeys.ts'
import { seedAccount } from '../driver/people.ts'
import { openWorld, type World } from '../driver/world.ts'

/** What a person must hear of although nothing of theirs was changed: a code from the drawer, a copied key. */
const password = 'seven kites above the estuary'
let world: World
beforeAll(async () => {
  world = await openWorld({ settings: { passwords: { memory_kib: 64, queue: 1000 } } })
})
afterAll(() => world.close())
afterEach(() => clock.reset())

let count = 0
async function person() {
  count += 1
  const username = `theodora.${count}`
  const [phone, email] = [`+1312555${6200 + count}`, `${username}@kitestring.example`]
  const { house } = world.app
  const id = await seedAccount(house, { username, password, phone, email, factors: ['text-code'] })
  return { id, username, phone, email }
}
const toldTo = async (to: string) => (await world.inbox.messages(to)).map(({ text }) => text).join('\n')
async function atSignIn() {
  const agent = world.browser()
  await agent.open((await (await world.portal()).begins()).url.href)
  return agent
}

test('a sign-in with a recovery code is told to every contact', async () => {
  const { id, username, phone, email } = await person()
  const [code = ''] = await enrolRecoveryCodes(world.app.house, id)
  const agent = await atSignIn()
  await agent.submit({ username, password })
  await agent.submit({}, 'another-way')
  await agent.submit({ factor: 'recovery-code' })
  expect(await toldTo(email)).not.toContain('recovery codes')
  const done = await agent.finish({ code })
  expect(done.url).toContain('code=')
  for (const to of [phone, email]) expect(await toldTo(to)).toContain('used one of your recovery codes')
})

test('so is one that proves afresh on the account, and one that begins a recovery', async () => {
  const { id, username, phone, email } = await person()
  const [first = '', second = ''] = await enrolRecoveryCodes(world.app.house, id)
  const told = async () =>
    (await world.inbox.messages(email)).filter(({ text }) => text.includes('used one of your recovery codes')).length
  const agent = world.browser()
  await agent.open(`${world.issuer}/account`)
  await agent.submit({ username, password, passkey_ready: '' })
  await agent.submit({ code: await world.inbox.latestCode(phone) })
  clock.advance(1200)
  await agent.open(`${world.issuer}/account/security-question`)
  await agent.submit({}, 'another-way')
  await agent.submit({ factor: 'recovery-code' })
  await agent.submit({ code: 'AAAA-AAAA-AAAA' })
  expect(await told()).toBe(0)
  await agent.submit({ code: first })
  expect(await told()).toBe(1)

  const lost = world.browser()
  await lost.open(`${world.issuer}/recover`)
  await lost.submit({ username })
  await lost.submit({}, 'no-messages')
  await lost.submit({ code: second })
  expect(await told()).toBe(2)
})

test('a passkey whose counter went backwards opens nothing any more, for nobody; its owner is told once', async () => {
  const { id, username, phone, email } = await person()
  const device = new SoftAuthenticator(world.issuer)
  await enrolPasskey(world.app.house, device, { accountId: id, username })
  const thief = new SoftAuthenticator(world.issuer)
  thief.credentials.push(...device.credentials.map(credential => ({ ...credential })))
  const comes = async (with_: SoftAuthenticator) => {
    const agent = await atSignIn()
    return agent.submit({ passkey: await askDevice(agent, with_, 'get') })
  }
  expect((await comes(device)).url).toContain('code=')
  expect((await comes(device)).url).toContain('code=')
  const alive = async () =>
    (await world.database.db.selectFrom('sessions').selectAll().where('account_id', '=', id).execute()).filter(
      session => session.ended_at === null,
    ).length
  expect(await alive()).toBeGreaterThan(0)

  expect((await comes(thief)).status).toBe(422)
  expect(await alive()).toBe(0)
  for (const to of [phone, email]) expect(await toldTo(to)).toContain('seems to have been copied')

  // nobody can tell which of the two is the owner's
  expect((await comes(device)).status).toBe(422)
  expect((await comes(thief)).status).toBe(422)
  const told = (await world.inbox.messages(email)).filter(({ text }) => text.includes('seems to have been copied'))
  expect(told).toHaveLength(1)
  const agent = await atSignIn()
  await agent.submit({ username, password })
  expect((await agent.finish({ code: await world.inbox.latestCode(phone) })).url).toContain('code=')
})

test('the same answer sent twice is no copy', async () => {
  const { id, username } = await person()
  const device = new SoftAuthenticator(world.issuer)
  await enrolPasskey(world.app.house, device, { accountId: id, username })
  const agent = await atSignIn()
  const passkey = await askDevice(agent, device, 'get')
  const { action, fields } = agent.formFor()
  await Promise.all(Array.from({ length: 10 }, () => agent.tab().post(action, { ...fields, passkey })))
  const rows = await world.database.db.selectFrom('passkeys').selectAll().where('account_id', '=', id).execute()
  expect(rows).toMatchObject([{ copied_at: null }])
})
