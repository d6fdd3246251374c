import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { clock } from '../driver/clock.ts'
import { enrolQuestion } from '../driver/enrolled.ts'
import { openWorld, type World } from '../driver/world.ts'
import { someone, someoneWithApp } from './account-people.ts'

/** An installation whose policy wants two factors of sensitive changes: our own pages ask for them too. */
let world: World
beforeAll(async () => {
  world = await openWorld({
    objects: `
kind: policy
id: patient
assurance: { sensitive: "urn:vestibule:aal2" }
`,
  })
})
afterAll(() => world.close())
afterEach(() => clock.reset())

test('a password of a moment ago, or an answer to a question, changes nothing: the page says whom to call', async () => {
  const { accountId, signsIn } = await someone(world)
  for (const page of ['/account/password', '/account/authenticator', '/account/recovery-codes']) {
    const agent = await signsIn()
    await agent.open(`${world.issuer}${page}`)
    expect(agent.page.heading).toBe('We need to help you in person')
  }
  await enrolQuestion(world.app.house, accountId, 'the blue lantern')
  const agent = await signsIn()
  await agent.submit({ answer: 'the blue lantern' })
  await agent.open(`${world.issuer}/account/password`)
  expect(agent.page.heading).toBe('We need to help you in person')
})

test('a first phone may be added, by whoever answers the clinic’s number where there is one', async () => {
  const { signsIn } = await someone(world)
  const agent = await signsIn()
  await agent.open(`${world.issuer}/account/phone`)
  expect(agent.page.heading).toBe('Add a phone')
})

test('whoever has an app is asked for its code, and then goes on', async () => {
  const { code, signsIn } = await someoneWithApp(world)
  const agent = await signsIn()
  clock.advance(400)
  await agent.open(`${world.issuer}/account/password`)
  expect(agent.page.heading).toBe('Enter the code from your app')
  await agent.submit({ code: code() })
  expect(agent.page.heading).toBe('Choose a new password')
})

test('a name for a factor opens no door: the password will do', async () => {
  const { signsIn } = await someoneWithApp(world)
  const agent = await signsIn()
  await agent.open(`${world.issuer}/account/factors/rename`)
  expect(agent.page.heading).not.toBe('We need to help you in person')
})
