import type { CDPSession } from 'playwright-core'
import type { Person } from './patient.ts'

/** A phone or computer that has passkeys, in Chromium (CDP, domain WebAuthn). */
export class Device {
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
