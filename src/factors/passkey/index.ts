/**
 * Passkeys (WebAuthn level 3): possession of a device or account that verified its user, bound to our host, so worth
 * nothing to a site that looks like ours. May not know a page or a session. Invariant: a challenge belongs to one
 * purpose in one flow of one browser, lives five minutes, and is spent by the answer that counts.
 */
import type { Factor } from '../contract.ts'
import { assertionOptions, checkAssertion } from './assertion.ts'

export { assertionOptions, checkAssertion } from './assertion.ts'
export {
  checkRegistration,
  type MadePasskey,
  madePasskeySchema,
  type PasskeyOwner,
  registrationOptions,
} from './registration.ts'
export { responseLimit } from './responses.ts'

const kind = 'passkey'

export const passkey: Factor = {
  kind,
  category: 'possession',
  // what holds for every passkey; which kind of key it was stands in the verdict
  amr: ['user', 'mfa'],
  userVerified: true,
  phishingResistant: true,
  sends: false,
  field: 'passkey',
  offers: ({ accountId, enrolled }) =>
    enrolled.some(factor => factor.kind === kind) ? [{ id: kind, factor: kind, to: accountId, masked: '' }] : [],
  challenge: async () => ({}),
  options: (context, offer) => assertionOptions(context, offer.to),
  async verify(context, offer, answer) {
    const verdict = await checkAssertion(context, answer)
    if (verdict.kind === 'refused') return verdict
    // somebody else's passkey proves somebody else
    if (verdict.accountId !== offer.to || verdict.accountId !== context.subject.accountId)
      return { kind: 'refused', problem: 'passkey-failed', reason: 'another-account' }
    return { kind: 'proven', amr: verdict.amr, write: verdict.write }
  },
}
