import { networkOf } from '../core/networks.ts'
import { blockOf, parsePhone } from '../core/phones.ts'
import { hours } from '../platform/index.ts'
import type { Transaction } from '../store/index.ts'
import type { House } from './house.ts'

/** One send, as its budgets see it. */
export interface Sending {
  readonly channel: 'sms' | 'voice' | 'email'
  readonly to: string
  readonly organization: string
  /** Whom it is about: `account:<id>`, `patient:<id>`, `name:<typed>`. */
  readonly subject: string
  /** Contacts that somebody typed, people who are signed in, and contacts of record never use up each other's. */
  readonly budget: 'anonymous' | 'signed-in' | 'record'
  readonly ip: string
  readonly isDecoy?: boolean
}

/**
 * Charges every budget of one send (DOMAIN "Budgets for sending"), in the transaction that sends. Budgets belong to a
 * person and a contact, not to a flow: beginning again refills nothing.
 * @returns whether it may be sent; the page says the same either way
 */
export async function maySend(tx: Transaction, house: House, sending: Sending): Promise<boolean> {
  const { codes } = house.settings
  const whose = whoseBudget(sending)
  const key = `${whose}|${sending.to}`
  const charge = async (name: string, of: string, points: number, seconds: number, cost = 1): Promise<boolean> =>
    (await house.limits.charge(name, of, { points, seconds, cost, silent: true }, tx)).allowed

  // a call may follow a text at once, but another call may not
  if (!(await charge('code-wait', `${sending.channel}|${key}`, 1, codes.resend_seconds))) return false
  if (!(await charge('code-short', key, codes.short_sends, codes.short_seconds))) return false
  if (!(await charge('code-day', key, codes.day_sends, hours(24)))) return false
  const isReached = await house.delivery.reaches(tx, sending)
  if (sending.budget === 'anonymous' && !(await mayWriteToTyped(whose, sending, house, charge, isReached))) return false
  // the outbox writes it down as failed, for staff to see; nothing is sent, so nothing is spent
  return !isReached || maySpend(whose, sending, house, charge)
}

type Charge = (name: string, of: string, points: number, seconds: number, cost?: number) => Promise<boolean>

const logged = (allowed: boolean, limit: string, { organization, channel }: Sending, house: House): boolean => {
  if (!allowed) {
    house.metrics.limitReached(limit)
    house.log.warn('sending.limited', { limit, organization, channel })
  }
  return allowed
}

/** What an organisation may spend on texts and calls in a day: one sum for strangers, one for each kind of known people. */
async function maySpend(whose: string, sending: Sending, house: House, charge: Charge): Promise<boolean> {
  const { limits } = house.settings
  if (sending.channel === 'email') return true
  const [limit, sum] = {
    anonymous: ['typed-spend', limits.anonymous_spend_cents] as const,
    'signed-in': ['signed-in-spend', limits.signed_in_spend_cents] as const,
    record: ['record-spend', limits.record_spend_cents] as const,
  }[sending.budget]
  // nobody's number costs nothing, but the same is counted
  const place = sending.isDecoy ? `${whose}|phone` : sending.organization
  const cents = sending.channel === 'voice' ? limits.call_cents : limits.text_cents
  return logged(await charge(limit, place, sum, hours(24), cents), limit, sending, house)
}

/** A record belongs to one organisation, so none needs naming; a request that names another changes nothing. */
const whoseBudget = ({ budget, organization, subject }: Sending): string =>
  budget === 'record' ? `record|${subject}` : `${budget}|${organization}|${subject}`

/**
 * What a stranger may make us write to besides: so many contacts a journey, a network, a block of numbers; no premium
 * numbers.
 */
async function mayWriteToTyped(
  whose: string,
  sending: Sending,
  house: House,
  charge: Charge,
  isReached: boolean,
): Promise<boolean> {
  const { channel, to, organization, ip, isDecoy } = sending
  const { codes, limits } = house.settings
  const isMail = channel === 'email'
  // wrong addresses must not silence the phone
  const subject = `${whose}|${isMail ? 'email' : 'phone'}`
  if (!(await charge('typed-short', subject, codes.short_sends, codes.short_seconds))) return false
  if (!(await charge('typed-day', subject, codes.day_sends, hours(24)))) return false
  if (!(await charge('typed-network', networkOf(ip), limits.anonymous_network_sends, hours(1)))) return false
  if (isMail || !isReached) return true
  if (parsePhone(to)?.type === 'premium') return false
  // nobody's number is in no block, but the same is counted
  const place = isDecoy ? subject : organization
  const block = await charge('typed-block', `${place}|${blockOf(to)}`, limits.anonymous_prefix_sends, hours(1))
  return logged(block, 'typed-block', sending, house)
}
