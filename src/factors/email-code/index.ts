import { oneTimeCodeFactor } from '../one-time-code.ts'

/**
 * A code by mail, to every address that the person confirmed. It confirms an address, and may confirm a person once more, but a mailbox is never a second factor
 * (NIST SP 800-63B-4 §3.1.3.1): its assurance is capped.
 */
export const emailCode = oneTimeCodeFactor({
  kind: 'email-code',
  channel: 'email',
  contactKind: 'email',
  category: 'possession',
  amr: ['otp'],
  ceiling: 'urn:vestibule:aal1:confirmed',
})
