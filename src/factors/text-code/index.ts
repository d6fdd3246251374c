import { oneTimeCodeFactor } from '../one-time-code.ts'

/** A code by text message to a phone that the person holds. */
export const textCode = oneTimeCodeFactor({
  kind: 'text-code',
  channel: 'sms',
  contactKind: 'phone',
  category: 'possession',
  amr: ['sms', 'otp'],
  reaches: ['text-code'],
})
