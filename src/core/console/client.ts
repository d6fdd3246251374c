import type { ClientObject } from '../objects/client.ts'
import { consoleClientId, unreservedClient } from '../objects/client.ts'
import { adminScopes } from '../operator-access.ts'

export { consoleClientId } from '../objects/client.ts'

/** Addresses of the console that the protocol sends browsers to. */
export const consolePaths = {
  home: '/console',
  callback: '/console/callback',
  signedOut: '/console/signed-out',
} as const

/** The console as a client like any other: nobody registers it, and no file can describe it. */
export const consoleClient = (issuer: string): ClientObject => ({
  ...unreservedClient.parse({
    id: 'console',
    name: { en: 'Operator console', es: 'Consola de operadores' },
    redirect_uris: [`${issuer}${consolePaths.callback}`],
    post_logout_redirect_uris: [`${issuer}${consolePaths.signedOut}`],
    start_url: `${issuer}${consolePaths.home}`,
    // the secret is made of the installation's keys, and never leaves the process
    auth: { method: 'client_secret_basic' },
    first_party: true,
    assurance: { floor: 'urn:vestibule:aal2' },
    admin: { scopes: adminScopes },
  }),
  id: consoleClientId,
})
