import { consoleClient, consoleClientId } from '../core/console/client.ts'
import { type ClientObject, originOf, originsOf } from '../core/objects/client.ts'
import type { House } from '../operations/house.ts'
import { findClient } from '../store/clients.ts'
import type { Portal } from './hosted.ts'

/** A client as a place to go to; `undefined` where it is unknown or has no page of its own. */
export async function findPortal(
  { db, settings }: Pick<House, 'db' | 'settings'>,
  clientId: string | undefined,
): Promise<Portal | undefined> {
  if (!clientId) return undefined
  const isConsole = clientId === consoleClientId && settings.console.enabled
  const client = isConsole ? consoleClient(settings.issuer) : (await findClient(db, clientId))?.object
  if (!client) return undefined
  const url = client.initiate_login_uri ?? client.start_url ?? firstOrigin(client)
  if (!url) return undefined
  const origins = originsOf(client)
  return {
    id: client.id,
    name: client.name,
    firstParty: client.first_party,
    ...(client.organization ? { organization: client.organization } : {}),
    url,
    initiates: client.initiate_login_uri !== undefined,
    ownsOrigin: target => originOf(target).some(origin => origins.has(origin)),
  }
}

const firstOrigin = (client: ClientObject): string | undefined => client.redirect_uris.flatMap(originOf)[0]
