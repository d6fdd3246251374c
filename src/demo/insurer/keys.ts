import { exportJWK, generateKeyPair, type JWK } from 'jose'
import { selfSigned } from '../../connectors/index.ts'
import { addSeconds, days, newToken, now, systemRandom } from '../../platform/index.ts'

/** What a demo insurer signs with; made at every start, and whenever it is told to change its keys. */
export interface InsurerKeys {
  readonly oidc: JWK
  readonly saml: { readonly certificate: string; readonly privateKey: string }
}

/** @param hasEnded makes a certificate that ended yesterday */
export async function makeInsurerKeys({ hasEnded }: { readonly hasEnded: boolean }): Promise<InsurerKeys> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  const kid = newToken(systemRandom, 6)
  const end = addSeconds(now(), days(hasEnded ? -1 : 400))
  return {
    oidc: { ...(await exportJWK(privateKey)), kid, alg: 'ES256', use: 'sig' },
    saml: await selfSigned('insurer.example', addSeconds(end, -days(500)), end, 2048),
  }
}
