import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { CDPSession } from 'playwright-core'
import { findAccountByLogin } from '../../src/store/accounts.ts'
import { findPasskeys } from '../../src/store/passkeys.ts'
import { takePictures } from '../driver/album.ts'
import { describeInBrowser } from '../driver/browser.ts'
import { type Clinic, openClinic } from '../driver/clinic.ts'
import { type Circumstances, type Person, patient } from '../driver/patient.ts'
import { registered } from '../driver/residents.ts'

const hardware = 'urn:vestibule:aal2:phishing-resistant'

/** A phone or computer that has passkeys, in Chromium (CDP, domain WebAuthn). */
class Device {
  readonly session: CDPSession
  readonly id: string
  private constructor(session: CDPSession, id: string) {
    this.session = session
    this.id = id
  }
  static async of(person: Person): Promise<Device> {
    const session = await person.context.newCDPSession(person.page)
    await session.send('WebAuthn.enable', { enableUI: false })
    const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    })
    return new Device(session, authenticatorId)
  }
  /** Whether the person touches it when it asks. */
  touches = (enabled: boolean) =>
    this.session.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId: this.id, enabled })
  async passkeys() {
    const { credentials } = await this.session.send('WebAuthn.getCredentials', { authenticatorId: this.id })
    return credentials
  }
}

describeInBrowser('passkeys in a browser', () => {
  let clinic: Clinic
  beforeAll(async () => {
    clinic = await openClinic()
  })
  afterAll(() => clinic?.close())

  /** Signed in with a password, at the account page, with a device that makes passkeys. */
  async function resident(how: Circumstances = {}) {
    const one = await registered(clinic)
    const person = await patient(clinic).opens(`${clinic.world.issuer}/account`, how)
    const device = await Device.of(person)
    await device.touches(false)
    await person.goes(person.page.url())
    await person.signsIn(one.username, one.password)
    await person.confirms(await clinic.world.inbox.latestCode(one.phone))
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
    await takePictures(withScript.page, 'sign-in-passkey', ['light', 'dark', 'forced', 'phone'])
    await withScript.leaves()
  })

  test.each<[string, Circumstances]>([
    ['English, desktop', { language: 'en' }],
    ['Spanish, phone', { language: 'es', width: 320 }],
  ])('registered, then signs in by the button, without a username (%s)', async (_name, how) => {
    const { portal } = clinic
    const { person, device, username } = await resident(how)
    await person.goes(`${clinic.world.issuer}/account/passkey`)
    await takePictures(person.page, 'create-passkey', how.language === 'es' ? ['spanish'] : ['light', 'dark', 'forced'])
    await addsPasskey(person, device, 'My phone')
    expect(await passkeysOf(username)).toMatchObject([{ name: 'My phone', isSynced: false }])

    await signsOut(person)
    await person.goes(portal.login())
    await person.sees('sign-in.title')
    await person.button('sign-in.passkey').waitFor()
    await device.touches(true)
    await person.presses(person.button('sign-in.passkey'))
    expect((await person.landsAt(portal)).claims).toMatchObject({
      acr: hardware,
      amr: ['hwk', 'mfa', 'user'],
    })
    await person.leaves()
  })

  test('chosen from what the browser shows at the username', async () => {
    const { portal } = clinic
    const { person, device } = await resident()
    await addsPasskey(person, device)
    await signsOut(person)
    await device.touches(true)
    // the person chooses it in the browser's list: Chromium's virtual device does so at once
    await person.page.goto(portal.login())
    await person.page.waitForURL(`${portal.url}/**`)
    expect((await person.landsAt(portal)).claims).toMatchObject({ acr: hardware })
    await person.leaves()
  })
})
