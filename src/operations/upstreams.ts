import { addSeconds, minutes, newId, newToken } from '../platform/index.ts'
import {
  createAccountUpstream,
  deleteAccountUpstream,
  findUpstreamAccount,
  identityIndex,
  type UpstreamName,
} from '../store/account-upstreams.ts'
import type { Transaction } from '../store/index.ts'
import {
  createUpstreamRequest,
  findUpstreamRequest,
  updateUpstreamResponse,
  updateUpstreamSpent,
} from '../store/upstream-requests.ts'
import { type AccountChange, afterAccountChange } from './account-changes.ts'
import { recordAudit } from './audit.ts'
import { noticeToEveryContact } from './contacts.ts'
import type { House } from './house.ts'

/** Somebody signing in at an insurer may have to look for a card or wait for a code. */
const requestLife = minutes(15)

/** `state` and RelayState: 256 bits. */
export const newHandle = (house: Pick<House, 'random'>): string => newToken(house.random, 32)
export const isHandle = (value: string): boolean => /^[\w-]{43}$/.test(value)

/** Keeps a try until the browser comes back; in the transaction of the step that lets it go. */
export const keepUpstreamRequest = (
  tx: Transaction,
  house: House,
  request: {
    readonly handle: string
    readonly insurer: string
    readonly flowId: string
    readonly pending: Readonly<Record<string, unknown>>
  },
  at: Date,
): Promise<void> =>
  createUpstreamRequest(tx, house.sealer, { id: newId(), ...request, expiresAt: addSeconds(at, requestLife) }, at)

export type TakenUpstream =
  | {
      readonly kind: 'taken'
      readonly flowId: string
      readonly pending: Readonly<Record<string, unknown>>
      readonly response?: { readonly samlResponse: string }
    }
  /** Nothing is told apart but for the audit; `flowId`: this browser's own journey, to go on with. */
  | {
      readonly kind: 'refused'
      readonly reason: 'missing' | 'unknown' | 'other-browser' | 'other-insurer' | 'spent' | 'expired'
      readonly flowId?: string
    }

/**
 * Takes what came back: the handle is spent by one guarded UPDATE before anything of the answer is read, for its own
 * insurer, in the browser that left.
 */
export async function takeUpstream(
  house: House,
  answer: { readonly handle: string | undefined; readonly insurer: string; readonly browser: string | undefined },
  at: Date,
): Promise<TakenUpstream> {
  const { handle, insurer, browser = '' } = answer
  if (!handle || !isHandle(handle)) return { kind: 'refused', reason: 'missing' }
  const spent = await updateUpstreamSpent(house.db, house.sealer, { handle, insurer, browser }, at)
  if (spent) return { kind: 'taken', ...spent }
  const known = await findUpstreamRequest(house.db, house.sealer, { handle, browser })
  if (!known) return { kind: 'refused', reason: 'unknown' }
  if (!known.isOwn) return { kind: 'refused', reason: 'other-browser' }
  const reason = known.insurer !== insurer ? 'other-insurer' : known.isSpent ? 'spent' : 'expired'
  return { kind: 'refused', reason, flowId: known.flowId }
}

/** A cross-site POST carries no cookie: it is kept until the browser comes for it by our own GET (SECURITY.md). */
export const keepUpstreamResponse = async (
  house: House,
  posted: { readonly handle: string; readonly insurer: string; readonly samlResponse: string },
  at: Date,
): Promise<boolean> => isHandle(posted.handle) && updateUpstreamResponse(house.db, house.sealer, posted, at)

/** An identity as the audit names it: a keyed hash, the same at every visit. */
export const auditedIdentity = ({ sealer }: Pick<House, 'sealer'>, name: UpstreamName): string =>
  identityIndex(sealer, name).toString('hex').slice(0, 16)

/** By which proof of the person an identity was tied to the account. */
export type LinkBasis = 'sign-in' | 'access-code' | 'member-id' | 'check-in' | 'registration' | 'account'
export interface UpstreamLink {
  readonly insurer: string
  readonly name: UpstreamName
  readonly basis: LinkBasis
}

/**
 * A new way in to a standing account: other sessions end, every contact is told. The unique index decides every race.
 * @returns false where the identity is another account's
 */
export async function linkUpstream(
  tx: Transaction,
  house: House,
  { link, ...change }: AccountChange & { readonly link: UpstreamLink },
  at: Date,
): Promise<boolean> {
  const { accountId } = change
  const created = await createAccountUpstream(tx, house.sealer, { id: newId(), accountId, ...link }, at)
  if (!created) return (await findUpstreamAccount(tx, house.sealer, link.name))?.accountId === accountId
  await noticeToEveryContact(tx, house, change, 'insurer-linked', at)
  const details = { insurer: link.insurer, identity: auditedIdentity(house, link.name), basis: link.basis }
  await afterAccountChange(tx, house, change, { type: 'account.insurer-linked', details }, at)
  return true
}

/** The same for an account that this very transaction made: its contacts are told of the whole of it. */
export async function linkUpstreamOfNew(
  tx: Transaction,
  house: House,
  {
    accountId,
    link,
    journey,
  }: Pick<AccountChange, 'accountId' | 'journey'> & {
    readonly link: UpstreamLink
  },
  at: Date,
): Promise<boolean> {
  if (!(await createAccountUpstream(tx, house.sealer, { id: newId(), accountId, ...link }, at))) return false
  await recordAudit(tx, house, {
    type: 'account.insurer-linked',
    outcome: 'success',
    actor: accountId,
    accountId,
    correlationId: journey.flowId,
    reference: journey.reference,
    details: {
      insurer: link.insurer,
      identity: auditedIdentity(house, link.name),
      basis: link.basis,
      ip: journey.ip,
      device: journey.device,
    },
  })
  return true
}

/** @returns false where it was gone already: what the person wanted is so, and nobody is told twice */
export async function unlinkUpstream(
  tx: Transaction,
  house: House,
  { id, insurer, ...change }: AccountChange & { readonly id: string; readonly insurer: string },
  at: Date,
): Promise<boolean> {
  if (!(await deleteAccountUpstream(tx, change.accountId, id))) return false
  await noticeToEveryContact(tx, house, change, 'insurer-unlinked', at)
  await afterAccountChange(tx, house, change, { type: 'account.insurer-unlinked', details: { insurer } }, at)
  return true
}
