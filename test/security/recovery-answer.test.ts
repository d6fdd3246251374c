import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { clock } from '../driver/clock.ts'
import { observe } from '../driver/observed.ts'
import { seedAccount } from '../driver/people.ts'
import { openWorld, type World } from '../driver/world.ts'

/** Who exists shows nowhere in recovery: not in the page, nor in the work, nor to whoever has no mailbox to look into. */
let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())
beforeEach(() => clock.hold())
afterEach(() => clock.reset())

const mask = (body: string) =>
  body
    .replace(/nonce[-=]"?[\w-]{22}/g, '(nonce)')
    .replace(/name="csrf" value="[^"]+"/g, '(csrf)')
    .replace(/\/flow\/[\w-]+/g, '/flow/(id)')

async function ask(username: string) {
  const agent = world.browser()
  await agent.open(`${world.issuer}/recover?organization=northside`)
  const asked = await observe(world.app, () => agent.submit({ username }))
  await world.inbox.messages()
  const guessed = await observe(world.app, () => agent.submit({ code: '000000' }))
  const seen = ({ result, work }: typeof asked) => ({
    status: result.status,
    body: mask(result.body),
    length: result.body.length,
    work,
  })
  return { asked: seen(asked), guessed: seen(guessed) }
}

test('known, unknown, shared, disabled and without any contact: one page and one piece of work', async () => {
  const { house } = world.app
  const shared = 'household@example.org'
  await seedAccount(house, { username: 'leopoldina.one', email: 'leopoldina@example.org', phone: '+14155550141' })
  await seedAccount(house, { username: 'leopoldina.two', email: shared })
  await seedAccount(house, { username: 'leopoldina.six', email: shared })
  await seedAccount(house, { username: 'leopoldina.off', email: 'off@example.org', status: 'disabled' })
  await seedAccount(house, { username: 'leopoldina.bare' })
  const nobody = await ask('nobody.at.all')
  expect(nobody.asked.status).toBe(200)
  expect(nobody.asked.work.statements.length).toBeGreaterThan(5)
  expect(nobody.guessed.status).toBe(422)
  for (const name of ['leopoldina.one', 'leopoldina@example.org', shared, 'leopoldina.off', 'leopoldina.bare'])
    expect({ name, ...(await ask(name)) }).toEqual({ name, ...nobody })
})

test('an address of nobody gets a mail too, at most twice a day', async () => {
  const address = 'stranger.to.all@example.org'
  for (let count = 0; count < 4; count += 1) await ask(address)
  const mails = await world.inbox.messages(address)
  expect(mails.map(({ subject }) => subject)).toEqual(['Vestibule: no account here', 'Vestibule: no account here'])
})
