import { newId, newToken } from '../platform/index.ts'
import { findClientCredentials, updateClientSecrets } from '../store/clients.ts'
import { recordAudit } from './audit.ts'
import type { House } from './house.ts'

/** A secret that nobody chose. */
export const newClientSecret = (house: Pick<House, 'random'>): string => newToken(house.random, 32)

/**
 * A new secret, which works at once. The one before it goes on until the next change, so that a portal can be moved over,
 * unless it leaked.
 */
export function rotateClientSecret(
  house: House,
  { clientId, isLeaked }: { readonly clientId: string; readonly isLeaked: boolean },
  by: { readonly actor: string; readonly reason?: string },
  at: Date,
): Promise<
  | { readonly kind: 'rotated'; readonly secret: string; readonly live: number }
  | { readonly kind: 'refused'; readonly problem: 'unknown' | 'no-secret' | 'changed-meanwhile' }
> {
  return house.db.transaction().execute(async tx => {
    const known = await findClientCredentials(tx, house.sealer, clientId)
    if (!known) return { kind: 'refused', problem: 'unknown' } as const
    if (!known.object.auth.method.startsWith('client_secret_'))
      return { kind: 'refused', problem: 'no-secret' } as const
    const secret = newClientSecret(house)
    const live = isLeaked ? [secret] : [secret, ...known.secrets.slice(0, 1)]
    if (!(await updateClientSecrets(tx, house.sealer, clientId, live, known.version, at)))
      return { kind: 'refused', problem: 'changed-meanwhile' } as const
    const { organization } = known.object
    await recordAudit(tx, house, {
      type: 'client.secret-rotated',
      outcome: 'success',
      actor: by.actor,
      clientId,
      ...(organization ? { organizationId: organization } : {}),
      correlationId: newId(),
      details: { live: live.length, ...(by.reason ? { reason: by.reason } : {}) },
    })
    return { kind: 'rotated', secret, live: live.length } as const
  })
}
