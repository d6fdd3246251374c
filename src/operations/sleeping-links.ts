import { isSettled } from '../store/account-contacts.ts'
import type { ContactOnFile } from '../store/contacts-on-file.ts'
import type { Transaction } from '../store/index.ts'
import { updateLinksAsleep, updateLinksAwake, updateLinksAwakeByFactor } from '../store/sleeping-links.ts'
import { recordAudit } from './audit.ts'
import type { House } from './house.ts'

/** A proof as far as this needs it: by which factor, and where it went. */
export interface GivenProof {
  readonly factor: string
  readonly to: string
}

/** What only the person can have enrolled. A mailbox is what recoveries begin with, and a question is not theirs alone. */
const ownFactors: ReadonlySet<string> = new Set(['passkey', 'totp', 'text-code', 'voice-code', 'recovery-code'])
const codesByPhone: ReadonlySet<string> = new Set(['text-code', 'voice-code'])

/**
 * Whose word a recovery rests on: the organisations whose staff or whose contact of record let the person in. None where
 * they proved something of their own: a number on file that was made an own contact just now is not yet. Pure.
 * @param at when newness is judged
 */
export function vouchersOf(
  proofs: readonly GivenProof[],
  contacts: readonly Pick<ContactOnFile, 'value' | 'organization' | 'settlesAt'>[],
  staffOrganization: string | undefined,
  at: Date,
): readonly string[] {
  const own = new Set(
    contacts.filter(contact => !contact.organization && isSettled(contact, at)).map(({ value }) => value),
  )
  const isOwn = ({ factor, to }: GivenProof): boolean =>
    ownFactors.has(factor) && (!codesByPhone.has(factor) || own.has(to))
  if (proofs.some(isOwn)) return []
  const ofRecord = contacts.flatMap(({ value, organization }) =>
    organization && !own.has(value) && proofs.some(({ to }) => to === value) ? [organization] : [],
  )
  return [...new Set([...(staffOrganization ? [staffOrganization] : []), ...ofRecord])]
}

/**
 * Organisations are walls: after a recovery that rests on the word of one, links to the others sleep until an older
 * factor or a contact of their own records is proven. Each of them finds it in its own audit.
 */
export async function sleepElsewhere(
  tx: Transaction,
  house: House,
  recovery: {
    readonly accountId: string
    readonly vouchers: readonly string[]
    readonly isByStaff: boolean
    readonly correlationId: string
  },
  at: Date,
): Promise<void> {
  const { accountId, vouchers, isByStaff, correlationId } = recovery
  if (vouchers.length === 0) return
  const reason = isByStaff ? 'staff' : 'contact-of-record'
  for (const organizationId of await updateLinksAsleep(tx, { accountId, except: vouchers, reason }, at))
    await recordAudit(tx, house, {
      type: 'account.link-asleep',
      outcome: 'success',
      accountId,
      organizationId,
      correlationId,
      details: { reason },
    })
}

/**
 * Wakes sleeping links by what was proven: an older factor wakes all, a contact of record those of its organisation.
 * @returns how many woke
 */
export async function wakeLinks(
  tx: Transaction,
  house: House,
  proven: {
    readonly accountId: string
    readonly proofs: readonly GivenProof[]
    /** Left out at a sign-in, where only factors are proven. */
    readonly contacts?: readonly ContactOnFile[]
    readonly correlationId: string
  },
): Promise<number> {
  const { accountId, proofs, contacts = [], correlationId } = proven
  let woken = 0
  for (const { factor, to } of proofs) {
    const organizations = contacts.flatMap(({ value, organization }) =>
      organization && value === to ? [organization] : [],
    )
    woken += await updateLinksAwake(tx, accountId, organizations)
    // a code to a number counts as a factor only where it is one
    const isOfRecordOnly = organizations.length > 0 && !contacts.some(each => each.value === to && !each.organization)
    if (ownFactors.has(factor) && !isOfRecordOnly)
      woken += await updateLinksAwakeByFactor(tx, house.sealer, {
        accountId,
        ...(codesByPhone.has(factor) ? { kinds: [...codesByPhone], phone: to } : { kinds: [factor] }),
      })
  }
  if (woken > 0)
    await recordAudit(tx, house, {
      type: 'account.links-woken',
      outcome: 'success',
      actor: accountId,
      accountId,
      correlationId,
      details: { woken, factors: proofs.map(({ factor }) => factor) },
    })
  return woken
}
