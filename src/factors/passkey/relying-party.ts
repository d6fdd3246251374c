import type { House } from '../../operations/house.ts'

/** Who we are to an authenticator (WebAuthn §5.1.2): the issuer's own host, and nothing above it. */
export interface RelyingParty {
  readonly id: string
  readonly origin: string
  readonly name: string
}

export function relyingParty({ settings }: Pick<House, 'settings'>): RelyingParty {
  const { hostname, origin } = new URL(settings.issuer)
  return { id: hostname, origin, name: settings.delivery.brand }
}

/**
 * The library that checks what authenticators answer. It brings all of X.509 along, so it is loaded when a browser first
 * asks for options: a process that nobody uses passkeys with starts without it.
 */
export const loadVerifier = (): Promise<typeof import('@simplewebauthn/server')> => import('@simplewebauthn/server')
