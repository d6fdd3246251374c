import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { lockAccount, unlockAccount } from '../../src/operations/account-lock.ts'
import { now } from '../../src/platform/index.ts'
import { SoftAuthenticator } from '../driver/authenticator.ts'
import { clock } from '../driver/clock.ts'
import { askDevice, enrolPasskey } from '../driver/passkeys.ts'
import { seedAccount } from '../driver/people.ts'
import { linkIn, linksIn } from '../driver/recovery.ts'
import { openWorld, type World } from '../driver/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld({ settings: { passwords: { memory_kib: 1024 } } })
})
afterAll(() => world.close())
afterEach(() => clock.reset())

const password = 'seven lanterns over the old orchard'
const fresh = 'new harbour kelp'
let count = 0

async function locked(reason: 'person' | 'staff') {
  count += 1
  const username = `locked-person-${count}`
  const [email, phone] = [`${username}@example.org`, `+1312555${4200 + count}`]
  const accountId = await seedAccount(world.app.house, { username, password, email, phone, factors: ['text-code'] })
  const agent = world.browser()
  const signsIn = async (secret: string) => {
    await agent.open(`${world.issuer}/sign-in?return=/account`)
    return agent.submit({ username, password: secret })
  }
  await signsIn(password)
  await agent.submit({ code: await world.inbox.latestCode(phone) })
  const { house } = world.app
  const whose = { accountId, organization: 'northside', actor: 'test', journey: { correlationId: 'a-test' } }
  const lock = () =>
    house.db.transaction().execute(tx => lockAccount(tx, house, { ...whose, language: 'en', reason }, now()))
  const unlock = (by: 'recovery' | 'staff') =>
    house.db.transaction().execute(tx => unlockAccount(tx, house, { ...whose, by }, now()))
  expect(await lock()).toBe(true)
  return { username, email, phone, accountId, agent, signsIn, lock, unlock }
}
const statusOf = async (id: string) =>
  (await world.app.house.db.selectFrom('accounts').select('status').where('id', '=', id).executeTakeFirst())?.status

test('a locked account: the session has ended, the right password answers as a wrong one, every contact is told', async () => {
  const { agent, signsIn, email, phone, lock, accountId } = await locked('person')
  await agent.open(`${world.issuer}/account`)
  expect(agent.page.heading).toBe('Sign in')
  const right = await signsIn(password)
  const wrong = await signsIn('not the password at all')
  expect([right.status, right.page.text]).toEqual([wrong.status, wrong.page.text])
  for (const to of [email, phone]) {
    const [newest] = await world.inbox.messages(to)
    expect(newest?.text).toContain('Your account was locked')
    expect(newest?.links.map(link => new URL(link).pathname)).toEqual(['/recover'])
  }
  const known = await world.app.house.db
    .selectFrom('known_devices')
    .select('id')
    .where('account_id', '=', accountId)
    .execute()
  expect(known).toEqual([])
  // once is enough
  expect(await lock()).toBe(false)
})

test('a finished recovery with a new password opens it again; keeping the old one does not', async () => {
  const { agent, username, email, phone, signsIn, accountId } = await locked('person')
  const recover = async () => {
    await agent.open(`${world.issuer}/recover?organization=northside`)
    await agent.submit({ username })
    await agent.open(await linkIn(world, email))
    await agent.submit()
    await agent.submit({ code: await world.inbox.latestCode(phone) })
  }
  await recover()
  expect(agent.page.heading).toBe('Choose a new password')
  expect(agent.page.forms.flatMap(form => form.buttons.map(button => button.value))).not.toContain('keep')
  const kept = await agent.post(agent.formFor().action, { ...agent.formFor().fields, action: 'keep' })
  expect(kept.status).toBe(422)
  expect(await statusOf(accountId)).toBe('locked')
  await agent.submit({ new_password: fresh })
  expect(await statusOf(accountId)).toBe('active')
  expect((await signsIn(password)).status).toBe(422)
  expect((await signsIn(fresh)).status).toBe(200)
})

test('what staff locked only staff open: no link is sent, and a recovery lifts nothing', async () => {
  const { agent, username, email, unlock, accountId, signsIn } = await locked('staff')
  await agent.open(`${world.issuer}/recover?organization=northside`)
  await agent.submit({ username })
  expect(await linksIn(world, email)).toEqual([])
  expect(await unlock('recovery')).toBe(false)
  expect(await statusOf(accountId)).toBe('locked')
  expect(await unlock('staff')).toBe(true)
  expect((await signsIn(password)).status).toBe(200)
})

test('a passkey of a locked account answers as one that nobody has', async () => {
  const { username, accountId, unlock } = await locked('staff')
  const mine = new SoftAuthenticator(world.issuer)
  await enrolPasskey(world.app.house, mine, { accountId, username })
  const signsIn = async () => {
    const agent = world.browser()
    await agent.open(`${world.issuer}/sign-in?return=/account`)
    return agent.submit({ passkey: await askDevice(agent, mine, 'get') })
  }
  const barred = await signsIn()
  await unlock('staff')
  expect((await signsIn()).url).toBe(`${world.issuer}/account`)
  await world.app.house.db.deleteFrom('passkeys').where('account_id', '=', accountId).execute()
  const unknown = await signsIn()
  expect([barred.status, barred.page.text]).toEqual([unknown.status, unknown.page.text])
  expect(barred.status).toBe(422)
})
