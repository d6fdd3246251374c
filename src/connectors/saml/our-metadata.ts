import type { SamlInsurer } from '../../core/objects/insurer.ts'
import type { ConnectorContext } from '../contract.ts'
import { findOrMakeSamlKeys } from './keys.ts'
import { loadSaml } from './library.ts'
import { ourEnd, persistent } from './request.ts'

/**
 * What an insurer has to know of us. During a roll-over both certificates stand in it: the next one is known before it
 * signs, and requests that the last one signed are still on their way. What is encrypted is encrypted for the newer one;
 * all that are not retired open it.
 */
export async function serviceProviderMetadata(context: ConnectorContext, insurer: SamlInsurer): Promise<string> {
  const keys = await findOrMakeSamlKeys(context.house, context.now)
  const [active] = keys
  const next = keys.find(({ state }) => state === 'next')
  const { entityId, acs } = ourEnd(context, insurer)
  const { generateServiceProviderMetadata } = await loadSaml()
  return generateServiceProviderMetadata({
    issuer: entityId,
    callbackUrl: acs,
    privateKey: active.privateKey,
    publicCerts: keys.map(({ certificate }) => certificate),
    decryptionPvk: active.privateKey,
    decryptionCert: (next ?? active).certificate,
    identifierFormat: insurer.claims.subject === undefined ? persistent : null,
    wantAssertionsSigned: true,
    // the same document each time, so that an insurer that compares sees no change where there is none
    generateUniqueId: () => `_${active.id}`,
  })
}
