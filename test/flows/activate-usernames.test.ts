import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Page } from '../../src/core/index.ts'
import { clock } from '../driver/clock.ts'
import { seedAccount } from '../driver/people.ts'
import { birth, type Journey, journeyIn, openWorld, password, placeOf, type World } from './activate-world.ts'

/** "Taken" tells of other people: five answers for one access code, however often the journey is begun. */
let world: World
const code = 'NAMESHREWD'
const phone = '+13125550611'
const birthDate = '1949-12-05'
beforeAll(async () => {
  world = await openWorld('activate-usernames')
  const patientId = await world.patient({ given: 'Gwendolyn', family: 'Ashgrove', birthDate, phones: [phone] })
  await world.accessCode({ patientId, code })
  for (const name of ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh'])
    await seedAccount(world.house, { username: `gwen.${name}` })
})
afterAll(async () => {
  clock.reset()
  await world.close()
})

let visitors = 0
async function atCredentials(): Promise<Journey> {
  visitors += 1
  const journey = journeyIn(world, {}, { ip: `192.0.2.${visitors}` })
  // the next code is sent after a while
  clock.advance(31)
  await journey.submit('enter-access-code', { access_code: code, ...birth(birthDate) })
  await journey.submit('prove-contact', { code: await world.latestCode(phone) })
  await journey.submit('confirm-person')
  await journey.submit('accept-terms', { terms: 'on' })
  await journey.submit('enter-email', { action: 'no-email' })
  return journey
}
const choose = async (journey: Journey, username: string) =>
  placeOf(await journey.submit('choose-credentials', { username, new_password: password }))
async function offered(journey: Journey): Promise<string> {
  const reply = await journey.open('choose-credentials')
  if (reply.kind !== 'page') throw new Error(placeOf(reply))
  const page = reply.page({ organization: {} } as never) as Extract<Page, { kind: 'form' }>
  return String(page.fields.find(field => field.name === 'username')?.hint?.values?.free)
}

test('beginning again refills no tries, and the free name that is suggested still works', async () => {
  const first = await atCredentials()
  for (const name of ['first', 'second', 'third'])
    expect(await choose(first, `gwen.${name}`)).toBe('problem: username-taken')
  const again = await atCredentials()
  for (const name of ['fourth', 'fifth']) expect(await choose(again, `gwen.${name}`)).toBe('problem: username-taken')
  expect(await choose(again, 'gwen.sixth')).toBe('problem: username-tries')
  const later = await atCredentials()
  expect(await choose(later, 'gwen.seventh')).toBe('problem: username-tries')
  expect(await choose(later, 'gwen.nobody-has-this')).toBe('problem: username-tries')
  const free = await offered(later)
  expect(free).toMatch(/^gwendolyn\.ashgrove\d{4}$/)
  expect(await choose(later, free)).toBe('security-option')
  // their own choice costs no try either
  expect(await choose(later, free)).toBe('security-option')
})
