import { historyActor, historyKindOf } from '../core/history.ts'
import type { LocalText } from '../core/index.ts'
import { maskedNetwork } from '../core/networks.ts'
import { findHistory, findHistoryEvent, type HistoryEvent } from '../store/account-history.ts'
import type { Reader } from '../store/index.ts'
import { findInReach } from './help-desk.ts'
import type { House } from './house.ts'
import { deviceLabel } from './known-devices.ts'

/** One line of a person's history: what they may see of an event, and no more. */
export interface HistoryEntry {
  readonly id: string
  readonly at: Date
  /** id of the text that says what happened */
  readonly text: string
  readonly by: 'person' | 'staff' | 'service'
  readonly portal?: LocalText
  /** Browser and network of the person's own acts; never of staff. */
  readonly device?: string
  readonly network?: string
  /** "This wasn't me" may be said of it. */
  readonly mayDeny: boolean
}
export interface HistoryPage {
  readonly entries: readonly HistoryEntry[]
  /** The id to go on from, where there is more. */
  readonly older?: string
}

const pageLength = 20

/** One page of an account's history, newest first. @param before an entry's id; anything else is the beginning */
export async function readHistory(
  read: Reader,
  house: Pick<House, 'sealer'>,
  accountId: string,
  before: string | undefined,
): Promise<HistoryPage> {
  const from = isEventId(before) ? { before } : {}
  const events = await findHistory(read, house.sealer, accountId, { ...from, limit: pageLength + 1 })
  const entries = events.slice(0, pageLength).map(event => entryOf(event, accountId))
  const last = entries.at(-1)
  return { entries, ...(events.length > pageLength && last ? { older: last.id } : {}) }
}

/** What staff may see of it: what happened, when and by whom; neither devices nor networks. */
export interface StaffHistoryEntry extends Pick<HistoryEvent, 'id' | 'at' | 'type' | 'reference'> {
  readonly by: HistoryEntry['by']
  readonly portal?: LocalText
}

/** The same for the staff of one organisation, which is a wall. @returns undefined where the account is out of reach */
export async function readHistoryInReach(
  house: House,
  { accountId, organization }: { readonly accountId: string; readonly organization: string },
  page: { readonly before?: string; readonly limit: number },
  at: Date,
): Promise<readonly StaffHistoryEntry[] | undefined> {
  if (!(await findInReach(house, accountId, organization, at))) return undefined
  const events = await findHistory(house.db, house.sealer, accountId, { ...page, organization })
  return events.map(event => ({
    id: event.id,
    at: event.at,
    type: event.type,
    by: historyActor(event, accountId),
    ...(event.client ? { portal: event.client } : {}),
    ...(event.reference ? { reference: event.reference } : {}),
  }))
}

/** @returns undefined where this account's history has no such entry */
export async function readHistoryEntry(
  read: Reader,
  house: Pick<House, 'sealer'>,
  accountId: string,
  id: string,
): Promise<HistoryEntry | undefined> {
  const event = isEventId(id) ? await findHistoryEvent(read, house.sealer, accountId, id) : undefined
  return event && entryOf(event, accountId)
}

const isEventId = (id: string | undefined): id is string =>
  id !== undefined && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)

function entryOf(event: HistoryEvent, accountId: string): HistoryEntry {
  const { text, mayDeny } = historyKindOf(event.type)
  const by = historyActor(event, accountId)
  const { ip, device } = event.details
  const network = by === 'person' && typeof ip === 'string' ? maskedNetwork(ip) : ''
  return {
    id: event.id,
    at: event.at,
    text,
    by,
    mayDeny: mayDeny && by === 'person',
    ...(event.client ? { portal: event.client } : {}),
    ...(by === 'person' && typeof device === 'string' ? { device: deviceLabel(device) } : {}),
    ...(network ? { network } : {}),
  }
}
