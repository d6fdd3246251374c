import type { Outbound } from '../../platform/index.ts'
import type { Gateway } from '../contract.ts'
import { post, resultOfStatus } from './call.ts'

/** The development inbox: shows every text and call to whoever opens its page. Settings refuse it in production. */
export function createInbox(options: { readonly url: string; readonly outbound: Outbound }): Gateway {
  return {
    name: 'inbox',
    channels: ['sms', 'voice'],
    async send(channel, id, envelope, signal) {
      const answer = await post(options.outbound, `${options.url.replace(/\/$/, '')}/send`, {
        headers: { 'content-type': 'application/json', 'idempotency-key': id },
        body: JSON.stringify({ id, channel, to: envelope.to, text: envelope.text }),
        signal,
      })
      if ('kind' in answer) return answer
      return answer.status >= 200 && answer.status < 300
        ? { kind: 'sent', reference: id }
        : resultOfStatus(answer.status)
    },
  }
}
