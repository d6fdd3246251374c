import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/**
 * Everything that is counted. Labels are words of our own code (a route's pattern, a flow's step, a closed list of
 * reasons), never input: no personal data, and a bounded number of series.
 */
export interface Metrics {
  /** Prometheus text format 0.0.4. */
  render(): Promise<{ readonly type: string; readonly body: string }>
  /** `route` is the pattern that matched, `none` where none did. */
  request(method: string, route: string, status: number, seconds: number): void
  flowBegun(flow: string): void
  flowStep(flow: string, step: string, outcome: string): void
  flowEnded(flow: string, outcome: string): void
  signIn(outcome: string): void
  /** Sign-ins at insurers, by what came of them; `insurer` is the id of an object. */
  upstream(insurer: string, outcome: string): void
  /** Days until the first signing certificate of an insurer ends. */
  upstreamCertificate(insurer: string, days: number): void
  delivery(channel: string, gateway: string, outcome: string): void
  /** Whether a provider is left alone for a while, in this process. */
  gatewayPaused(channel: string, gateway: string, isPaused: boolean): void
  deliverySeconds(channel: string, seconds: number): void
  /** Whether an insurer is left alone for a while, in this process. */
  insurerPaused(insurer: string, isPaused: boolean): void
  job(job: string, outcome: 'done' | 'failed', seconds: number): void
  limitReached(limit: string): void
  purged(table: string, rows: number): void
  auditTail(unsealed: number): void
  /** Batches for the receiver of the audit. */
  auditWebhook(outcome: 'sent' | 'failed'): void
  /** What its receiver does not have yet, and how old the oldest of it is. */
  auditWebhookLag(events: number, seconds: number): void
  /** Open applications that staff should have answered, by organization; one that is not named has none. */
  applicationsOverdue(counts: ReadonlyMap<string, number>): void
}

const methods = new Set(['GET', 'HEAD', 'POST', 'OPTIONS', 'PUT', 'PATCH', 'DELETE'])

/** One registry an instance, so that two instances in one process (tests) do not share counts. */
export function createMetrics(options: { processMetrics?: boolean } = {}): Metrics {
  const registry = new Registry()
  const registers = [registry]
  if (options.processMetrics !== false) collectDefaultMetrics({ register: registry, prefix: 'vestibule_' })
  const counter = <L extends string>(name: string, help: string, labelNames: readonly L[]) =>
    new Counter({ name: `vestibule_${name}`, help, labelNames, registers })
  const histogram = <L extends string>(name: string, help: string, labelNames: readonly L[], buckets: number[]) =>
    new Histogram({ name: `vestibule_${name}`, help, labelNames, buckets, registers })

  const http = histogram(
    'http_request_duration_seconds',
    'Requests by route pattern',
    ['method', 'route', 'status'],
    [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
  )
  const begun = counter('flows_begun_total', 'Flows begun', ['flow'])
  const steps = counter('flow_steps_total', 'Submits of a step, by what came of it', ['flow', 'step', 'outcome'])
  const ended = counter('flows_ended_total', 'Flows that ended', ['flow', 'outcome'])
  const signIns = counter('sign_ins_total', 'Sign-ins, by what came of them', ['outcome'])
  const upstreams = counter('upstream_sign_ins_total', 'Sign-ins at insurers, by what came of them', [
    'insurer',
    'outcome',
  ])
  const certificates = new Gauge({
    name: 'vestibule_upstream_certificate_days',
    help: 'Days until the first signing certificate of an insurer ends',
    labelNames: ['insurer'],
    registers,
  })
  const deliveries = counter('deliveries_total', 'Messages handed to a gateway', ['channel', 'gateway', 'outcome'])
  const paused = new Gauge({
    name: 'vestibule_gateway_paused',
    help: '1 while a gateway is left alone because its calls failed',
    labelNames: ['channel', 'gateway'],
    registers,
  })
  const insurersPaused = new Gauge({
    name: 'vestibule_insurer_paused',
    help: '1 while an insurer is left alone because calls to it failed',
    labelNames: ['insurer'],
    registers,
  })
  const deliveryTime = histogram(
    'delivery_seconds',
    'From the request for a message to the gateway taking it',
    ['channel'],
    [0.1, 0.5, 1, 2, 5, 10, 30, 60, 300],
  )
  const jobs = histogram('job_duration_seconds', 'Jobs of the worker', ['job', 'outcome'], [0.01, 0.1, 1, 10, 60])
  const limits = counter('limits_reached_total', 'Budgets that were used up', ['limit'])
  const purged = counter('purged_rows_total', 'Rows removed at the end of their life', ['table'])
  const tail = new Gauge({ name: 'vestibule_audit_unsealed', help: 'Audit events not yet in the chain', registers })

  const webhook = counter('audit_webhook_total', 'Batches for the receiver of the audit', ['outcome'])
  const behind = new Gauge({
    name: 'vestibule_audit_webhook_lag_events',
    help: 'Sealed audit events that their receiver does not have yet',
    registers,
  })
  const behindSeconds = new Gauge({
    name: 'vestibule_audit_webhook_lag_seconds',
    help: 'Age of the oldest audit event that its receiver does not have yet',
    registers,
  })
  const overdue = new Gauge({
    name: 'vestibule_applications_overdue',
    help: 'Applications for access that are open after five working days',
    labelNames: ['organization'],
    registers,
  })

  return {
    render: async () => ({ type: registry.contentType, body: await registry.metrics() }),
    request: (method, route, status, seconds) =>
      http.observe(
        { method: methods.has(method) ? method : 'other', route, status: `${Math.floor(status / 100)}xx` },
        seconds,
      ),
    flowBegun: flow => begun.inc({ flow }),
    flowStep: (flow, step, outcome) => steps.inc({ flow, step, outcome }),
    flowEnded: (flow, outcome) => ended.inc({ flow, outcome }),
    signIn: outcome => signIns.inc({ outcome }),
    upstream: (insurer, outcome) => upstreams.inc({ insurer, outcome }),
    upstreamCertificate: (insurer, days) => certificates.set({ insurer }, days),
    delivery: (channel, gateway, outcome) => deliveries.inc({ channel, gateway, outcome }),
    gatewayPaused: (channel, gateway, isPaused) => paused.set({ channel, gateway }, Number(isPaused)),
    insurerPaused: (insurer, isPaused) => insurersPaused.set({ insurer }, Number(isPaused)),
    deliverySeconds: (channel, seconds) => deliveryTime.observe({ channel }, seconds),
    job: (job, outcome, seconds) => jobs.observe({ job, outcome }, seconds),
    limitReached: limit => limits.inc({ limit }),
    purged: (table, rows) => purged.inc({ table }, rows),
    auditTail: unsealed => tail.set(unsealed),
    auditWebhook: outcome => webhook.inc({ outcome }),
    auditWebhookLag(events, seconds) {
      behind.set(events)
      behindSeconds.set(seconds)
    },
    applicationsOverdue(counts) {
      overdue.reset()
      for (const [organization, count] of counts) overdue.set({ organization }, count)
    },
  }
}
