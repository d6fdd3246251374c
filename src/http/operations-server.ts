import Koa from 'koa'
import type { House } from '../operations/house.ts'
import { type Metrics, now } from '../platform/index.ts'
import { countUnsealedEvents } from '../store/audit.ts'
import { findAuditWebhookLag } from '../store/audit-webhook.ts'
import { checkDatabase } from '../store/health.ts'
import { migrationStatus } from '../store/migrate.ts'

export interface OperationsServerOptions {
  readonly house: Pick<House, 'db'> & Partial<Pick<House, 'settings'>>
  readonly metrics: Metrics
  /** False before the start is through and once a stop has begun: the load balancer sends nobody here. */
  readonly isReady: () => boolean
  /** Milliseconds that the database has to answer. */
  readonly patienceMs?: number
}

type Check = 'ok' | 'failed' | 'starting-or-stopping'

/**
 * Health and metrics on a port of their own, never the public one. Live: the process answers. Ready: it also wants
 * work, its database answers, and its migrations are applied.
 */
export function createOperationsServer({ house, metrics, isReady, patienceMs = 1500 }: OperationsServerOptions): Koa {
  const app = new Koa()
  let isMigrated = false
  const migrationsApplied = async (): Promise<boolean> => {
    // once applied they stay applied
    isMigrated ||= (await migrationStatus(house.db)).every(({ appliedAt }) => appliedAt)
    return isMigrated
  }
  const within = async (work: Promise<boolean>): Promise<Check> => {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<false>(resolve => {
      timer = setTimeout(() => resolve(false), patienceMs)
    })
    try {
      return (await Promise.race([work, late])) ? 'ok' : 'failed'
    } catch {
      return 'failed'
    } finally {
      clearTimeout(timer)
    }
  }

  const lag = async (): Promise<boolean> => {
    const found = await findAuditWebhookLag(house.db)
    const seconds = found?.since ? (now().getTime() - found.since.getTime()) / 1000 : 0
    metrics.auditWebhookLag(found?.events ?? 0, Math.max(seconds, 0))
    return true
  }

  app.use(async context => {
    context.set('cache-control', 'no-store')
    if (context.method !== 'GET' && context.method !== 'HEAD') return context.throw(405)
    switch (context.path) {
      case '/health/live':
        context.body = { status: 'ok' }
        return
      case '/health/ready': {
        const checks: Record<string, Check> = {
          instance: isReady() ? 'ok' : 'starting-or-stopping',
          database: await within(checkDatabase(house.db)),
        }
        checks.migrations = checks.database === 'ok' ? await within(migrationsApplied()) : 'failed'
        const isFine = Object.values(checks).every(check => check === 'ok')
        context.status = isFine ? 200 : 503
        context.body = { status: isFine ? 'ok' : 'unavailable', checks }
        return
      }
      case '/metrics': {
        // metrics matter most while the database is away
        const unsealed = within(
          countUnsealedEvents(house.db).then(count => {
            metrics.auditTail(count)
            return true
          }),
        )
        await unsealed
        if (house.settings?.audit.webhook) await within(lag())
        const { type, body } = await metrics.render()
        context.type = type
        context.body = body
        return
      }
      default:
        context.status = 404
    }
  })
  return app
}
