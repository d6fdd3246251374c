import { oneTimeCodeFactor } from '../one-time-code.ts'

/** A code read out by phone call; also offered for a number that is enrolled for texts ("Call me instead"). */
export const voiceCode = oneTimeCodeFactor({
  kind: 'voice-code',
  channel: 'voice',
  contactKind: 'phone',
  category: 'possession',
  amr: ['tel', 'otp'],
  reaches: ['text-code', 'voice-code'],
})
