import type { Middleware } from 'koa'
import Provider, { type Client, type JWK, type KoaContextWithOIDC } from 'oidc-provider'
import { enqueueLogout } from '../operations/sessions.ts'
import { findClientCredentials } from '../store/clients.ts'
import { findSigningKeysVersion, findSigningSecrets } from '../store/signing-keys.ts'
import { isLiveSecret } from './configuration/clients.ts'
import { type ConfigurationParts, configuration } from './configuration/configuration.ts'
import { speakAsIssuer } from './host.ts'
import { uniqueBy } from './storage/adapter.ts'

export interface BuiltProvider {
  readonly provider: Provider
  /** The protocol endpoints. */
  readonly handle: Middleware
  /** The library's own delivery, for the worker; its prototype's one writes into the outbox instead. */
  deliver(client: Client, accountId: string, sid: string): Promise<void>
  /** States of the signing keys that it was built with. */
  readonly keysVersion: string
}
export type ProviderParts = Omit<ConfigurationParts, 'keys'> & {
  onFault(ctx: KoaContextWithOIDC, error: Error): void
}

/** The library with everything replaced that must be: built anew when key states change, since it reads keys once. */
export async function buildProvider(parts: ProviderParts): Promise<BuiltProvider> {
  const { house, storage } = parts
  const { db, sealer, settings, log } = house
  const keysVersion = await findSigningKeysVersion(db)
  const keys = [...(await findSigningSecrets(db, sealer))] as JWK[]
  const provider = new Provider(settings.issuer, configuration({ ...parts, keys }))
  speakAsIssuer(provider, settings)

  const client = provider.Client.prototype as Client
  const original = client.backchannelLogout as (this: Client, accountId: string, sid: string) => Promise<unknown>
  Object.assign(client, {
    // one attempt of 2.5 s inside the person's sign-out, and never to a private address: the outbox does it instead
    async backchannelLogout(this: Client, accountId: string, sid: string) {
      await storage.atomically(tx => enqueueLogout(tx, house, { clientId: this.clientId, accountId, sid }))
    },
    async compareClientSecret(this: Client, actual: string) {
      if (isLiveSecret(this.live_secrets as readonly string[], actual)) return true
      // what is known of a client may be a second old, and a secret that was just made works at once
      const fresh = await storage.read(read => findClientCredentials(read, sealer, this.clientId))
      return fresh !== undefined && isLiveSecret(fresh.secrets, actual)
    },
  })
  Object.assign(provider.ReplayDetection, { unique: uniqueBy(house, storage) })

  provider.on('server_error', parts.onFault)
  const refused = (ctx: KoaContextWithOIDC, error: { error?: string }) =>
    log.info('oidc.refused', {
      route: ctx.oidc.route,
      reason: String(error.error),
      ...(ctx.oidc.client && { client: ctx.oidc.client.clientId }),
    })
  provider.on('authorization.error', refused)
  provider.on('grant.error', refused)
  provider.on('pushed_authorization_request.error', refused)

  const [handle] = provider.middleware as unknown as [Middleware]
  return {
    provider,
    handle,
    deliver: async (target, accountId, sid) => {
      await original.call(target, accountId, sid)
    },
    keysVersion,
  }
}
