import { text } from '../texts.ts'
import type { QuickStart, QuickStartValues } from './contract.ts'
import { js, valuesOf } from './values.ts'

/** How `openid-client` finds the provider and proves who the client is. */
function discovery(given: QuickStartValues): string {
  const { issuer, id, method, isInsecure } = valuesOf(given)
  const proof = {
    client_secret_basic: 'client.ClientSecretBasic(process.env.CLIENT_SECRET)',
    client_secret_post: 'client.ClientSecretPost(process.env.CLIENT_SECRET)',
    // the private part of the key that the client was registered with
    private_key_jwt: 'client.PrivateKeyJwt(await privateKey())',
    none: 'client.None()',
  }[method]
  const insecure = isInsecure ? ', { execute: [client.allowInsecureRequests] }' : ''
  return `const config = await client.discovery(new URL(${js(issuer)}), ${js(id)}, undefined, ${proof}${insecure})`
}

export function openidClient(given: QuickStartValues): QuickStart {
  const { redirect, scope, back } = valuesOf(given)
  const code = `import * as client from 'openid-client'

${discovery(given)}

// to sign in: keep what it answers in the session, and send the person to the address
export async function beginSignIn() {
  const verifier = client.randomPKCECodeVerifier()
  const state = client.randomState()
  const address = client.buildAuthorizationUrl(config, {
    redirect_uri: ${js(redirect)},
    scope: ${js(scope)},
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
  })
  return { address, verifier, state }
}

// at the redirect URI: the whole address that the person came back to
export const finishSignIn = (currentUrl, { verifier, state }) =>
  client.authorizationCodeGrant(config, currentUrl, { pkceCodeVerifier: verifier, expectedState: state })

// who it was: finishSignIn(…).claims() says { sub, acr, amr, … }, this the rest
export const details = tokens => client.fetchUserInfo(config, tokens.access_token, tokens.claims().sub)

// to sign out everywhere: send the person here
export const signOut = tokens =>
  client.buildEndSessionUrl(config, {
    id_token_hint: tokens.id_token,${back ? `\n    post_logout_redirect_uri: ${js(back)},` : ''}
  })
`
  return {
    title: 'openid-client 6',
    install: 'npm install openid-client',
    files: [{ name: 'sign-in.mjs', code }],
    notes: [],
  }
}

export function passportStrategy(given: QuickStartValues): QuickStart {
  const { redirect, scope, path } = valuesOf(given)
  const code = `import * as client from 'openid-client'
import { Strategy } from 'openid-client/passport'
import passport from 'passport'

${discovery(given)}

passport.use(
  'vestibule',
  new Strategy({ config, scope: ${js(scope)}, callbackURL: ${js(redirect)} }, (tokens, verified) =>
    verified(null, tokens.claims()),
  ),
)

// after express-session and passport.session()
app.get('/login', passport.authenticate('vestibule'))
app.get(${js(path)}, passport.authenticate('vestibule', { successRedirect: '/', failureRedirect: '/login' }))
`
  const install = 'npm install openid-client passport express-session'
  return { title: 'openid-client 6 for Passport', install, files: [{ name: 'passport.mjs', code }], notes: [] }
}

export function authJs(given: QuickStartValues): QuickStart {
  const { issuer, id, redirect, origin, scope, method, path } = valuesOf(given)
  // Auth.js makes the address of the provider's id
  const [, name] = /\/callback\/([\w-]+)$/.exec(path) ?? []
  const code = `import NextAuth from 'next-auth'

export const { handlers, auth, signIn, signOut } = NextAuth({
  providers: [
    {
      id: ${js(name ?? 'vestibule')},
      name: ${js(given.client.name.en)},
      type: 'oidc',
      issuer: ${js(issuer)},
      clientId: ${js(id)},
      clientSecret: process.env.CLIENT_SECRET,
      client: { token_endpoint_auth_method: ${js(method)} },
      authorization: { params: { scope: ${js(scope)} } },
      checks: ['pkce', 'state', 'nonce'],
    },
  ],
})
`
  const wanted = `${origin}/api/auth/callback/vestibule`
  const notes = name ? [] : [text('console.quick.register-redirect', { wanted, registered: redirect })]
  return {
    title: 'Auth.js (NextAuth 5)',
    install: 'npm install next-auth@beta',
    files: [{ name: 'auth.js', code }],
    notes,
  }
}

export function expressOpenidConnect(given: QuickStartValues): QuickStart {
  const { issuer, id, origin, path, scope, method } = valuesOf(given)
  const code = `import express from 'express'
import { auth, requiresAuth } from 'express-openid-connect'

const app = express()
app.use(
  auth({
    issuerBaseURL: ${js(issuer)},
    baseURL: ${js(origin)},
    clientID: ${js(id)},
    clientSecret: process.env.CLIENT_SECRET,
    clientAuthMethod: ${js(method)},
    // for the library's own cookie: any long random value
    secret: process.env.SESSION_SECRET,
    idTokenSigningAlg: ${js(given.client.id_token_algorithm)},
    authRequired: false,
    idpLogout: true,
    routes: { callback: ${js(path)} },
    authorizationParams: { response_type: 'code', scope: ${js(scope)} },
  }),
)
app.get('/me', requiresAuth(), async (req, res) => res.json(await req.oidc.fetchUserInfo()))
app.listen(3000)
`
  const install = 'npm install express express-openid-connect'
  return { title: 'express-openid-connect', install, files: [{ name: 'server.mjs', code }], notes: [] }
}

export function passportOpenidconnect(given: QuickStartValues): QuickStart {
  const { issuer, id, redirect, scopes } = valuesOf(given)
  const { client } = given
  const others = scopes.filter(scope => scope !== 'openid').map(js)
  const code = `import passport from 'passport'
import OpenIDConnectStrategy from 'passport-openidconnect'

passport.use(
  'vestibule',
  new OpenIDConnectStrategy(
    {
      issuer: ${js(issuer)},
      authorizationURL: ${js(`${issuer}/authorize`)},
      tokenURL: ${js(`${issuer}/token`)},
      userInfoURL: ${js(`${issuer}/userinfo`)},
      clientID: ${js(id)},
      clientSecret: process.env.CLIENT_SECRET,
      callbackURL: ${js(redirect)},
      scope: [${others.join(', ')}],
    },
    (issuer, profile, done) => done(null, profile),
  ),
)
`
  return {
    title: 'passport-openidconnect',
    install: 'npm install passport passport-openidconnect',
    files: [{ name: 'passport.mjs', code }],
    notes: [
      ...(client.pkce === 'required' ? [text('console.quick.needs-pkce-optional')] : []),
      ...(client.id_token_claims === 'minimal' ? [text('console.quick.needs-full-claims')] : []),
    ],
  }
}

export function oidcClientTs(given: QuickStartValues): QuickStart {
  const { issuer, id, redirect, back, scope, scopes } = valuesOf(given)
  const code = `import { UserManager } from 'oidc-client-ts'

const users = new UserManager({
  authority: ${js(issuer)},
  client_id: ${js(id)},
  redirect_uri: ${js(redirect)},${back ? `\n  post_logout_redirect_uri: ${js(back)},` : ''}
  scope: ${js(scope)},
  automaticSilentRenew: ${scopes.includes('offline_access')},
})

// to sign in
export const signIn = () => users.signinRedirect()
// on the page at the redirect URI
export const finishSignIn = () => users.signinRedirectCallback()
// who it is, wherever
export const user = () => users.getUser()
export const signOut = () => users.signoutRedirect()
`
  const notes = scopes.includes('offline_access') ? [] : [text('console.quick.no-renewal')]
  return {
    title: 'oidc-client-ts',
    install: 'npm install oidc-client-ts',
    files: [{ name: 'sign-in.js', code }],
    notes,
  }
}
