import { timingSafeEqual } from 'node:crypto'
import { maskUsername, normalizeEmail } from '../core/contacts.ts'
import { networkOf } from '../core/networks.ts'
import { addSeconds, days, hours, minutes, newDigits, newId, newToken } from '../platform/index.ts'
import { findAccountContacts } from '../store/account-contacts.ts'
import { type Account, findAccount, findAccountsByName } from '../store/accounts.ts'
import type { Transaction } from '../store/index.ts'
import { createJob } from '../store/jobs.ts'
import {
  chargeRecoveryCodes,
  createRecoveryAsk,
  createRecoveryLink,
  type RecoveryAsk,
  type RecoveryEnds,
  type RecoveryLink,
  updateRecoveryAskAnswered,
  updateRecoveryCodesSuperseded,
} from '../store/recovery-links.ts'
import { recordAudit } from './audit.ts'
import type { House } from './house.ts'
import { maySend } from './sending.ts'

/** Name of the job that answers one ask; its payload is `{ id }`. */
export const recoveryJob = 'recovery'
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

async function sendLink(
  tx: Transaction,
  house: House,
  ask: RecoveryAsk & { readonly flowId: string },
  accountId: string,
  typedEmail: string | undefined,
  at: Date,
): Promise<void> {
  const account = await findAccount(tx, house.sealer, accountId)
  const contacts = (await findAccountContacts(tx, house.sealer, accountId)).filter(contact => contact.verifiedAt)
  const mails = contacts.filter(contact => contact.kind === 'email')
  const to =
    mails.find(contact => contact.value === typedEmail) ??
    mails[0] ??
    contacts.find(contact => contact.kind === 'phone')
  if (!account || !to) return
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
  }: {
    readonly account: Account
    readonly to: { readonly kind: 'phone' | 'email'; readonly value: string }
    readonly flowId: string
    readonly ends: RecoveryEnds
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
