import { Webhook } from 'standardwebhooks'
import { addSeconds, createOutbound, now, type Outbound } from '../../platform/index.ts'
import { findAuditSeal } from '../../store/audit.ts'
import { findStreamEvents } from '../../store/audit-stream.ts'
import {
  type AuditWebhookRow,
  createAuditWebhook,
  findAuditWebhook,
  takeAuditWebhook,
  updateAuditWebhook,
} from '../../store/audit-webhook.ts'
import type { House } from '../house.ts'
import { streamViews } from './view.ts'

/** Sends the audit to the receiver of the settings, batch after batch, in the order of the chain. */
export interface AuditWebhook {
  /** Sends what waits. Any instance may be asked at any time; of several one works. @returns events that were taken */
  send(signal?: AbortSignal): Promise<number>
  close(): Promise<void>
}

type WebhookHouse = Pick<House, 'db' | 'sealer' | 'settings' | 'log' | 'metrics'>

/** Events of one message; memory does not grow with what waits. */
const batchLength = 500
const timeoutMs = 10_000
/** Longer than one message may take. */
const leaseSeconds = 60
/** Seconds until the next try: soon after a hiccup, and every five minutes for as long as it takes. */
export const webhookRetryAfter = (attempts: number): number => [5, 10, 30, 60, 120][attempts - 1] ?? 300

/** @returns undefined where the settings name no receiver */
export function openAuditWebhook(house: WebhookHouse): AuditWebhook | undefined {
  const { webhook } = house.settings.audit
  if (!webhook) return undefined
  // the operator's own address, such as a collector in the same network
  const outbound = createOutbound({ allow: house.settings.outbound.allow, trusted: [webhook.url], timeoutMs })
  return {
    async send(signal) {
      let total = 0
      while (!signal?.aborted) {
        const sent = await sendBatch(house, outbound)
        if (sent === undefined) break
        total += sent
      }
      return total
    },
    close: () => outbound.close(),
  }
}

/** @returns events that were taken; undefined where there was nothing to do, or it did not work */
async function sendBatch(house: WebhookHouse, outbound: Outbound): Promise<number | undefined> {
  const { db, settings } = house
  const { webhook, stream } = settings.audit
  if (!webhook) return undefined
  const at = now()
  const head = (await findAuditSeal(db))?.position ?? '0'
  const known = await findAuditWebhook(db)
  // a receiver that is new gets what happens from now on; what was before can be pulled
  if (!known) await createAuditWebhook(db, head, at)
  if (!known || BigInt(known.position) >= BigInt(head)) return undefined
  const taken = await takeAuditWebhook(db, at, addSeconds(at, leaseSeconds))
  if (!taken) return undefined
  const end = taken.batch_end ?? least(BigInt(taken.position) + BigInt(batchLength), BigInt(head))
  // another try sends the very same message, so that a receiver knows it again
  if (!taken.batch_end && !(await updateAuditWebhook(db, taken, { batch_end: end }))) return undefined
  const rows = await findStreamEvents(db, {
    after: taken.position,
    upTo: end,
    ...(webhook.organizations ? { within: webhook.organizations } : {}),
    limit: batchLength,
  })
  const last = rows.at(-1)
  const events = rows.map(streamViews(house.sealer, stream.include))
  const failure = last ? await post(outbound, webhook, `audit_${last.id}`, events) : undefined
  return failure ? postpone(house, taken, failure) : advance(house, taken, end, rows.length)
}

async function advance(
  { db, metrics }: WebhookHouse,
  taken: AuditWebhookRow,
  end: string,
  count: number,
): Promise<number | undefined> {
  const at = now()
  metrics.auditWebhook('sent')
  const reset = { batch_end: null, attempts: 0, failure: null, lease_until: null, due_at: at, updated_at: at }
  const isOurs = await updateAuditWebhook(db, taken, { ...reset, position: end, sent_at: at })
  return isOurs ? count : undefined
}

async function postpone(
  { db, log, metrics }: WebhookHouse,
  taken: AuditWebhookRow,
  failure: string,
): Promise<undefined> {
  const at = now()
  const attempts = taken.attempts + 1
  const delaySeconds = webhookRetryAfter(attempts)
  metrics.auditWebhook('failed')
  log.warn('audit-webhook.postponed', { reason: failure, attempts, delaySeconds })
  const due_at = addSeconds(at, delaySeconds)
  await updateAuditWebhook(db, taken, { attempts, failure, due_at, lease_until: null, updated_at: at })
}

type Receiver = NonNullable<WebhookHouse['settings']['audit']['webhook']>

/** One message by the Standard Webhooks convention, signed by every secret. @returns why it was not taken */
async function post(outbound: Outbound, { url, secrets }: Receiver, id: string, events: readonly object[]) {
  const timestamp = now()
  const body = JSON.stringify({ type: 'audit.events', timestamp: timestamp.toISOString(), data: { events } })
  const signatures = secrets.map(secret => new Webhook(secret).sign(id, timestamp, body))
  try {
    const response = await outbound.fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(timestamp.getTime() / 1000)),
        'webhook-signature': signatures.join(' '),
      },
      body,
    })
    // what it has to say is not wanted, but its connection is
    await response.arrayBuffer()
    return response.ok ? undefined : `status-${response.status}`
  } catch (error) {
    return error instanceof Error && error.name === 'TimeoutError' ? 'timeout' : 'unreachable'
  }
}

const least = (one: bigint, other: bigint): string => (one < other ? one : other).toString()
