import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { describeInBrowser } from '../driver/browser.ts'
import { type Clinic, openClinic } from '../driver/clinic.ts'
import { type Circumstances, patient } from '../driver/patient.ts'
import { goodPassword, registered, withLetter } from '../driver/residents.ts'

/** Both journeys meet every value twice: with and without script, phone and desk, English and Spanish. */
const circumstances: readonly Circumstances[] = [
  { javascript: true, width: 1280, language: 'en' },
  { javascript: false, width: 320, language: 'es', colorScheme: 'dark' },
  { javascript: false, width: 1280, language: 'en', colorScheme: 'dark' },
  { javascript: true, width: 320, language: 'es' },
]
const named = circumstances.map(
  one => [`${one.language}, ${one.width} px, ${one.javascript ? 'with' : 'without'} script`, one] as const,
)

describeInBrowser('journeys in a browser', () => {
  let clinic: Clinic
  beforeAll(async () => {
    clinic = await openClinic()
  })
  afterAll(() => clinic?.close())

  test.each(named)('sign-in with password, and a text code on a new device only (%s)', async (_name, how) => {
    const { portal, world } = clinic
    const { username, password, phone } = await registered(clinic)
    const person = await patient(clinic).opens(portal, how)
    await person.sees('sign-in.title')
    await person.signsIn(username, password)
    await person.sees('factor.text-code.title')
    await person.confirms(await world.inbox.latestCode(phone))
    expect((await person.landsAt(portal)).claims).toMatchObject({
      acr: 'urn:vestibule:aal2',
      amr: expect.arrayContaining(['pwd', 'sms']),
    })

    await person.presses(person.page.getByRole('button', { name: 'Sign out' }))
    if (new URL(person.page.url()).origin === world.issuer) await person.presses(person.button('view.logout.yes'))
    expect(person.page.url()).toBe(`${portal.url}/`)
    await person.goes(portal.login())
    await person.signsIn(username, password)
    expect((await person.landsAt(portal)).claims).toMatchObject({ acr: 'urn:vestibule:aal1', amr: ['pwd'] })
    await person.leaves()
  })

  test.each(named)('an access code from a letter, begun at the portal (%s)', async (_name, how) => {
    const { portal, world } = clinic
    const letter = await withLetter(clinic)
    const person = await patient(clinic).opens(portal, how)
    await person.hasAccessCode()
    await person.entersAccessCode(letter.code, letter.birthDate)
    await person.cannotSkipTo('choose-credentials')
    await person.provesPhone(await world.inbox.latestCode(letter.phone))
    expect(await person.page.locator('main').textContent()).toContain(letter.name)
    await person.confirmsName()
    await person.acceptsTerms()
    await person.givesEmail(letter.email)
    await person.provesEmail(await world.inbox.latestCode(letter.email))
    await person.setsPassword(letter.username, goodPassword)
    await person.choosesTextMe()
    const { claims, userinfo } = await person.landsAt(portal)
    expect(claims).toMatchObject({ acr: 'urn:vestibule:aal2' })
    expect(userinfo).toMatchObject({ email: letter.email, given_name: 'Wilhelmina' })
    expect(userinfo['urn:vestibule:patients']).toMatchObject([{ relationship: 'self' }])
    await person.leaves()
  })

  test.each(named.slice(0, 2))('the link of a letter, opened by itself (%s)', async (_name, how) => {
    const { portal, world, organization } = clinic
    const letter = await withLetter(clinic)
    const link = `${world.issuer}/activate?organization=${organization}#${letter.code.replaceAll('-', '')}`
    const person = await patient(clinic).opens(link, how)
    if (how.javascript) {
      expect(await person.field('activate.code.label').inputValue()).toBe(letter.code.replaceAll('-', ''))
      expect(person.page.url()).not.toContain('#')
      await person.entersBirthDate(letter.birthDate)
    } else await person.entersAccessCode(letter.code, letter.birthDate)
    await person.provesPhone(await world.inbox.latestCode(letter.phone))
    await person.confirmsName()
    await person.acceptsTerms()
    await person.hasNoEmail()
    await person.setsPassword(letter.username, goodPassword)
    await person.choosesTextMe()
    await person.landsAt(portal)
    await person.leaves()
  })
})
