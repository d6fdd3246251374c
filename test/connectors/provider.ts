import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { base64url, exportJWK, exportSPKI, generateKeyPair, type JWTPayload, SignJWT } from 'jose'

export interface OddProvider {
  readonly issuer: string
  /** Right unless a test says otherwise; `claims` is over what is right. */
  say: {
    claims: JWTPayload
    without: readonly string[]
    token: 'signed' | 'none' | 'shared-public-key' | 'foreign-key' | 'changed'
    userinfo: Record<string, unknown>
    discovery: Record<string, unknown>
  }
  /** The nonce that the sign-in under way was begun with. */
  nonce: string
  close(): Promise<void>
}

/** An OpenID provider that says whatever a test wants: none of ours, and no library's. */
export async function startOddProvider(): Promise<OddProvider> {
  const keys = await generateKeyPair('RS256', { extractable: true })
  const foreign = await generateKeyPair('RS256')
  const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'one', alg: 'RS256', use: 'sig' }
  const server = createServer(async (request, response) => {
    const answer = (body: object): void => {
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify(body))
    }
    const { issuer } = provider
    switch (request.url) {
      case '/.well-known/openid-configuration':
        return answer({
          issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          userinfo_endpoint: `${issuer}/userinfo`,
          jwks_uri: `${issuer}/jwks`,
          response_types_supported: ['code'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'],
          ...provider.say.discovery,
        })
      case '/jwks':
        return answer({ keys: [jwk] })
      case '/token':
        return answer({ access_token: 'a', token_type: 'Bearer', id_token: await token() })
      default:
        return answer({ sub: 'member-1', ...provider.say.userinfo })
    }
  })
  await new Promise<void>(ready => server.listen(0, '127.0.0.1', ready))
  const provider: OddProvider = {
    issuer: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    say: right(),
    nonce: '',
    close: () =>
      new Promise(done => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
  async function token(): Promise<string> {
    const at = Math.floor(Date.now() / 1000)
    const all: JWTPayload = {
      iss: provider.issuer,
      aud: 'vestibule',
      sub: 'member-1',
      iat: at,
      exp: at + 300,
      auth_time: at,
      nonce: provider.nonce,
      ...provider.say.claims,
    }
    const claims = Object.fromEntries(Object.entries(all).filter(([name]) => !provider.say.without.includes(name)))
    const signed = (alg: string, key: Parameters<SignJWT['sign']>[0]) =>
      new SignJWT(claims).setProtectedHeader({ alg, kid: 'one' }).sign(key)
    switch (provider.say.token) {
      case 'none':
        return `${base64url.encode('{"alg":"none"}')}.${base64url.encode(JSON.stringify(claims))}.`
      case 'shared-public-key':
        return signed('HS256', new TextEncoder().encode(await exportSPKI(keys.publicKey)))
      case 'foreign-key':
        return signed('RS256', foreign.privateKey)
      case 'changed': {
        const [header, , signature] = (await signed('RS256', keys.privateKey)).split('.')
        return `${header}.${base64url.encode(JSON.stringify({ ...claims, sub: 'member-2' }))}.${signature}`
      }
      default:
        return signed('RS256', keys.privateKey)
    }
  }
  return provider
}

export const right = (): OddProvider['say'] => ({
  claims: {},
  without: [],
  token: 'signed',
  userinfo: {},
  discovery: {},
})
