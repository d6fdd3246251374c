import {
  type AccountView,
  type ContactView,
  lookUpAccounts,
  readPersonKey,
  type StaffAct,
} from '../../operations/help-desk.ts'
import type { House } from '../../operations/house.ts'
import { now } from '../../platform/index.ts'
import type { PersonKey } from '../../store/help-desk.ts'
import { CliError } from '../context.ts'
import type { StaffOptions } from './account.ts'
import { explained } from './help-desk-words.ts'

const keys = ['account', 'username', 'phone', 'email', 'record', 'reference'] as const

/** By what the person was named. @throws CliError where by nothing, by several, or by what cannot be */
export function keyOf(options: StaffOptions): PersonKey {
  const named = keys.filter(key => options[key] !== undefined)
  const [by] = named
  if (!by || named.length > 1) throw new CliError(`Name one of ${keys.map(key => `--${key}`).join(', ')}.`)
  const key = readPersonKey(by, options[by] ?? '')
  if (!key)
    throw new CliError(`--${by} cannot be read: ${by === 'reference' ? 'such as K7Q-2WX' : 'check what you typed'}`)
  return key
}

/** The one account that is meant. @throws CliError where there is none, or several */
export async function accountMeant(house: House, options: StaffOptions, staff: StaffAct): Promise<AccountView> {
  const [account, ...others] = await lookUpAccounts(house, keyOf(options), staff, now())
  if (!account) throw new CliError(explained('account-unknown'))
  if (others.length > 0)
    throw new CliError('Several accounts have that: see "account show", and name one with --account.')
  return account
}

/** The contact that a code is to go to. @throws CliError where none or several are meant */
export function contactMeant({ contacts }: AccountView, named: string): ContactView {
  const meant = contacts.filter(({ id, kind }) => id === named || kind === named)
  const [contact] = meant
  if (!contact) throw new CliError(explained('contact-unknown'))
  if (meant.length > 1)
    throw new CliError('Several contacts are of that kind: name one by its id, from "account show".')
  return contact
}

const day = (at: Date): string => at.toISOString().slice(0, 10)
const moment = (at: Date): string => at.toISOString().slice(0, 16).replace('T', ' ')

/** What "account show" prints of one account. */
export function accountLines(view: AccountView): readonly string[] {
  const { waiting } = view
  return [
    `account   ${view.id}`,
    `username  ${view.username}  (${view.name}; ${view.population})`,
    `status    ${view.status}${view.lastSignInAt ? `; last sign-in ${moment(view.lastSignInAt)}` : '; never signed in'}`,
    ...view.contacts.map(
      ({ id, kind, masked, isOfRecord }) => `contact   ${kind} ${masked}  ${isOfRecord ? 'of record' : 'own'}  ${id}`,
    ),
    ...(view.hasPassword ? ['factor    password'] : []),
    ...view.factors.map(
      ({ kind, since, lastUsedAt }) =>
        `factor    ${kind} since ${day(since)}${lastUsedAt ? `, last used ${day(lastUsedAt)}` : ''}`,
    ),
    ...view.links.map(
      link =>
        `link      ${link.relationship} (${link.access}) since ${day(link.created_at)}, by ${link.basis}` +
        `${link.record_status === 'active' ? '' : `; the record is ${link.record_status}`}` +
        `${link.asleep_since ? `; asleep since ${day(link.asleep_since)}: opens once an older factor or a contact of record is proven` : ''}`,
    ),
    ...(view.locks.length === 0 ? ['locks     none'] : []),
    ...view.locks.map(({ what, until }) => `lock      ${what} until ${moment(until)}`),
    ...(waiting.kind === 'none' ? [] : [`waiting   ${waitingWords(waiting)}`]),
    ...sessionLines(view),
    ...view.messages.map(
      message =>
        `message   ${moment(message.created_at)} ${message.channel} ${message.template}: ${message.state}` +
        `${message.failure ? ` (${message.failure})` : ''}`,
    ),
  ]
}

export const sessionLines = ({ sessions }: AccountView): readonly string[] =>
  sessions.length === 0
    ? ['sessions  none']
    : sessions.map(
        ({ id, startedAt, lastActiveAt }) =>
          `session   ${id}  since ${moment(startedAt)}, last used ${moment(lastActiveAt)}`,
      )

function waitingWords(waiting: AccountView['waiting']): string {
  if (waiting.kind === 'pending') return `a wait for a new password ends ${moment(waiting.readyAt)}`
  if (waiting.kind === 'ready') return 'a wait for a new password is over and can be used'
  return 'the owner stopped a wait: none can begin for now'
}
