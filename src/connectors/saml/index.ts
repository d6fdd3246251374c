import { z } from 'zod'
import type { SamlInsurer } from '../../core/objects/insurer.ts'
import type { Connector, ConnectorContext, Finished } from '../contract.ts'
import { handleHash } from '../handle.ts'
import { invalid } from '../refusal.ts'
import { withUpstream } from '../upstream.ts'
import { identityOf, refuseReplay } from './identity.ts'
import { findOrMakeSamlKeys } from './keys.ts'
import { findIdentityProvider, usableCertificates } from './metadata.ts'
import { requestUrl } from './request.ts'
import { readResponse } from './response.ts'

const pendingShape = z.strictObject({
  handle: z.string(),
  requestId: z.string(),
  at: z.coerce.date(),
  isForced: z.boolean(),
})

const forced = { isForced: true } as const

/** Sign-in at a SAML 2.0 identity provider: begun here, by HTTP-Redirect; answered by HTTP-POST. */
export const samlConnector: Connector<SamlInsurer> = {
  protocol: 'saml',

  start: (context, insurer, options) =>
    withUpstream(context, insurer, async upstream => {
      upstream.admit()
      const { value: provider } = await findIdentityProvider(context, insurer, upstream, 'alive')
      usableCertificates(provider, context.now)
      const [key] = await findOrMakeSamlKeys(context.house, context.now)
      const { url, requestId } = await requestUrl(context, insurer, provider, key, options)
      const handle = handleHash(context, options.handle)
      const isForced = options.forceAuthentication === true
      return { kind: 'started' as const, url, pending: { handle, requestId, at: context.now.toISOString(), isForced } }
    }),

  finish: (context, insurer, pending, response) =>
    withUpstream(
      context,
      insurer,
      async (upstream): Promise<Finished> => {
        const { handle, requestId, at, isForced } = pendingShape.parse(pending)
        if (response.protocol !== 'saml') throw invalid('wrong-protocol')
        if (handleHash(context, response.relayState) !== handle) throw invalid('wrong-state')
        const { assertion, provider } = await readResponse(
          context,
          insurer,
          { requestId, askedAt: at, isForced, samlResponse: response.samlResponse },
          upstream,
        )
        const identified = identityOf(context, insurer, provider, assertion)
        await refuseReplay(context, provider, assertion)
        return { kind: 'identified', ...identified }
      },
      forced,
    ),

  refresh: (context: ConnectorContext, insurer, options) =>
    withUpstream(
      context,
      insurer,
      async upstream => {
        const { value, fetchedAt } = await findIdentityProvider(
          context,
          insurer,
          upstream,
          options?.isPreview ? 'preview' : 'fresh',
        )
        const certificates = value.certificates.map(({ fingerprint, notAfter }) => ({ fingerprint, notAfter }))
        const endpoints = [['single sign-on', value.signOn] as const]
        return { kind: 'metadata' as const, metadata: { issuer: value.entityId, endpoints, certificates, fetchedAt } }
      },
      forced,
    ),
}
