import { text } from '../../../core/index.ts'
import { createPasskeyStep } from '../../../steps/index.ts'
import type { SignInFacts } from '../facts.ts'
import type { SignInScene } from '../scene.ts'

/**
 * A passkey for the next time, offered once the sign-in itself is done: only to somebody who has just proven two
 * factors, since a passkey is worth as much, and only where the page's script found a device that can make one.
 */
export const offerPasskeyStep = createPasskeyStep<SignInFacts, SignInScene>({
  name: 'offer-passkey',
  purpose: 'sign-in.offer-passkey',
  needs: ['account'],
  required: ({ account, secondProof }, { person }, ask) =>
    account?.by === 'password' &&
    account.canMakePasskey === true &&
    ask.signedIn === undefined &&
    secondProof?.subject === `account:${account.id}` &&
    // an answer or a code on paper makes no two factors, so it must not become what does
    secondProof.ceiling === undefined &&
    person?.mayOfferPasskey === true &&
    // they have just chosen
    person.upgrade === undefined &&
    person.factors.enrolled.every(({ kind }) => kind !== 'passkey'),
  owner: ({ account }, { person }) => ({ accountId: account?.id ?? '', username: person?.username ?? '' }),
  device: scene => scene.device,
  title: text('passkey.offer.title'),
  refusal: text('passkey.offer.not-now'),
})
