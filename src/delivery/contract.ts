import type { Language } from '../core/index.ts'
import type { Reader, Transaction } from '../store/index.ts'

export type Channel = 'sms' | 'voice' | 'email'

/** A message before it is rendered: which one, to whom, in which language. The template registry makes the words. */
export interface MessageRequest {
  readonly channel: Channel
  /** E.164 number or address */
  readonly to: string
  readonly language: Language
  readonly organization: string
  readonly accountId?: string
  readonly message: Message
  /** After this the message is not sent any more: an expired code is worse than none. */
  readonly expiresAt: Date
}

/** Every message that the product sends; a closed union. Nothing in a text or call says anything about health. */
export type Message =
  /** A one-time code; mails in the middle of a flow carry a link too. */
  | { readonly template: 'one-time-code'; readonly code: string; readonly minutes: number; readonly link?: string }
  /** A code that the person on the phone reads back to the help desk. */
  | { readonly template: 'caller-code'; readonly code: string; readonly minutes: number }
  /** The access code that staff issued, with the activation link (`/activate#CODE`). */
  | { readonly template: 'access-code'; readonly code: string; readonly link: string; readonly expiresAt: Date }
  /** The link of an invitation; `notice`: because there is something new to see. */
  | {
      readonly template: 'invitation'
      readonly why: 'invited' | 'notice'
      readonly link: string
      readonly expiresAt: Date
    }
  /** The way back in: a link, and a code for the browser that began. `username` is masked. */
  | {
      readonly template: 'recovery'
      readonly username: string
      readonly link: string
      /** how long the link works */
      readonly minutes: number
      readonly code: string
      readonly codeMinutes: number
    }
  /** Somebody typed this address who cannot sign in, and no account has it. */
  | { readonly template: 'recovery-unknown' }
  /** A waiting period began (`until` it is over), or is over (`until` it can be used); the link stops it. */
  | {
      readonly template: 'recovery-waiting'
      readonly phase: 'begun' | 'over'
      readonly until: Date
      readonly link: string
    }
  /** Staff were asked to take away a factor: it is done then without a second of them; the link stops it. */
  | { readonly template: 'factor-reset'; readonly until: Date; readonly link: string }
  /** A change that its owner can undo by the link, until then. */
  | { readonly template: 'undo'; readonly notice: UndoableKind; readonly until: Date; readonly link: string }
  /** An application for access: it came, staff ask something, or it is answered, whatever the answer is. */
  | {
      readonly template: 'application'
      readonly phase: 'received' | 'asked'
      readonly reference: string
      readonly link: string
    }
  | { readonly template: 'application'; readonly phase: 'answered'; readonly reference: string }
  /** That messages arrive, to whoever of the staff wanted to see it. */
  | { readonly template: 'test' }
  /** Security notices: no details beyond what happened and when. */
  | { readonly template: 'notice'; readonly notice: NoticeKind; readonly at: Date; readonly link?: string }

export const noticeKinds = [
  'account-activated',
  'new-device',
  'access-code-void',
  'password-locked',
  'factor-added',
  'factor-removed',
  'recovery-codes-made',
  'recovery-code-used',
  'passkey-copied',
  'password-changed',
  'username-changed',
  'contact-added',
  'contact-removed',
  'contact-primary',
  'contacts-restored',
  'account-closed',
  'account-reopened',
  'new-place',
  'recovery-cancelled',
  'unlocked-by-staff',
  'sessions-ended-by-staff',
  'recovery-by-staff',
  'factor-reset-done',
  'factor-reset-stopped',
  'account-locked',
  'account-locked-by-staff',
  'registered-again',
  'record-connected',
  'insurer-linked',
  'insurer-unlinked',
  'record-added',
] as const
export type UndoableKind = 'contact-added' | 'contact-removed' | 'contact-primary' | 'account-closed'
export type NoticeKind = (typeof noticeKinds)[number]

/** What a gateway gets: rendered, ready to send. */
export interface Envelope {
  readonly to: string
  readonly subject?: string
  readonly text: string
  readonly html?: string
  /** Voice: what is said, as SSML-free sentences with the digits marked; the gateway makes TwiML or NCCO of it. */
  readonly say?: readonly { readonly words?: string; readonly digits?: string; readonly pauseSeconds?: number }[]
  readonly language: Language
  readonly from?: string
}

export type SendResult =
  | { readonly kind: 'sent'; readonly reference?: string }
  /** not taken, surely: another provider, or this one later */
  | { readonly kind: 'busy'; readonly reason: string }
  /** no answer came to what may have been taken: nobody else may be asked */
  | { readonly kind: 'unanswered'; readonly reason: string }
  /** never will be: closed list of words, no personal data */
  | {
      readonly kind: 'refused'
      readonly reason: 'invalid-number' | 'landline' | 'stopped' | 'rejected' | 'unconfigured'
    }

/** One provider of one or more channels. `id` is the message's id, given on as the provider's idempotency key. */
export interface Gateway {
  readonly name: string
  readonly channels: readonly Channel[]
  /** It does not recognise a message's id: what it may have taken already is never given to it again. */
  readonly forgetsIds?: true
  send(channel: Channel, id: string, envelope: Envelope, signal: AbortSignal): Promise<SendResult>
}

export interface Delivery {
  /**
   * Renders, seals and inserts the message and its job in the caller's transaction: no commit, no message. One to a
   * country that is not allowed is written as failed, for staff to see, and never sent.
   * @returns the message id
   */
  enqueue(tx: Transaction, request: MessageRequest): Promise<string>
  /** Whether texts and calls may go to the country of that number, for that organisation. */
  reaches(read: Reader, aim: Pick<MessageRequest, 'channel' | 'to' | 'organization'>): Promise<boolean>
}
