import { addSeconds, type Logger, type Metrics, now, type Sealer } from '../platform/index.ts'
import type { Database } from '../store/index.ts'
import { createJob } from '../store/jobs.ts'
import { closeMessage, type MessageRow, postponeMessage, takeMessage } from '../store/messages.ts'
import type { Channel, Envelope, Gateway, SendResult } from './contract.ts'
import { envelopePurpose, messageJob } from './delivery.ts'

export interface OutboxOptions {
  readonly db: Database
  readonly sealer: Sealer
  readonly gateways: Readonly<Record<Channel, Gateway | undefined>>
  readonly log: Logger
  readonly metrics?: Metrics
  /** Limit for one call to a gateway (settings `delivery.timeout_ms`). */
  readonly timeoutMs: number
  /** Calls to one channel's gateway at once: a hung one leaves the worker's other places free. */
  readonly callsPerChannel?: number
}

/** Seconds until the next try, after so many tries; a code is wanted soon or not at all. */
export const retryAfter = (attempts: number): number => [2, 5, 10, 20, 40][attempts - 1] ?? 60

/**
 * Handler of the job that sends one message: takes it by a lease, calls the gateway with no connection held, and
 * closes or postpones it. A message that ends, in whatever way, loses its body.
 */
export function createMessageHandler(options: OutboxOptions): (payload: { readonly id: string }) => Promise<void> {
  const { db, sealer, gateways, log, metrics } = options
  const calls: Record<Channel, number> = { sms: 0, voice: 0, email: 0 }

  return async ({ id }) => {
    const at = now()
    const message = await takeMessage(db, id, at, addSeconds(at, Math.ceil(options.timeoutMs / 1000) + 30))
    if (!message) return
    if (message.expires_at <= at || !message.envelope_sealed) return expire(message)
    const gateway = gateways[message.channel]
    if (calls[message.channel] >= (options.callsPerChannel ?? 4))
      return postpone(message, 1, 'waiting', message.attempts - 1)
    calls[message.channel] += 1
    let result: SendResult
    try {
      result = gateway
        ? await send(gateway, message, sealer.openJson<Envelope>(envelopePurpose, message.envelope_sealed))
        : { kind: 'refused', reason: 'unconfigured' }
    } finally {
      calls[message.channel] -= 1
    }
    const name = gateway?.name ?? 'none'
    metrics?.delivery(message.channel, name, result.kind === 'sent' ? 'sent' : result.reason)
    if (result.kind === 'busy') return postpone(message, retryAfter(message.attempts), result.reason)
    const sentAt = now()
    await closeMessage(
      db,
      id,
      result.kind === 'sent'
        ? { state: 'sent', provider: name, sentAt, ...(result.reference && { providerReference: result.reference }) }
        : { state: 'failed', provider: name, failure: result.reason },
    )
    if (result.kind === 'sent')
      metrics?.deliverySeconds(message.channel, (sentAt.getTime() - message.created_at.getTime()) / 1000)
    else log.warn('message.refused', { message: id, channel: message.channel, gateway: name, reason: result.reason })
  }

  async function send(gateway: Gateway, message: MessageRow, envelope: Envelope): Promise<SendResult> {
    const signal = AbortSignal.timeout(options.timeoutMs)
    try {
      return await Promise.race([gateway.send(message.channel, message.id, envelope, signal), stopAt(signal)])
    } catch (error) {
      // a fault of the gateway's code is no reason to lose a message that another try may bring
      log.fault('gateway.fault', error, { gateway: gateway.name, message: message.id })
      return { kind: 'busy', reason: 'fault' }
    }
  }

  async function expire(message: MessageRow): Promise<void> {
    await closeMessage(db, message.id, { state: 'expired', provider: null, failure: message.failure ?? 'late' })
    metrics?.delivery(message.channel, 'none', 'expired')
    log.warn('message.expired', { message: message.id, channel: message.channel, attempts: message.attempts })
  }

  async function postpone(message: MessageRow, seconds: number, reason: string, attempts = message.attempts) {
    // not later than its end: that job then wipes the body
    const wanted = addSeconds(now(), seconds)
    const dueAt = new Date(Math.min(wanted.getTime(), message.expires_at.getTime()))
    await db.transaction().execute(async tx => {
      if (await postponeMessage(tx, message.id, { dueAt, failure: reason, attempts }))
        await createJob(tx, { name: messageJob, payload: { id: message.id }, runAt: dueAt })
    })
    log.info('message.postponed', {
      message: message.id,
      channel: message.channel,
      reason,
      attempts,
      delaySeconds: seconds,
    })
  }
}

/** A gateway that ignores its signal is left behind all the same. */
const stopAt = (signal: AbortSignal): Promise<SendResult> =>
  new Promise(resolve => {
    // a moment's grace: a gateway that heeds the signal gives its own answer first
    const stop = () => setTimeout(() => resolve({ kind: 'busy', reason: 'timeout' }), 250).unref()
    signal.addEventListener('abort', stop, { once: true })
  })
