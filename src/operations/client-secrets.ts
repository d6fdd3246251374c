import type { ClientObject } from '../core/objects/client.ts'
import { newId, newToken, now } from '../platform/index.ts'
import { lockConfiguration } from '../store/configuration.ts'
import { recordAudit } from './audit.ts'
import { clientKind } from './clients.ts'
import type { House } from './house.ts'

/** 256 bits: nobody guesses it, so it needs no slow hash. */
export const newClientSecret = (house: Pick<House, 'random'>): string => newToken(house.random, 32)

export type RotatedSecret =
  | { readonly kind: 'rotated'; readonly secret: string }
  | { readonly kind: 'refused'; readonly problem: 'unknown' | 'no-secret' }

/**
 * Gives a client a new secret. The one before works on until the next rotation, so that the portal can change at its own
 * time; `now: true` ends it at once, for one that has leaked. Who keeps the object stays the same: where a file names the
 * secret, the next plan shows the difference as drift.
 */
export async function rotateClientSecret(
  house: House,
  id: string,
  options: { readonly now: boolean; readonly actor: string },
): Promise<RotatedSecret> {
  return house.db.transaction().execute(async (tx): Promise<RotatedSecret> => {
    await lockConfiguration(tx)
    const stored = await clientKind.find(tx, house, id)
    if (!stored) return { kind: 'refused', problem: 'unknown' }
    const { auth } = stored.object
    if (!auth.method.startsWith('client_secret')) return { kind: 'refused', problem: 'no-secret' }
    const secret = newClientSecret(house)
    const before = 'secrets' in auth ? (auth.secrets ?? []) : []
    const secrets = options.now ? [secret] : [secret, ...before.slice(0, 1)]
    const object = { ...stored.object, auth: { ...auth, secrets } } as ClientObject
    const write = { managedBy: stored.managedBy, at: now() }
    // the lock keeps other writers of objects out
    if (!(await clientKind.update(tx, house, object, stored.version, write)))
      throw new Error('a client changed under the lock')
    await recordAudit(tx, house, {
      type: 'client.secret-rotated',
      outcome: 'success',
      actor: options.actor,
      ...clientKind.subject(object),
      correlationId: newId(),
      details: { live: secrets.length },
    })
    return { kind: 'rotated', secret }
  })
}
