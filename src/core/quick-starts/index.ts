/** How to sign people in with the libraries that portals use, filled in with the real values of one client. */
import type { ClientObject } from '../objects/client.ts'
import { type QuickStart, type QuickStartValues, type Stack, stacks } from './contract.ts'
import {
  authJs,
  expressOpenidConnect,
  oidcClientTs,
  openidClient,
  passportOpenidconnect,
  passportStrategy,
} from './node.ts'
import { modAuthOpenidc, oauth2Proxy, springSecurity } from './servers.ts'

export { type QuickStart, type QuickStartValues, type Stack, stacks } from './contract.ts'

const writers: Readonly<Record<Stack, (given: QuickStartValues) => QuickStart>> = {
  'openid-client': openidClient,
  'passport-strategy': passportStrategy,
  'auth-js': authJs,
  'express-openid-connect': expressOpenidConnect,
  'passport-openidconnect': passportOpenidconnect,
  'oidc-client-ts': oidcClientTs,
  'mod-auth-openidc': modAuthOpenidc,
  'oauth2-proxy': oauth2Proxy,
  'spring-security': springSecurity,
}

export const quickStart = (stack: Stack, given: QuickStartValues): QuickStart => writers[stack](given)

/** Those that can be what this client is: a page in the browser keeps no secret, a key of one's own few of them know. */
export function stacksFor({ auth, grants }: ClientObject): readonly Stack[] {
  if (!grants.includes('authorization_code')) return []
  if (auth.method === 'none') return ['oidc-client-ts', 'openid-client']
  if (auth.method === 'private_key_jwt') return ['openid-client', 'passport-strategy']
  return stacks.filter(stack => stack !== 'oidc-client-ts')
}
