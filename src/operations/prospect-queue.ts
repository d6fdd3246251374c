import { maskEmail } from '../core/contacts.ts'
import { maskPhone } from '../core/phones.ts'
import { now } from '../platform/index.ts'
import { findOpenProspects, findProspect, findUndoableProspects, type Prospect } from '../store/prospects.ts'
import { pairsOf, raiseDuplicates } from './duplicate-records.ts'
import type { StaffAct } from './help-desk.ts'
import type { House } from './house.ts'
import { type MatchedCandidate, matchPerson } from './matching.ts'
import { auditProspect } from './prospect-proofs.ts'
import { pageOf, type Queued, type QueuePage } from './queue-pages.ts'

/** Somebody of the queue, with what a clerk needs to decide. */
export interface ProspectView extends Prospect {
  /** the phone and the email that they proved, masked */
  readonly reachedAt: readonly string[]
  /** Looked up now, best first: the registry may have changed since they registered. Nobody's where it is decided. */
  readonly candidates: readonly MatchedCandidate[]
}

/** Its first page. */
export const listProspects = async (house: House, act: StaffAct): Promise<readonly ProspectView[]> =>
  (await readProspectQueue(house, act)).items

/** The queue of an organisation, oldest first. Audited: it tells who may be on record. */
export async function readProspectQueue(
  house: House,
  act: StaffAct,
  page: QueuePage = { limit: 50 },
): Promise<Queued<ProspectView>> {
  const which = { ...page, organizationId: act.organization, limit: page.limit + 1 }
  const { items: open, isMore } = pageOf(await findOpenProspects(house.db, house.sealer, which), page)
  const views: ProspectView[] = []
  for (const prospect of open) views.push(await withCandidates(house, prospect, act))
  await auditProspect(house.db, house, 'listed', act, { count: views.length })
  return { items: views, isMore }
}

/** What was decided lately and can still be taken back, the latest first. Audited as the queue is. */
export async function readDecidedProspects(
  house: House,
  act: StaffAct,
  at: Date,
  page: QueuePage,
): Promise<Queued<ProspectView>> {
  const which = { ...page, organizationId: act.organization, limit: page.limit + 1 }
  const { items, isMore } = pageOf(await findUndoableProspects(house.db, house.sealer, which, at), page)
  await auditProspect(house.db, house, 'listed', act, { count: items.length })
  return { items: items.map(prospect => ({ ...prospect, ...reachOf(prospect), candidates: [] })), isMore }
}

/** One of them, whatever became of it. @returns undefined where this organisation has no such one */
export async function readProspect(house: House, id: string, act: StaffAct): Promise<ProspectView | undefined> {
  const prospect = await findProspect(house.db, house.sealer, { id, organizationId: act.organization })
  if (!prospect) return undefined
  await auditProspect(house.db, house, 'listed', act, { count: 1, prospectId: id })
  return prospect.state === 'open'
    ? withCandidates(house, prospect, act)
    : { ...prospect, ...reachOf(prospect), candidates: [] }
}

async function withCandidates(house: House, prospect: Prospect, { organization }: StaffAct): Promise<ProspectView> {
  const { given, family, sex, birth_date, postal_code } = prospect.details
  const found = await matchPerson(house, {
    organization,
    person: { given, family, sex, birthDate: birth_date, ...(postal_code ? { postalCode: postal_code } : {}) },
    verified: contactsOf(prospect),
    accountId: prospect.accountId,
  })
  if (found) await raiseDuplicates(house.db, house, { organization, pairs: pairsOf(found) }, now())
  return { ...prospect, ...reachOf(prospect), candidates: found?.candidates ?? [] }
}

const contactsOf = ({ details: { phone, email } }: Prospect) => [
  { kind: 'phone', value: phone } as const,
  ...(email ? [{ kind: 'email', value: email } as const] : []),
]

const reachOf = (prospect: Prospect): Pick<ProspectView, 'reachedAt'> => ({
  reachedAt: contactsOf(prospect).map(({ kind, value }) =>
    kind === 'phone' ? `••${maskPhone(value)}` : maskEmail(value),
  ),
})
