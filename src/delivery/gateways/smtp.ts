import { createTransport } from 'nodemailer'
import type { Gateway, SendResult } from '../contract.ts'
import { neverArrived } from './call.ts'

export interface SmtpOptions {
  readonly name: string
  /** `smtp://` or `smtps://`, with credentials where the server wants them. */
  readonly url: string
  readonly from: string
  readonly timeoutMs: number
}

/** Mail through the operator's own server. The Message-ID is the message's id, so that a repeat can be recognised. */
export function createSmtp(options: SmtpOptions): Gateway {
  const transport = createTransport(options.url, {
    connectionTimeout: options.timeoutMs,
    greetingTimeout: options.timeoutMs,
    socketTimeout: options.timeoutMs,
    dnsTimeout: options.timeoutMs,
  } as object)
  const domain = /@([^\s>]+)>?\s*$/.exec(options.from)?.[1] ?? 'vestibule.invalid'

  return {
    name: options.name,
    channels: ['email'],
    async send(_channel, id, envelope, signal) {
      const sending = transport.sendMail({
        from: envelope.from ?? options.from,
        to: { name: '', address: envelope.to },
        subject: envelope.subject,
        text: envelope.text,
        ...(envelope.html && { html: envelope.html }),
        messageId: `<${id}@${domain}>`,
        headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': envelope.language },
        // nothing of a message is ever read from a file or an address
        disableFileAccess: true,
        disableUrlAccess: true,
      })
      try {
        const sent = await untilAborted(sending, signal)
        return { kind: 'sent', ...(sent.messageId && { reference: sent.messageId }) }
      } catch (error) {
        return resultOfError(error, signal)
      }
    },
  }
}

/** Nodemailer takes no signal: its socket closes by its own limits, the caller goes on at once. */
async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  work.catch(() => undefined)
  signal.throwIfAborted()
  let stop = () => {}
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(signal.reason)
    signal.addEventListener('abort', stop, { once: true })
  })
  try {
    return await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

/** RFC 5321 §4.2.1: a reply of 5xx is final, 4xx is not; what is no reply is a fault on the way. */
function resultOfError(error: unknown, signal: AbortSignal): SendResult {
  const { responseCode, code, message } = error as { responseCode?: number; code?: string; message?: string }
  if (code === 'EAUTH') return { kind: 'busy', reason: 'unauthorized' }
  if (typeof responseCode === 'number' && responseCode >= 500) return { kind: 'refused', reason: 'rejected' }
  if (typeof responseCode === 'number') return { kind: 'busy', reason: `reply-${responseCode}` }
  if (neverArrived(error) || code === 'EDNS' || /^(?:Connection timeout|Greeting never received)/.test(message ?? ''))
    return { kind: 'busy', reason: 'unreachable' }
  return { kind: 'unanswered', reason: signal.aborted || code === 'ETIMEDOUT' ? 'timeout' : 'cut-off' }
}
