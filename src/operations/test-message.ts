import { maskEmail } from '../core/contacts.ts'
import { maskPhone } from '../core/phones.ts'
import { addSeconds, hours, minutes } from '../platform/index.ts'
import { findAccountContacts } from '../store/account-contacts.ts'
import { findAccount } from '../store/accounts.ts'
import type { House } from './house.ts'

export type TestMessageResult =
  | { readonly kind: 'sent'; readonly messageId: string; readonly masked: string }
  | { readonly kind: 'refused'; readonly problem: 'no-contact' | 'too-many-tests' }

/** Texts and calls cost money, and nobody needs more to see whether they arrive. */
const testLimit = { points: 5, seconds: hours(1) }
/** Whoever waits for it waits no longer. */
const testLife = minutes(10)

/** A message of an operator to themselves, the way that messages of an organisation go: only to what they proved. */
export function sendTestMessage(
  house: House,
  test: {
    readonly accountId: string
    readonly organization: string
    readonly channel: 'sms' | 'voice' | 'email'
  },
  at: Date,
): Promise<TestMessageResult> {
  const { accountId, organization, channel } = test
  const kind = channel === 'email' ? 'email' : 'phone'
  return house.db.transaction().execute(async tx => {
    const account = await findAccount(tx, house.sealer, accountId)
    const contacts = await findAccountContacts(tx, house.sealer, accountId)
    const to = contacts.find(contact => contact.kind === kind && contact.verifiedAt)?.value
    if (!account || !to) return { kind: 'refused', problem: 'no-contact' } as const
    if (!(await house.limits.charge('test-message', accountId, testLimit, tx)).allowed)
      return { kind: 'refused', problem: 'too-many-tests' } as const
    const messageId = await house.delivery.enqueue(tx, {
      channel,
      to,
      language: account.language,
      organization,
      accountId,
      message: { template: 'test' },
      expiresAt: addSeconds(at, testLife),
    })
    return { kind: 'sent', messageId, masked: kind === 'phone' ? `••${maskPhone(to)}` : maskEmail(to) } as const
  })
}
