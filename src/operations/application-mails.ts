import { newToken } from '../platform/index.ts'
import { findApplicationForUpdate, updateApplicationLink } from '../store/applications.ts'
import { statusLink, writeToApplicant } from './applications.ts'
import { recordAudit } from './audit.ts'
import type { StaffAct } from './help-desk.ts'
import type { House } from './house.ts'

export type MailedAgain =
  | { readonly kind: 'sent'; readonly mail: 'received' | 'asked' | 'answered' }
  | { readonly kind: 'refused'; readonly problem: 'application-unknown' }

/**
 * The last mail to an applicant once more, because it was lost: that the application is here, what is asked, or that it is
 * answered, in the same words as before. A link in it is a new one; the first one goes on working.
 */
export const mailApplicantAgain = (house: House, id: string, act: StaffAct, at: Date): Promise<MailedAgain> =>
  house.db.transaction().execute(async tx => {
    const organizationId = act.organization
    const application = await findApplicationForUpdate(tx, house.sealer, { id, organizationId })
    if (!application) return { kind: 'refused', problem: 'application-unknown' } as const
    const { reference, state, question } = application
    const mail = state === 'answered' ? 'answered' : question ? 'asked' : 'received'
    if (mail === 'answered') await writeToApplicant(tx, house, application, { phase: mail, reference }, at)
    else {
      const token = newToken(house.random)
      await updateApplicationLink(tx, house.sealer, id, token)
      const link = statusLink(house, token, organizationId)
      await writeToApplicant(tx, house, application, { phase: mail, reference, link }, at)
    }
    await recordAudit(tx, house, {
      type: 'application.mailed-again',
      outcome: 'success',
      actor: act.actor,
      organizationId,
      correlationId: id,
      reference,
      details: { mail, operator: act.operator, reason: act.reason },
    })
    return { kind: 'sent', mail } as const
  })
