import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { clock } from '../driver/clock.ts'
import { observe } from '../driver/observed.ts'
import { seedAccount } from '../driver/people.ts'
import { openWorld, type World } from '../driver/world.ts'

/** The lock tells its owner, once, and nobody else: a name that nobody has costs the same work and tells nobody. */
let world: World
beforeAll(async () => {
  world = await openWorld({ settings: { passwords: { memory_kib: 64 } } })
})
afterAll(() => world.close())
afterEach(() => clock.reset())

const wrong = 'a heron dozes in the shallow weir'
async function guess(username: string) {
  const agent = world.browser()
  await agent.open((await (await world.portal()).begins()).url.href)
  const { result, work } = await observe(world.app, () => agent.submit({ username, password: wrong }))
  return { status: result.status, statements: work.statements, verifications: work.verifications }
}
async function locks(username: string) {
  const tries: Awaited<ReturnType<typeof guess>>[] = []
  for (let turn = 0; turn < 7; turn += 1) tries.push(await guess(username))
  return tries
}
const toldOf = async (to: string) =>
  (await world.inbox.messages(to)).filter(({ text }) => text.includes('wrong password')).length

test('five wrong passwords from unknown devices: every verified contact is told, once a day', async () => {
  const [phone, email, unverified] = ['+13125550771', 'cordelia.whitlock@elsewhere.example', '+13125550772']
  const username = 'cordelia.whitlock-a'
  const accountId = await seedAccount(world.app.house, {
    username,
    password: 'a heron stands in the shallow weir',
    phone,
    email,
    factors: ['text-code'],
  })
  await world.database.db
    .insertInto('account_contacts')
    .values({
      id: world.database.sealer
        .index('test', 'id')
        .toString('hex')
        .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5'),
      account_id: accountId,
      kind: 'phone',
      value_sealed: world.database.sealer.seal('contact.value', unverified),
      value_index: world.database.sealer.index('contact.phone', unverified),
      created_at: new Date(),
    })
    .execute()
  const mine = await locks(username)
  expect([await toldOf(phone), await toldOf(email), await toldOf(unverified)]).toEqual([1, 1, 0])

  const before = (await world.inbox.messages()).length
  expect(await locks('nobody.of.this.name')).toEqual(mine)
  expect((await world.inbox.messages()).length).toBe(before)

  clock.advance(31 * 60)
  await locks(username)
  expect(await toldOf(phone)).toBe(1)
  clock.advance(86_400)
  await locks(username)
  expect(await toldOf(phone)).toBe(2)
})

test('a disabled account and a known device tell nobody', async () => {
  const email = 'disabled.whitlock@elsewhere.example'
  const username = 'disabled.whitlock'
  await seedAccount(world.app.house, { username, password: 'another heron altogether', email, status: 'disabled' })
  await locks(username)
  expect(await toldOf(email)).toBe(0)

  const own = { username: 'known.whitlock', password: 'a third heron in the weir', email: 'known@elsewhere.example' }
  await seedAccount(world.app.house, own)
  const agent = world.browser()
  const begin = async () => agent.open((await (await world.portal()).begins({ prompt: 'login' })).url.href)
  await begin()
  await agent.submit({ username: own.username, password: own.password })
  for (let turn = 0; turn < 6; turn += 1) {
    await begin()
    await agent.submit({ username: own.username, password: wrong })
  }
  expect(await toldOf(own.email)).toBe(0)
})
