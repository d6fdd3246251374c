import type { ClientObject } from '../objects/client.ts'
import type { Text } from '../texts.ts'

/** What a quick start is filled in with: the real values of one client, its secret aside. */
export interface QuickStartValues {
  readonly issuer: string
  readonly client: ClientObject
}
/** The libraries that portals are known to use. */
export const stacks = [
  'openid-client',
  'passport-strategy',
  'auth-js',
  'express-openid-connect',
  'passport-openidconnect',
  'oidc-client-ts',
  'mod-auth-openidc',
  'oauth2-proxy',
  'spring-security',
] as const
export type Stack = (typeof stacks)[number]

export interface QuickStart {
  /** As the library calls itself. */
  readonly title: string
  readonly install?: string
  readonly files: readonly { readonly name: string; readonly code: string }[]
  /** What this client's registration lacks for it, or what to know. */
  readonly notes: readonly Text[]
}
