import type { SamlInsurer } from '../../core/objects/insurer.ts'
import type { SamlKey } from '../../store/saml-keys.ts'
import { type ConnectorContext, federationAddresses, type StartOptions } from '../contract.ts'
import { loadSaml } from './library.ts'
import type { IdentityProvider } from './metadata.ts'

export const persistent = 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent'
export const transient = 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient'

/** Who we are to an insurer: the address of our metadata is also our entity id. */
export const ourEnd = ({ house }: Pick<ConnectorContext, 'house'>, insurer: Pick<SamlInsurer, 'id'>) => {
  const { metadata, acs } = federationAddresses(house.settings.issuer, insurer.id)
  return { entityId: metadata, acs }
}

/** The address that asks an insurer to sign somebody in (HTTP-Redirect binding), and the id of that request. */
export async function requestUrl(
  context: ConnectorContext,
  insurer: SamlInsurer,
  provider: IdentityProvider,
  key: SamlKey,
  options: StartOptions,
): Promise<{ readonly url: string; readonly requestId: string }> {
  const requestId = `_${context.house.random.bytes(20).toString('hex')}`
  const { entityId, acs } = ourEnd(context, insurer)
  const isSigned = insurer.sign_requests || provider.wantsSignedRequests
  const knowsPersistent = provider.nameIdFormats.length === 0 || provider.nameIdFormats.includes(persistent)
  const { SAML } = await loadSaml()
  const saml = new SAML({
    // verifies nothing here
    idpCert: provider.certificates.map(({ pem }) => pem),
    issuer: entityId,
    callbackUrl: acs,
    entryPoint: provider.signOn,
    generateUniqueId: () => requestId,
    identifierFormat: insurer.claims.subject === undefined && knowsPersistent ? persistent : null,
    forceAuthn: options.forceAuthentication === true,
    ...(insurer.authn_context
      ? { authnContext: [...insurer.authn_context], racComparison: 'exact' as const }
      : { disableRequestedAuthnContext: true }),
    ...(isSigned ? { privateKey: key.privateKey, signatureAlgorithm: 'sha256' as const } : {}),
  })
  return { url: await saml.getAuthorizeUrlAsync(options.handle, undefined, {}), requestId }
}
