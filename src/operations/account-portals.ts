import { deletePortalSessions, updatePortalArtifactsRevoked, wantsLogouts } from '../store/account-portals.ts'
import type { Transaction } from '../store/index.ts'
import { recordAudit } from './audit.ts'
import type { House } from './house.ts'
import { enqueueLogout } from './sessions.ts'

export interface PortalDisconnection {
  readonly accountId: string
  readonly clientId: string
  readonly organization: string
  readonly journey: {
    readonly flowId: string
    readonly reference: string
    readonly ip: string
    readonly device: string
  }
}

/**
 * The person takes a portal's leave: what it was granted, its refresh and opaque tokens end with this transaction, no
 * session knows it any more, and it is told. The sessions themselves live on.
 * @returns false where it had nothing: nothing was written
 */
export async function disconnectPortal(
  tx: Transaction,
  house: Pick<House, 'sealer'>,
  { accountId, clientId, organization, journey }: PortalDisconnection,
  at: Date,
): Promise<boolean> {
  const whose = { accountId, clientId }
  const sessions = await deletePortalSessions(tx, house.sealer, whose)
  const revoked = await updatePortalArtifactsRevoked(tx, whose, at)
  if (sessions.length === 0 && revoked === 0) return false
  if (await wantsLogouts(tx, clientId)) {
    for (const { sid } of sessions) await enqueueLogout(tx, house, { ...whose, ...(sid ? { sid } : {}) })
    // it knew the person without a session: told by its name for them alone
    if (sessions.length === 0) await enqueueLogout(tx, house, whose)
  }
  const { flowId, reference, ip, device } = journey
  await recordAudit(tx, house, {
    type: 'account.portal-disconnected',
    outcome: 'success',
    actor: accountId,
    accountId,
    clientId,
    organizationId: organization,
    correlationId: flowId,
    reference,
    details: { ip, device },
  })
  return true
}
