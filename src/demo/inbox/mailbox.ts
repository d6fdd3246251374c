import { readContents } from './contents.ts'

export interface InboxMessage {
  readonly id: string
  readonly channel: 'sms' | 'voice' | 'email'
  readonly to: string
  readonly subject?: string
  readonly text: string
  readonly html?: string
  readonly links: readonly string[]
  readonly codes: readonly string[]
  /** ISO 8601 */
  readonly sentAt: string
}

export type Delivered = Pick<InboxMessage, 'id' | 'channel' | 'to' | 'subject' | 'text' | 'html'>

/** Everything "sent", in memory: it is gone with the process, as a demo's messages may be. */
export interface Mailbox {
  /** The same id twice is one message: gateways repeat themselves. */
  add(message: Delivered): void
  /** Newest first. `since` is exclusive. */
  find(filter: { readonly to?: string; readonly since?: Date }): readonly InboxMessage[]
  get(id: string): InboxMessage | undefined
}

export function createMailbox(limit = 1000): Mailbox {
  const messages: InboxMessage[] = []
  return {
    add(message) {
      if (messages.some(({ id }) => id === message.id)) return
      messages.unshift({ ...message, ...readContents(message.text), sentAt: new Date().toISOString() })
      messages.length = Math.min(messages.length, limit)
    },
    find({ to, since }) {
      const wanted = to === undefined ? undefined : address(to)
      return messages.filter(
        message =>
          (wanted === undefined || address(message.to) === wanted) && (!since || Date.parse(message.sentAt) > +since),
      )
    },
    get: id => messages.find(message => message.id === id),
  }
}

/** As people write them: "+1 (555) 010-0101" and "5550100101" are one phone; case does not matter in a mail address. */
function address(to: string): string {
  if (to.includes('@')) return to.trim().toLowerCase()
  // a plus sign in a query string arrives as a space
  return to.replace(/\D/g, '').replace(/^(?=\d{10}$)/, '1')
}
