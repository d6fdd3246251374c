import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { findAccountFactors } from '../../src/store/account-factors.ts'
import { findAccount, findAccountByLogin } from '../../src/store/accounts.ts'
import { describeInBrowser } from '../driver/browser.ts'
import { type Clinic, openClinic } from '../driver/clinic.ts'
import { Device } from '../driver/device.ts'
import { type Circumstances, patient } from '../driver/patient.ts'
import { goodPassword, withLetter } from '../driver/residents.ts'

/** How a person wants to sign in and be asked, besides a password and a phone (DOMAIN "Access-code activation"). */
describeInBrowser('choices of an activation in a browser', () => {
  let clinic: Clinic
  beforeAll(async () => {
    clinic = await openClinic()
  })
  afterAll(() => clinic?.close())

  /** With a letter, everything proven, where they choose how to sign in. */
  async function choosing(how: Circumstances = {}) {
    const { portal, world } = clinic
    const letter = await withLetter(clinic)
    const person = await patient(clinic).opens(portal, how)
    const device = how.javascript === false ? undefined : await Device.of(person)
    await device?.touches(false)
    await person.hasAccessCode()
    await person.entersAccessCode(letter.code, letter.birthDate)
    await person.provesPhone(await world.inbox.latestCode(letter.phone))
    await person.confirmsName()
    await person.acceptsTerms()
    await person.givesEmail(letter.email)
    await person.provesEmail(await world.inbox.latestCode(letter.email))
    return { ...letter, person, device: device as Device }
  }
  const accountOf = async (username: string) => {
    const { db, sealer } = clinic.world.app.house
    const found = await findAccountByLogin(db, sealer, username)
    const account = await findAccount(db, sealer, found?.id ?? '')
    return { ...account, factors: (await findAccountFactors(db, found?.id ?? '')).map(({ kind }) => kind) }
  }

  test('a passkey instead of a password, and texts beside it; it signs in by itself', async () => {
    const { portal } = clinic
    const { person, device, username } = await choosing()
    await person.field('field.username').fill(username)
    await person.presses(person.button('credentials.passkey'))
    await person.sees('passkey.title')
    await device.touches(true)
    await person.presses(person.button('passkey.create'))
    await device.touches(false)
    await person.sees('option.title')
    // one passkey is not two ways
    expect(await person.page.getByLabel(person.say('option.passkey')).count()).toBe(0)
    await person.choosesTextMe()
    expect((await person.landsAt(portal)).claims).toMatchObject({
      acr: 'urn:vestibule:aal2:phishing-resistant',
      amr: expect.not.arrayContaining(['pwd']),
    })
    expect(await accountOf(username)).toMatchObject({ hasPassword: false, securityOption: 'text-code' })
    expect((await accountOf(username)).factors.sort()).toEqual(['passkey', 'text-code'])

    await person.context.clearCookies()
    await person.page.addInitScript('PublicKeyCredential.isConditionalMediationAvailable = async () => false')
    await person.goes(portal.login())
    await device.touches(true)
    await person.presses(person.button('sign-in.passkey'))
    await person.landsAt(portal)
    await person.leaves()
  })

  test('a password, and a passkey as the security option', async () => {
    const { portal } = clinic
    const { person, device, username } = await choosing({ language: 'es', width: 320 })
    await person.setsPassword(username, goodPassword)
    await person.page.getByLabel(person.say('option.passkey')).check()
    await person.presses(person.button('verify.continue'))
    await person.sees('passkey.title')
    await device.touches(true)
    await person.presses(person.button('passkey.create'))
    await person.landsAt(portal)
    expect(await accountOf(username)).toMatchObject({
      hasPassword: true,
      securityOption: 'passkey',
      factors: ['passkey'],
    })
    await person.leaves()
  })

  test.each<[string, Circumstances]>([
    ['English, with a script', { language: 'en' }],
    ['Spanish, a phone without a script', { language: 'es', width: 320, javascript: false }],
  ])('a security question, asked on the next device (%s)', async (_name, how) => {
    const { portal } = clinic
    const { person, username } = await choosing(how)
    if (how.javascript === false) expect(await person.button('credentials.passkey').isVisible()).toBe(false)
    await person.setsPassword(username, goodPassword)
    expect(await person.page.getByLabel(person.say('option.passkey')).isVisible()).toBe(how.javascript !== false)
    await person.page.getByLabel(person.say('option.security-question')).check()
    await person.presses(person.button('verify.continue'))
    await person.sees('question.title')
    await person.page.locator('select').selectOption('first-concert')
    await person.field('question.answer').fill('The Lanterns, 1999')
    await person.presses(person.button('question.submit'))
    expect((await person.landsAt(portal)).claims).toMatchObject({ amr: expect.arrayContaining(['pwd']) })
    expect(await accountOf(username)).toMatchObject({
      securityOption: 'security-question',
      factors: ['security-question'],
    })

    const elsewhere = await patient(clinic).opens(portal, how)
    await elsewhere.signsIn(username, goodPassword)
    await elsewhere.sees('factor.security-question.title')
    await elsewhere.leaves()
    await person.leaves()
  })
})
