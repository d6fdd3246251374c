import { contactOffer } from '../../factors/index.ts'
import type { House } from '../../operations/house.ts'
import { addSeconds } from '../../platform/index.ts'
import { findAccountContacts } from '../../store/account-contacts.ts'
import { findAccountFactors, findFactorNames } from '../../store/account-factors.ts'
import { findAccountPortals } from '../../store/account-portals.ts'
import { findAccountUpstreams } from '../../store/account-upstreams.ts'
import { type Account, findAccount, findAccountPreferences } from '../../store/accounts.ts'
import { together } from '../../store/index.ts'
import { findInsurerObjects } from '../../store/insurers.ts'
import { findDevicesOfAccount } from '../../store/known-devices.ts'
import { countRecoveryCodes } from '../../store/recovery-codes.ts'
import { findOpenSessions } from '../../store/sessions.ts'
import { findSleepingLinks } from '../../store/sleeping-links.ts'

/** An account as its owner sees it: numbers and addresses masked, nothing secret. */
export interface Overview {
  readonly account: Account
  readonly factors: readonly {
    readonly kind: string
    /** what the person calls it, or all that a page shows of a number or address */
    readonly shown: string
    readonly createdAt: Date
    readonly lastUsedAt?: Date
  }[]
  /** Insurers whose sign-in opens this account. */
  readonly insurers: readonly { readonly name: string; readonly createdAt: Date; readonly lastUsedAt?: Date }[]
  /** Some insurer is offered that could be connected. */
  readonly mayLinkInsurer: boolean
  readonly recoveryCodes: number
  readonly contacts: readonly {
    readonly kind: 'phone' | 'email'
    readonly shown: string
    readonly isVerified: boolean
    readonly isPrimary: boolean
  }[]
  readonly sessions: number
  readonly devices: number
  readonly portals: number
  readonly isTold: boolean
  /** Records that sleep since another organization let the person back in. */
  readonly asleep: number
}

/** @throws Error where the account is gone, which a session that still lives rules out */
export async function loadOverview(
  { db, sealer, settings }: Pick<House, 'db' | 'sealer' | 'settings'>,
  accountId: string,
  at: Date,
): Promise<Overview> {
  const limits = { at, idleSince: addSeconds(at, -settings.sessions.idle_seconds) }
  const [account, contacts, factors, names, codes, sessions, devices, portals, preferences, asleep, linked, insurers] =
    await together(db, each =>
      Promise.all([
        findAccount(each, sealer, accountId),
        findAccountContacts(each, sealer, accountId),
        findAccountFactors(each, accountId),
        findFactorNames(each, sealer, accountId),
        countRecoveryCodes(each, accountId),
        findOpenSessions(each, sealer, accountId, limits),
        findDevicesOfAccount(each, accountId, at),
        findAccountPortals(each, sealer, accountId, limits),
        findAccountPreferences(each, accountId),
        findSleepingLinks(each, accountId),
        findAccountUpstreams(each, accountId),
        findInsurerObjects(each),
      ]),
    )
  if (!account) throw new Error('the account of a live session is gone')
  const masked = (contact: { readonly id: string; readonly kind: 'phone' | 'email'; readonly value: string }) =>
    contactOffer(contact.kind === 'phone' ? 'text-code' : 'email-code', contact).masked
  return {
    account,
    factors: factors.map(({ id, kind, contactId, createdAt, lastUsedAt }) => {
      const contact = contacts.find(each => each.id === contactId)
      return {
        kind,
        createdAt,
        shown: names.get(id) ?? (contact ? masked(contact) : ''),
        ...(lastUsedAt ? { lastUsedAt } : {}),
      }
    }),
    insurers: linked.map(({ insurer, createdAt, lastUsedAt }) => ({
      name: insurers.find(({ id }) => id === insurer)?.name ?? insurer,
      createdAt,
      ...(lastUsedAt ? { lastUsedAt } : {}),
    })),
    mayLinkInsurer: insurers.some(({ enabled }) => enabled),
    recoveryCodes: codes,
    contacts: contacts.map(contact => ({
      kind: contact.kind,
      shown: masked(contact),
      isVerified: contact.verifiedAt !== undefined,
      isPrimary: contact.primary,
    })),
    sessions: sessions.length,
    devices: devices.length,
    portals: portals.length,
    asleep: asleep.length,
    isTold: preferences?.notices.portal === true,
  }
}
