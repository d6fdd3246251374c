import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { findAccountByLogin } from '../../src/store/accounts.ts'
import { findPasskeys } from '../../src/store/passkeys.ts'
import { takePictures } from '../driver/album.ts'
import { describeInBrowser } from '../driver/browser.ts'
import { type Clinic, openClinic } from '../driver/clinic.ts'
import { clock } from '../driver/clock.ts'
import { Device } from '../driver/device.ts'
import { type Circumstances, type Person, patient } from '../driver/patient.ts'
import { registered } from '../driver/residents.ts'

const hardware = 'urn:vestibule:aal2:phishing-resistant'

describeInBrowser('passkeys in a browser', () => {
  let clinic: Clinic
  beforeAll(async () => {
    clinic = await openClinic()
  })
  afterAll(() => clinic?.close())
  afterEach(() => clock.reset())

  /** Signed in with password and text, and offered a passkey, since their device can make one. */
  async function resident(how: Circumstances = {}) {
    const one = await registered(clinic)
    const person = await patient(clinic).opens(`${clinic.world.issuer}/account`, how)
    const device = await Device.of(person)
    await device.touches(false)
    await person.goes(person.page.url())
    await person.signsIn(one.username, one.password)
    await person.confirms(await clinic.world.inbox.latestCode(one.phone))
    await person.sees('passkey.offer.title')
    return { ...one, person, device }
  }
  async function addsPasskey(person: Person, device: Device, name?: string): Promise<void> {
    await person.goes(`${clinic.world.issuer}/account/passkey`)
    await person.sees('passkey.title')
    if (name) await person.field('passkey.name').fill(name)
    await device.touches(true)
    await person.presses(person.button('passkey.create'))
    await device.touches(false)
    expect(new URL(person.page.url()).pathname).toBe('/account')
  }
  async function signsOut(person: Person): Promise<void> {
    await person.context.clearCookies({ name: /vst_session|_session/ })
  }
  /** In a browser without a list at the username, so that the device answers to nothing but the button. */
  async function signsInByButton(person: Person, device: Device): Promise<void> {
    await person.page.addInitScript('PublicKeyCredential.isConditionalMediationAvailable = async () => false')
    await person.goes(clinic.portal.login())
    await person.sees('sign-in.title')
    await person.button('sign-in.passkey').waitFor()
    await device.touches(true)
    await person.presses(person.button('sign-in.passkey'))
  }
  const passkeysOf = async (username: string) => {
    const { db, sealer } = clinic.world.app.house
    const account = await findAccountByLogin(db, sealer, username)
    return findPasskeys(db, sealer, account?.id ?? '')
  }

  test('the sign-in page offers a passkey only where a script and a browser can use one', async () => {
    const without = await patient(clinic).opens(clinic.portal, { javascript: false })
    expect(await without.button('sign-in.passkey').isVisible()).toBe(false)
    expect(await without.field('sign-in.username').getAttribute('autocomplete')).toBe('username webauthn')
    await without.leaves()
    const withScript = await patient(clinic).opens(clinic.portal)
    await withScript.button('sign-in.passkey').waitFor()
    await takePictures(withScript.page, 'sign-in-passkey', ['light', 'dark', 'phone'])
    await withScript.leaves()
  })

  test.each<[string, Circumstances]>([
    ['English, desktop', { language: 'en' }],
    ['Spanish, phone', { language: 'es', width: 320 }],
  ])('registered, then signs in by the button, without a username (%s)', async (_name, how) => {
    const { portal } = clinic
    const { person, device, username } = await resident(how)
    await person.presses(person.button('passkey.offer.not-now'))
    await person.goes(`${clinic.world.issuer}/account/passkey`)
    await takePictures(person.page, 'create-passkey', how.language === 'es' ? ['spanish'] : ['light', 'dark'])
    await addsPasskey(person, device, 'My phone')
    expect(await passkeysOf(username)).toMatchObject([{ name: 'My phone', isSynced: false }])

    await signsOut(person)
    await signsInByButton(person, device)
    expect((await person.landsAt(portal)).claims).toMatchObject({
      acr: hardware,
      amr: ['hwk', 'mfa', 'user'],
    })
    await person.leaves()
  })

  test('made when it is offered, then chosen from what the browser shows at the username', async () => {
    const { portal } = clinic
    const { person, device } = await resident()
    await takePictures(person.page, 'offer-passkey', ['light', 'dark', 'phone'])
    await device.touches(true)
    await person.presses(person.button('passkey.create'))
    expect(new URL(person.page.url()).pathname).toBe('/account')
    await signsOut(person)
    // the person chooses it in the browser's list: Chromium's virtual device does so at once
    await person.page.goto(portal.login())
    await person.page.waitForURL(`${portal.url}/**`)
    expect((await person.landsAt(portal)).claims).toMatchObject({ acr: hardware })
    await person.leaves()
  })
  test('"Not now" counts for thirty days, on every device', async () => {
    const { portal, world } = clinic
    const { person, username, password, phone } = await resident()
    await person.presses(person.button('passkey.offer.not-now'))
    expect(new URL(person.page.url()).pathname).toBe('/account')
    expect(await passkeysOf(username)).toEqual([])
    await person.leaves()

    const elsewhere = async () => {
      const other = await patient(clinic).opens(portal.url)
      await Device.of(other)
      await other.goes(portal.login())
      await other.signsIn(username, password)
      await other.confirms(await world.inbox.latestCode(phone))
      return other
    }
    clock.advance(29 * 86_400)
    const soon = await elsewhere()
    await soon.landsAt(portal)
    await soon.leaves()
    clock.advance(2 * 86_400)
    const later = await elsewhere()
    await later.sees('passkey.offer.title')
    await later.leaves()
  })

  test('a device that makes none says so, and the page stays', async () => {
    const { person, device, username } = await resident()
    await device.session.send('WebAuthn.setUserVerified', { authenticatorId: device.id, isUserVerified: false })
    await device.touches(true)
    await person.button('passkey.create').click()
    await person.page.getByText(person.say('view.passkey.not-made')).waitFor()
    expect(await passkeysOf(username)).toEqual([])
    await device.session.send('WebAuthn.setUserVerified', { authenticatorId: device.id, isUserVerified: true })
    await person.presses(person.button('passkey.create'))
    expect(await passkeysOf(username)).toHaveLength(1)
    await person.leaves()
  })

  test('in a step-up: straight to the passkey, other ways a press away, and it lifts to what was asked', async () => {
    const { portal } = clinic
    const { person, device, username, password } = await resident()
    await device.touches(true)
    await person.presses(person.button('passkey.create'))
    await device.touches(false)
    await signsOut(person)
    // the device is known by now: a password is enough
    await person.goes(portal.login())
    await person.signsIn(username, password)
    expect((await person.landsAt(portal)).claims).toMatchObject({ acr: 'urn:vestibule:aal1', amr: ['pwd'] })

    await person.goes(portal.login({ acr_values: hardware }))
    await person.sees('factor.passkey.title')
    await takePictures(person.page, 'confirm-passkey', ['light', 'dark', 'phone'])
    await device.touches(true)
    await person.presses(person.button('factor.passkey.send'))
    expect((await person.landsAt(portal)).claims).toMatchObject({
      acr: hardware,
      amr: ['hwk', 'mfa', 'pwd', 'user'],
    })
    await person.leaves()
  })
  test('several, each by its name; one is taken away, and the others still sign in', async () => {
    const { portal } = clinic
    const { person, device, username } = await resident()
    await person.presses(person.button('passkey.offer.not-now'))
    await addsPasskey(person, device, 'Kitchen tablet')
    // the device refuses to make a second one for the same account
    await person.goes(`${clinic.world.issuer}/account/passkey`)
    await device.touches(true)
    await person.button('passkey.create').click()
    await person.page.getByText(person.say('view.passkey.known')).waitFor()
    // so that is another device
    await device.session.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId: device.id })
    const phone = await Device.of(person)
    await addsPasskey(person, phone, 'Phone')
    const passkeys = await passkeysOf(username)
    expect(passkeys.map(({ name }) => name)).toEqual(['Kitchen tablet', 'Phone'])

    await person.goes(`${clinic.world.issuer}/account/factors/remove`)
    await person.page.getByLabel(/Kitchen tablet/).check()
    await person.presses(person.button('remove-factor.continue'))
    await person.presses(person.button('remove-factor.confirm.submit'))
    expect((await passkeysOf(username)).map(({ name }) => name)).toEqual(['Phone'])

    await signsOut(person)
    await signsInByButton(person, phone)
    expect((await person.landsAt(portal)).claims).toMatchObject({ acr: hardware })
    await person.leaves()
  })
})
