import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { birthFields, importPatient, printLetter } from '../driver/people.ts'
import { openWorld, portalRedirect, type World } from '../driver/world.ts'
import { password } from './activate-world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld({ instances: 2 })
})
afterAll(() => world.close())

test('a portal sends somebody with a letter, and gets them back signed in at the assurance that was proven', async () => {
  const phone = '+13125550142'
  const patient = await importPatient(world.app.house, {
    given: 'Wilhelmina',
    family: 'Quackenbush',
    birthDate: '1984-03-27',
    phone,
  })
  const code = await printLetter(world.app.house, patient)
  const portal = await world.portal()
  const begun = await portal.begins({ vestibule_flow: 'activate' })
  const person = world.browser({ language: 'es' })

  await person.open(begun.url.href)
  expect(person.page.text).not.toMatch(/Wilhelmina|Quackenbush/)
  await person.submit({ access_code: code, ...birthFields('1984-03-27') })
  expect(person.page.text).toContain('42')
  expect(person.page.text).not.toMatch(/Wilhelmina|Quackenbush|555/)
  await person.submit({ code: await world.inbox.latestCode(phone) })
  expect(person.page.text).toContain('Wilhelmina Quackenbush')
  await person.submit({})
  await person.submit({ terms: 'on' })
  await person.submit({ email: 'wilhelmina@example.org' })
  await person.submit({ code: await world.inbox.latestCode('wilhelmina@example.org') })
  await person.submit({ username: 'wilhelmina@example.org', new_password: password })
  const back = await person.submit({ factor: 'text-code' })
  const callback = back.headers.get('location') ?? back.url
  expect(callback).toContain(portalRedirect)

  const tokens = await portal.tokens(begun, callback)
  const claims = tokens.claims()
  expect(claims).toMatchObject({ acr: 'urn:vestibule:aal2' })
  expect(claims?.amr).toEqual(expect.arrayContaining(['pwd', 'sms', 'otp', 'mfa']))
  const userinfo = await portal.userinfo(tokens.access_token, claims?.sub ?? '')
  expect(userinfo['urn:vestibule:patients']).toMatchObject([{ organization: 'northside', relationship: 'self' }])
  expect(userinfo).toMatchObject({ email: 'wilhelmina@example.org', given_name: 'Wilhelmina' })
})
