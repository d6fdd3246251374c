import { z } from 'zod'
import { acrLevels } from '../assurance.ts'
import { type AdminScope, adminScopes } from '../operator-access.ts'

/** What a client may be registered for; `openid` is needed by every client that signs people in. */
export const clientScopes = ['openid', 'profile', 'email', 'phone', 'address', 'patients', 'offline_access'] as const
export const clientGrants = ['authorization_code', 'refresh_token', 'client_credentials'] as const

const schemesThatRunCode = new Set(['javascript:', 'data:', 'vbscript:', 'file:', 'blob:', 'about:'])
/** An absolute address without fragment (RFC 6749 §3.1.2), of any scheme that a native app may own (RFC 8252 §7.1). */
const redirectUri = z.string().refine(
  value => {
    if (!URL.canParse(value) || value.includes('#')) return false
    return !schemesThatRunCode.has(new URL(value).protocol)
  },
  { error: 'must be an absolute URI without fragment' },
)
const webUri = z.url({ protocol: /^https?$/, error: 'must be an http or https address' })
const origin = webUri.refine(value => URL.canParse(value) && new URL(value).origin === value, {
  error: 'must be an origin, such as https://app.example.com',
})
export const localText = z.strictObject({ en: z.string().min(1), es: z.string().min(1).optional() })
export const objectId = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,62}$/, {
  error: 'must be lower-case letters, digits, dots, dashes; 63 at most',
})

/** Public keys only: a private part in a registration is a mistake that must not be kept. */
const publicJwk = z
  .looseObject({ kty: z.enum(['RSA', 'EC', 'OKP']) })
  .refine(jwk => !['d', 'p', 'q', 'dp', 'dq', 'qi', 'k'].some(part => part in jwk), {
    error: 'must not hold a private key',
  })

const auth = z.discriminatedUnion('method', [
  z.strictObject({
    method: z.enum(['client_secret_basic', 'client_secret_post']),
    /** In files: references (`env:NAME`, `file:PATH`), newest first, two at most. Never kept in `clients.object`. */
    secrets: z.array(z.string().min(1)).max(2).optional(),
  }),
  z
    .strictObject({
      method: z.literal('private_key_jwt'),
      jwks: z.strictObject({ keys: z.array(publicJwk).min(1) }).optional(),
      jwks_uri: webUri.optional(),
    })
    .refine(value => (value.jwks === undefined) !== (value.jwks_uri === undefined), {
      error: 'needs either jwks or jwks_uri',
    }),
  z.strictObject({ method: z.literal('none') }),
])

/** The console's own id: it is built in, and no object may take its place. */
export const consoleClientId = 'vestibule-console'

/**
 * A client (relying party) as files, the operator API and the database have it; CONTRACT.md fixes the names. The same
 * shape without `kind` and without secrets is what `clients.object` holds.
 */
export const unreservedClient = z
  .strictObject({
    kind: z.literal('client').default('client'),
    id: objectId,
    name: localText,
    /** Left out for a client that belongs to the installation, such as a batch job. */
    organization: objectId.optional(),
    redirect_uris: z.array(redirectUri).default([]),
    post_logout_redirect_uris: z.array(redirectUri).default([]),
    backchannel_logout_uri: webUri.optional(),
    start_url: webUri.optional(),
    /** Third-party-initiated login (OIDC Core §4). */
    initiate_login_uri: webUri.optional(),
    /** Origins besides those of the redirect URIs from which a browser may call. */
    web_origins: z.array(origin).default([]),
    application_type: z.enum(['web', 'native']).default('web'),
    auth,
    grants: z
      .array(z.enum(clientGrants))
      .min(1)
      .default(['authorization_code', 'refresh_token'])
      .describe('What the client may ask the token endpoint for'),
    pkce: z.enum(['required', 'optional']).default('required'),
    par: z.enum(['required', 'optional']).default('optional'),
    /** Clients of one sector see the same `sub`; the client's own id where left out. */
    sector: objectId.optional(),
    subject: z.enum(['pairwise', 'public']).default('pairwise'),
    scopes: z.array(z.enum(clientScopes)).default(['openid']),
    id_token_claims: z.enum(['minimal', 'full']).default('minimal'),
    id_token_algorithm: z.enum(['RS256', 'ES256']).default('RS256'),
    first_party: z.boolean().default(false),
    /** `any` for a resource server that checks tokens of other clients (RFC 7662). */
    introspection: z.enum(['own', 'any']).default('own'),
    assurance: z
      .strictObject({
        /** Never lowered by a request, and never below the policy's. */
        floor: z.enum(acrLevels).optional(),
        /** What the portal's sensitive actions ask for. */
        sensitive: z.enum(acrLevels).optional(),
      })
      .prefault({}),
    /** Left out: public clients rotate with 5 s of grace, confidential ones do not rotate. */
    refresh: z
      .strictObject({ rotate: z.boolean(), grace_seconds: z.number().int().min(0).max(10).default(0) })
      .optional(),
    /** What it may ask for of the operator API; with a person's sign-in that person's role bounds it too. */
    admin: z
      .strictObject({
        scopes: z.array(z.enum(adminScopes as [AdminScope, ...AdminScope[]])).min(1),
        /** Left out: those of every organisation, and of the installation. */
        organizations: z.array(objectId).min(1).optional(),
      })
      .optional(),
  })
  .superRefine((client, context) => {
    const problem = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
    if (client.grants.includes('authorization_code') && client.redirect_uris.length === 0)
      problem('redirect_uris', 'needs at least one address, since the client may ask for authorization_code')
    if (client.grants.includes('authorization_code') && !client.scopes.includes('openid'))
      problem('scopes', 'must include openid, since the client may ask for authorization_code')
    if (client.grants.includes('client_credentials') && client.auth.method === 'none')
      problem('grants', 'client_credentials needs a client that can keep a secret or a key')
    if (client.auth.method === 'none' && client.pkce === 'optional')
      problem('pkce', 'must be required for a public client (RFC 9700 §2.1.1)')
    if (client.auth.method === 'none' && client.refresh?.rotate === false)
      problem('refresh', 'must rotate for a public client (RFC 9700 §4.14.2)')
    if (client.auth.method === 'none' && client.admin)
      problem('admin', 'needs a client that can keep a secret or a key')
    if (client.auth.method === 'none' && client.introspection === 'any')
      problem('introspection', 'must be own for a public client')
    const loopback = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])([:/?]|$)/i
    if (client.application_type === 'native')
      for (const uri of [...client.redirect_uris, ...client.post_logout_redirect_uris])
        if (/^https:/i.test(uri) ? loopback.test(uri) : /^http:/i.test(uri) && !loopback.test(uri))
          problem(
            'redirect_uris',
            'of an app are https, a scheme of its own, or http on a loopback address (RFC 8252 §7)',
          )
    // what is no address at all is told once, by its own rule
    const native = client.redirect_uris.filter(uri => URL.canParse(uri) && !/^https?:/i.test(uri))
    if (client.application_type === 'web' && native.length > 0)
      problem('redirect_uris', 'a scheme of an app needs application_type: native')
    // one that is no address at all has been told already
    if (native.some(uri => URL.canParse(uri) && !new URL(uri).protocol.includes('.')))
      problem('redirect_uris', 'a scheme of an app is a reversed domain name, such as com.example.app (RFC 8252 §7.1)')
  })

/** A client that somebody registers. */
export const clientObject = unreservedClient.refine(({ id }) => id !== consoleClientId, {
  path: ['id'],
  error: 'is the id of the operator console, which is built in',
})

export type ClientObject = z.output<typeof clientObject>
export type ClientObjectInput = z.input<typeof clientObject>

/** Refresh behaviour with the defaults of the two kinds of client (RFC 9700 §4.14.2). */
export const refreshPolicy = (client: ClientObject): { rotate: boolean; graceSeconds: number } =>
  client.refresh
    ? { rotate: client.refresh.rotate, graceSeconds: client.refresh.grace_seconds }
    : client.auth.method === 'none'
      ? { rotate: true, graceSeconds: 5 }
      : { rotate: false, graceSeconds: 0 }

/** Origins from which a browser may call for this client: those of its web redirect URIs and the registered ones. */
export const clientOrigins = (client: ClientObject): string[] => {
  const web = client.redirect_uris.filter(uri => /^https?:/i.test(uri)).map(uri => new URL(uri).origin)
  return [...new Set([...web, ...client.web_origins])]
}

/** @returns the origin of a web address; none of anything else */
export const originOf = (url: string | undefined): string[] =>
  url && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol) ? [new URL(url).origin] : []

/** A client's own origins: where `target_link_uri` may lead. */
export const originsOf = (
  client: Pick<ClientObject, 'redirect_uris' | 'start_url' | 'initiate_login_uri'>,
): ReadonlySet<string> =>
  new Set([...client.redirect_uris, client.start_url, client.initiate_login_uri].flatMap(originOf))
