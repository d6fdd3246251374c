import type { House } from './house.ts'
import { type InvitationProblem, issueInvitation } from './invitations.ts'

export interface ImportInvitations {
  readonly invited: number
  /** Records that were left alone, by why. */
  readonly leftAlone: Readonly<Partial<Record<InvitationProblem, number>>>
}

/**
 * Invites the patients that an import took: once each, so that running a file twice writes to nobody twice. Each is a
 * transaction of its own; one that stopped halfway is gone on with by running it again.
 */
export function invitingImported(
  house: House,
  by: { readonly organization: string; readonly actor: string; readonly reason: string; readonly clientId?: string },
) {
  const { organization, actor, reason, clientId } = by
  let invited = 0
  const leftAlone: Partial<Record<InvitationProblem, number>> = {}
  return {
    async take(patientIds: readonly string[]): Promise<void> {
      for (const patientId of patientIds) {
        const result = await issueInvitation(house, {
          organization,
          patientId,
          origin: 'import',
          ...(clientId ? { clientId } : {}),
          onlyFirst: true,
          issuedBy: actor,
          reason,
        })
        if (result.kind === 'issued') invited += 1
        else leftAlone[result.problem] = (leftAlone[result.problem] ?? 0) + 1
      }
    },
    report: (): ImportInvitations => ({ invited, leftAlone }),
  }
}
