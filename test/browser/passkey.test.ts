import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { CDPSession } from 'playwright-core'
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
})
