import { timingSafeEqual } from 'node:crypto'
import { maskUsername, normalizeEmail } from '../core/contacts.ts'
import { networkOf } from '../core/networks.ts'
import { addSeconds, days, hours, minutes, newDigits, newId, newToken } from '../platform/index.ts'
import { type AccountContact, findAccountContacts, isSettled } from '../store/account-contacts.ts'
import { type Account, findAccount, findAccountsByName } from '../store/accounts.ts'
import type { Transaction } from '../store/index.ts'
import { createJob } from '../store/jobs.ts'
import {
  chargeRecoveryCodes,
  createRecoveryAsk,
  createRecoveryLink,
  type NewRecoveryLink,
  type RecoveryAsk,
  type RecoveryEnds,
  type RecoveryLink,
  updateRecoveryAskAnswered,
  updateRecoveryCodesSuperseded,
} from '../store/recovery-links.ts'
import { recordAudit } from './audit.ts'
import type { House } from './house.ts'
import { judgedAt } from './recovery-trust.ts'
import { maySend } from './sending.ts'

/** Name of the job that answers one ask; its payload is `{ id }`. */
export const recoveryJob = 'recovery'
/** Whom wrong second proofs are counted on: apart, so that nobody's guesses at sign-in stop a recovery. */
export const recoveryTries = (accountId: string): string => `recover:account:${accountId}`
/** An answer that comes later than this is worth nothing to the one who waits. */
const askLife = minutes(10)

/**
 * Takes what somebody typed who cannot sign in. It looks nobody up: whom it means is found by a job, so that this costs
 * the same for everybody (SECURITY rule 1).
 * @param isMuted too many asks: the same is written, and nobody answers
 */
export async function askForRecovery(
  tx: Transaction,
  house: Pick<House, 'sealer'>,
  ask: RecoveryAsk & { readonly flowId: string; readonly isMuted?: boolean },
  at: Date,
): Promise<void> {
  const id = newId()
  const { isMuted = false, ...asked } = ask
  await createRecoveryAsk(tx, house.sealer, { ...asked, id, isMuted, expiresAt: addSeconds(at, askLife) }, at)
  await createJob(tx, { name: recoveryJob, payload: { id }, runAt: at })
}

/** Finds whom an ask means and writes to each: a link an account, or that there is none. For the worker. */
export async function answerRecoveryAsk(house: House, { id }: { readonly id: string }, at: Date): Promise<void> {
  await house.db.transaction().execute(async tx => {
    const ask = await updateRecoveryAskAnswered(tx, house.sealer, id, at)
    if (!ask) return
    const email = normalizeEmail(ask.typed)
    const accounts = await findAccountsByName(tx, house.sealer, ask.typed)
    if (accounts.length === 0) {
      if (email) await tellNobodyIsHere(tx, house, ask, email, at)
      return
    }
    await updateRecoveryCodesSuperseded(tx, ask.flowId, at)
    for (const accountId of accounts) await sendLink(tx, house, ask, accountId, email, at)
  })
}

/** The mailbox that another system knew counts until the account's first sign-in here is finished: a link proves it. */
const isReachable = (contact: Pick<AccountContact, 'kind' | 'verifiedAt'>, { isUpgradeDue }: Account): boolean =>
  contact.verifiedAt !== undefined || (isUpgradeDue && contact.kind === 'email')

async function sendLink(
  tx: Transaction,
  house: House,
  ask: RecoveryAsk & { readonly flowId: string },
  accountId: string,
  typedEmail: string | undefined,
  at: Date,
): Promise<void> {
  const account = await findAccount(tx, house.sealer, accountId)
  if (!account) return
  const contacts = (await findAccountContacts(tx, house.sealer, accountId)).filter(
    // one that was just added may be a thief's (docs/decisions/account-changes.md)
    contact => isReachable(contact, account) && isSettled(contact, judgedAt(account, at)),
  )
  const mails = contacts.filter(contact => contact.kind === 'email')
  const to =
    mails.find(contact => contact.value === typedEmail) ??
    mails[0] ??
    contacts.find(contact => contact.kind === 'phone')
  if (!to) return
  if (!(await maySendLink(tx, house, ask, accountId, to))) return
  await createAndSendLink(tx, house, { account, to, flowId: ask.flowId, ends: ask.ends }, at)
  await recordAudit(tx, house, {
    type: 'recovery.link-sent',
    outcome: 'success',
    actor: 'system:recovery',
    accountId,
    organizationId: ask.ends.organization,
    correlationId: ask.flowId,
    details: { channel: to.kind, ip: ask.ip },
  })
}

/** Makes a link with its code and puts both into one message. @returns the link's id */
export async function createAndSendLink(
  tx: Transaction,
  house: House,
  {
    account,
    to,
    flowId,
    ends,
    staffOrganization,
  }: {
    readonly account: Account
    readonly to: { readonly kind: 'phone' | 'email'; readonly value: string }
    readonly flowId: string
    readonly ends: RecoveryEnds
    /** whose help desk began it, for a caller whom it knows */
    readonly staffOrganization?: string
  },
  at: Date,
): Promise<string> {
  const { recovery, codes, issuer } = house.settings
  const [id, token, code] = [newId(), newToken(house.random), newDigits(house.random)]
  const expiresAt = addSeconds(at, minutes(recovery.link_minutes))
  await createRecoveryLink(
    tx,
    house.sealer,
    {
      id,
      accountId: account.id,
      flowId,
      token,
      codeHash: codeHash(house, flowId, id, code),
      maxAttempts: codes.tries,
      codeExpiresAt: addSeconds(at, codes.ttl_seconds),
      contact: { kind: to.kind, value: to.value },
      ends,
      origin: staffOrganization ? 'caller' : 'message',
      ...(staffOrganization ? { staffOrganization } : {}),
      expiresAt,
    },
    at,
  )
  await house.delivery.enqueue(tx, {
    channel: to.kind === 'phone' ? 'sms' : 'email',
    to: to.value,
    language: account.language,
    organization: ends.organization,
    accountId: account.id,
    message: {
      template: 'recovery',
      username: maskUsername(account.username),
      link: linkTo(issuer, `/recover/${token}`, ends.organization),
      minutes: recovery.link_minutes,
      code,
      codeMinutes: Math.round(codes.ttl_seconds / 60),
    },
    expiresAt,
  })
  return id
}

/** Where a journey ends, of all that was asked: for a link that goes on with it elsewhere. */
export const recoveryEnds = ({
  organization,
  organizationGiven,
  client,
  targetLinkUri,
}: RecoveryEnds): RecoveryEnds => ({
  organization,
  ...(organizationGiven ? { organizationGiven } : {}),
  ...(client ? { client } : {}),
  ...(targetLinkUri ? { targetLinkUri } : {}),
})

/** No message went out: whoever holds this was there, or proved something else. */
export const noContact = { kind: 'email', value: '' } as const

/**
 * A recovery that somebody begins with a recovery code, in the journey where they typed it: nothing is sent.
 * @param begun `id` decides who may finish
 */
export async function beginRecoveryByCode(
  tx: Transaction,
  house: House,
  begun: { readonly id: string; readonly accountId: string; readonly flowId: string; readonly ends: RecoveryEnds },
  at: Date,
): Promise<void> {
  await createLinkWithoutMessage(tx, house, { ...begun, origin: 'recovery-code', isOpened: true }, at)
}

/**
 * A link for somebody whose password was right and who lost the second factor: it leads on in their own browser and is
 * sent to nobody.
 * @returns the path that it leads to, and its write
 */
export function prepareRecoveryByPassword(
  house: House,
  begun: { readonly accountId: string; readonly flowId: string; readonly ends: RecoveryEnds },
  at: Date,
): { readonly path: string; write(tx: Transaction): Promise<void> } {
  const token = newToken(house.random)
  return {
    path: linkTo(house.settings.issuer, `/recover/${token}`, begun.ends.organization),
    async write(tx) {
      await createLinkWithoutMessage(tx, house, { ...begun, id: newId(), token, origin: 'password' }, at)
    },
  }
}

/**
 * A link for somebody whose identity staff checked in person: it is handed over on paper, and asks for no second proof.
 * @returns where it leads, and until when
 */
export async function createLinkInPerson(
  tx: Transaction,
  house: House,
  { accountId, organization }: { readonly accountId: string; readonly organization: string },
  at: Date,
): Promise<{ readonly link: string; readonly expiresAt: Date }> {
  const token = newToken(house.random)
  const ends = { organization, organizationGiven: true }
  const handed = { id: newId(), token, accountId, flowId: newId(), ends, staffOrganization: organization }
  const expiresAt = await createLinkWithoutMessage(tx, house, { ...handed, origin: 'in-person' }, at)
  return { link: linkTo(house.settings.issuer, `/recover/${token}`, organization), expiresAt }
}

async function createLinkWithoutMessage(
  tx: Transaction,
  house: House,
  link: Pick<NewRecoveryLink, 'id' | 'accountId' | 'flowId' | 'ends' | 'origin' | 'staffOrganization' | 'isOpened'> & {
    readonly token?: string
  },
  at: Date,
): Promise<Date> {
  const { token = newToken(house.random) } = link
  // however long links by mail live: nobody carries this one about
  const expiresAt = addSeconds(at, minutes(30))
  const noCode = { codeHash: codeHash(house, link.flowId, link.id, token), maxAttempts: 0, codeExpiresAt: at }
  await createRecoveryLink(tx, house.sealer, { ...link, ...noCode, token, contact: noContact, expiresAt }, at)
  return expiresAt
}

/** An address of ours for a message; it names the organisation, for the look of its page. */
export function linkTo(issuer: string, path: string, organization: string): string {
  const url = new URL(path, issuer)
  if (organization) url.searchParams.set('organization', organization)
  return url.href
}

/**
 * Budgets are per network as well as per contact: a stranger who asks again and again uses up their own, and the person
 * can still ask from where they are.
 */
async function maySendLink(
  tx: Transaction,
  house: House,
  ask: RecoveryAsk,
  accountId: string,
  to: { readonly kind: 'phone' | 'email'; readonly value: string },
): Promise<boolean> {
  const { codes } = house.settings
  // several accounts share a mailbox: each gets its own
  const whose = `${accountId}|${to.value}`
  const fromHere = `${whose}|${networkOf(ask.ip)}`
  const charge = async (name: string, of: string, points: number, seconds: number): Promise<boolean> =>
    (await house.limits.charge(name, of, { points, seconds, silent: true }, tx)).allowed
  if (!(await charge('recovery-short', fromHere, codes.short_sends, codes.short_seconds))) return false
  if (!(await charge('recovery-day', fromHere, codes.day_sends, hours(24)))) return false
  if (!(await charge('recovery-all', whose, codes.day_sends * 4, hours(24)))) return false
  if (to.kind === 'email') return true
  // texts cost money, and nobody proved anything yet
  return maySend(tx, house, {
    channel: 'sms',
    to: to.value,
    organization: ask.ends.organization,
    subject: `recovery:${accountId}:${networkOf(ask.ip)}`,
    budget: 'anonymous',
    ip: ask.ip,
  })
}

/** The owner of that mailbox learns that there is none; the one who typed it learns nothing. */
async function tellNobodyIsHere(
  tx: Transaction,
  house: House,
  ask: RecoveryAsk,
  email: string,
  at: Date,
): Promise<void> {
  const points = house.settings.recovery.unknown_mails
  const { limits } = house.settings
  const charge = async (name: string, of: string, rule: { points: number; seconds: number }): Promise<boolean> =>
    rule.points > 0 && (await house.limits.charge(name, of, { ...rule, silent: true }, tx)).allowed
  if (!(await charge('recovery-unknown', email, { points, seconds: days(1) }))) return
  const network = { points: limits.anonymous_network_sends, seconds: hours(1) }
  if (!(await charge('recovery-unknown-network', networkOf(ask.ip), network))) return
  await house.delivery.enqueue(tx, {
    channel: 'email',
    to: email,
    language: ask.language,
    organization: ask.ends.organization,
    message: { template: 'recovery-unknown' },
    expiresAt: addSeconds(at, hours(1)),
  })
}

const codeHash = (house: Pick<House, 'sealer'>, flowId: string, id: string, code: string): Buffer =>
  house.sealer.index('recovery.code', `${flowId}|${id}|${code}`)

/**
 * Counts a try on every live code of a journey and then compares: of several accounts on one mailbox the code says which
 * one is meant. Nothing is counted on a person: nobody's failures ever block recovery, and the number of codes that can
 * be sent bounds the guesses.
 */
export async function checkRecoveryCode(
  house: House,
  flowId: string,
  code: string,
  at: Date,
): Promise<RecoveryLink | undefined> {
  const live = await chargeRecoveryCodes(house.db, house.sealer, flowId, at)
  return live.find(link => timingSafeEqual(link.codeHash, codeHash(house, flowId, link.id, code)))
}
