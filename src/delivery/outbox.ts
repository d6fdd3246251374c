import { addSeconds, now, type Sealer } from '../platform/index.ts'
import type { Database } from '../store/index.ts'
import { createJob } from '../store/jobs.ts'
import { closeMessage, type MessageRow, postponeMessage, takeMessage } from '../store/messages.ts'
import type { Envelope } from './contract.ts'
import { envelopePurpose, messageJob } from './delivery.ts'
import { createProviders, type ProvidersOptions } from './providers.ts'

export interface OutboxOptions extends Omit<ProvidersOptions, 'callsAtOnce'> {
  readonly db: Database
  readonly sealer: Sealer
  readonly callsAtOnce?: number
}

/** Seconds until the next try, after so many tries; a code is wanted soon or not at all. */
export const retryAfter = (attempts: number): number => [2, 5, 10, 20, 40][attempts - 1] ?? 60

/** Longer than a job may take. */
const leaseSeconds = 60

interface Postponement {
  readonly reason: string
  readonly attempts?: number
  /** the provider that may have it already */
  readonly heldBy?: string | null
}

/**
 * Handler of the job that sends one message: takes it by a lease, calls gateways with no connection held, and
 * closes or postpones it. A message that ends, in whatever way, loses its body.
 */
export function createMessageHandler(options: OutboxOptions): (payload: { readonly id: string }) => Promise<void> {
  const { db, sealer, gateways, log, metrics } = options
  const post = createProviders({ ...options, callsAtOnce: options.callsAtOnce ?? 4 })

  return async ({ id }) => {
    const at = now()
    const message = await takeMessage(db, id, at, addSeconds(at, leaseSeconds))
    if (!message) return
    if (message.expires_at <= at || !message.envelope_sealed) return expire(message)
    const { channel } = message
    const envelope = sealer.openJson<Envelope>(envelopePurpose, message.envelope_sealed)
    const posted = await post({ id, channel, envelope, ...(message.provider ? { heldBy: message.provider } : {}) })
    if (posted === 'waiting') return postpone(message, 1, { reason: 'waiting', attempts: message.attempts - 1 })
    const { provider, result } = posted
    if (result.kind === 'sent') return sent(message, provider, result.reference)
    const later = retryAfter(message.attempts)
    if (result.kind === 'busy') return postpone(message, later, { reason: result.reason })
    const forgets = gateways[channel].some(({ name, forgetsIds }) => name === provider && forgetsIds)
    // it may have been taken: only the same provider, and only one that knows the message again
    if (result.kind === 'unanswered' && !forgets)
      return postpone(message, later, { reason: result.reason, heldBy: provider })
    const failure = result.kind === 'unanswered' ? 'unanswered' : result.reason
    await closeMessage(db, id, { state: 'failed', provider, failure })
    log.warn('message.refused', { message: id, channel, gateway: provider, reason: failure })
  }

  async function sent(message: MessageRow, provider: string, reference?: string): Promise<void> {
    const sentAt = now()
    const end = { state: 'sent', provider, sentAt, ...(reference && { providerReference: reference }) } as const
    await closeMessage(db, message.id, end)
    metrics?.deliverySeconds(message.channel, (sentAt.getTime() - message.created_at.getTime()) / 1000)
  }

  async function expire(message: MessageRow): Promise<void> {
    await closeMessage(db, message.id, {
      state: 'expired',
      provider: message.provider,
      failure: message.failure ?? 'late',
    })
    metrics?.delivery(message.channel, 'none', 'expired')
    log.warn('message.expired', { message: message.id, channel: message.channel, attempts: message.attempts })
  }

  async function postpone(
    message: MessageRow,
    seconds: number,
    { reason, attempts = message.attempts, heldBy = message.provider }: Postponement,
  ): Promise<void> {
    // not later than its end: that job then wipes the body
    const wanted = addSeconds(now(), seconds)
    const dueAt = new Date(Math.min(wanted.getTime(), message.expires_at.getTime()))
    await db.transaction().execute(async tx => {
      if (await postponeMessage(tx, message.id, { dueAt, failure: reason, attempts, provider: heldBy }))
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
