/**
 * Connectors: ways to let people sign in with somebody else, behind one contract, in this explicit registry. A new
 * connector is one folder and one line here, and a migration where it owns a table. May not know a flow, a session or
 * an account. Invariant: an answer that cannot be verified whole is refused, and nothing of it is used.
 */
import type { InsurerObject } from '../core/objects/insurer.ts'
import type { Connector } from './contract.ts'
import { oidcConnector } from './oidc/index.ts'
import { samlConnector } from './saml/index.ts'

export * from './contract.ts'
export { findOrMakeSamlKeys, rotateSamlKeys, type SamlKeyStep, selfSigned, warnOfSamlKey } from './saml/keys.ts'
export { serviceProviderMetadata } from './saml/our-metadata.ts'

const connectors = { oidc: oidcConnector, saml: samlConnector } as const satisfies Record<
  InsurerObject['protocol'],
  unknown
>

/** The connector of an insurer's protocol. */
export const connectorOf = (protocol: InsurerObject['protocol']): Connector =>
  connectors[protocol] as unknown as Connector
