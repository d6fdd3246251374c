import { workingDaysAfter } from '../core/dates.ts'
import { addSeconds, days, newId, newToken } from '../platform/index.ts'
import {
  type Application,
  createApplication,
  findApplicationStatus,
  findOpenApplicationForUpdate,
  updateApplicationReplied,
} from '../store/applications.ts'
import type { ApplicationDetails, Transaction } from '../store/index.ts'
import { findOrganization } from '../store/organizations.ts'
import { recordAudit } from './audit.ts'
import type { House } from './house.ts'

/** What staff may ask, in fixed words (`apply.question.<id>`); none says whether anybody is on record. */
export const applicationQuestions = ['other-name', 'other-contact', 'last-visit', 'entitlement'] as const
export type ApplicationQuestion = (typeof applicationQuestions)[number]

/** After so many working days staff are warned (DOMAIN "Application"). */
const dueWorkingDays = 5
/** A mail that could not be delivered by then is not worth a surprise. */
const deliveryDays = 3

interface Journey {
  readonly flowId: string
  readonly reference: string
  readonly clientId?: string
  readonly ip: string
  readonly device: string
}

/**
 * Puts an application into the queue of its organization and mails the status link. Nobody is looked up, so nothing that
 * the applicant sees can depend on the registry.
 */
export async function submitApplication(
  tx: Transaction,
  house: House,
  submitted: {
    readonly organization: string
    readonly details: Omit<ApplicationDetails, 'answers'>
    readonly journey: Journey
  },
  at: Date,
): Promise<void> {
  const { organization: organizationId, details, journey } = submitted
  const organization = await findOrganization(tx, organizationId)
  if (!organization) throw new Error('an application belongs to an organization')
  const [id, token, { reference }] = [newId(), newToken(house.random), journey]
  await createApplication(
    tx,
    house.sealer,
    {
      id,
      organizationId,
      reference,
      details: { ...details, answers: [] },
      dueAt: workingDaysAfter(at, dueWorkingDays, organization.timeZone),
      token,
    },
    at,
  )
  const link = statusLink(house, token, organizationId)
  await writeToApplicant(tx, house, { organizationId, details }, { phase: 'received', reference, link }, at)
  await recordAudit(tx, house, {
    type: 'application.submitted',
    outcome: 'success',
    organizationId,
    ...(journey.clientId ? { clientId: journey.clientId } : {}),
    correlationId: journey.flowId,
    reference,
    details: {
      application: id,
      as: details.representative?.relationship ?? 'self',
      ip: journey.ip,
      device: journey.device,
    },
  })
}

export const statusLink = (house: Pick<House, 'settings'>, token: string, organizationId: string): string =>
  `${house.settings.issuer}/application/${token}?organization=${encodeURIComponent(organizationId)}`

type Written =
  | { readonly phase: 'received' | 'asked'; readonly reference: string; readonly link: string }
  | { readonly phase: 'answered'; readonly reference: string }

/** A mail to the address that the applicant proved. */
export async function writeToApplicant(
  tx: Transaction,
  house: House,
  {
    organizationId,
    details,
  }: Pick<Application, 'organizationId'> & { details: Pick<ApplicationDetails, 'email' | 'language'> },
  written: Written,
  at: Date,
): Promise<void> {
  await house.delivery.enqueue(tx, {
    channel: 'email',
    to: details.email,
    language: details.language,
    organization: organizationId,
    message: { template: 'application', ...written },
    expiresAt: addSeconds(at, days(deliveryDays)),
  })
}

/** The applicant's answer to what staff asked; taken once. @returns false where no such question is open */
export async function answerQuestion(
  tx: Transaction,
  house: House,
  given: { readonly token: string; readonly question: string; readonly answer: string; readonly journey: Journey },
): Promise<boolean> {
  const { token, question, answer, journey } = given
  const status = await findApplicationStatus(tx, house.sealer, token)
  const application = status && (await findOpenApplicationForUpdate(tx, house.sealer, status))
  if (!application) return false
  const { id, organizationId, reference } = application
  const details = { ...application.details, answers: [...application.details.answers, { question, answer }] }
  if (!(await updateApplicationReplied(tx, house.sealer, { id, details, question }))) return false
  await recordAudit(tx, house, {
    type: 'application.replied',
    outcome: 'success',
    organizationId,
    correlationId: journey.flowId,
    reference,
    details: { application: id, question, ip: journey.ip, device: journey.device },
  })
  return true
}
