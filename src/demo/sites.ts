import { importJWK } from 'jose'
import { ClientSecretBasic, PrivateKeyJwt } from 'openid-client'
import type { Places } from './places.ts'
import { startPortal } from './portal/server.ts'
import type { Site } from './site.ts'
import { startSpa } from './spa/server.ts'
import type { DemoState } from './state.ts'

/** Starts the portals and the app: what anybody's portal would have in its configuration. */
export async function startSites({ ports, urls }: Places, state: DemoState): Promise<readonly Site[]> {
  const { d: _private, ...publicKey } = state.portalKey
  const key = await importJWK(state.portalKey, 'ES256')
  if (key instanceof Uint8Array) throw new Error('the portal key in state.json is not a key pair: use --reset')
  const activate = { vestibule_flow: 'activate' }
  return Promise.all([
    startPortal({
      port: ports.northside,
      issuer: urls.issuer,
      clientId: 'northside-portal',
      authentication: ClientSecretBasic(state.portalSecret),
      scope: 'openid profile email phone patients',
      name: 'Northside patient portal',
      accent: { light: '#0a5c63', dark: '#6fc7cd' },
      ways: [{ label: 'I have an access code', parameters: activate }],
    }),
    startPortal({
      port: ports.riverbend,
      issuer: urls.issuer,
      clientId: 'riverbend-portal',
      authentication: PrivateKeyJwt({ key, kid: publicKey.kid as string }),
      jwks: { keys: [publicKey] },
      scope: 'openid profile email patients',
      name: 'Riverbend health records',
      accent: { light: '#7a3b12', dark: '#f0b78f' },
      ways: [
        { label: 'Entrar en español', parameters: { ui_locales: 'es' } },
        { label: 'I have an access code', parameters: activate },
      ],
    }),
    startSpa({
      port: ports.app,
      issuer: urls.issuer,
      clientId: 'northside-app',
      scope: 'openid profile email patients offline_access',
    }),
  ])
}
