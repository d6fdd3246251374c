import type { ClientMetadata } from 'oidc-provider'
import { consoleClient } from '../../core/console/client.ts'
import type { House } from '../../operations/house.ts'
import { toProviderMetadata } from './clients.ts'

type ClientHouse = Pick<House, 'settings' | 'sealer'>

/** The console's secret: the same on every instance, kept nowhere, and worth nothing without the installation's keys. */
export const consoleSecret = ({ settings, sealer }: ClientHouse): string =>
  sealer.index('console.client-secret', settings.issuer).toString('base64url')

/** Clients that are built in: the library knows them without asking the database. */
export const ownClients = (house: ClientHouse): ClientMetadata[] =>
  house.settings.console.enabled
    ? [
        toProviderMetadata({
          object: consoleClient(house.settings.issuer),
          version: 1,
          secrets: [consoleSecret(house)],
        }) as ClientMetadata,
      ]
    : []
