/**
 * Traces by OpenTelemetry: `node --import ./config/tracing.mjs dist/src/main.js`, with the packages that docs/operators.md
 * names. Where spans go, and which, is told by the usual OTEL_… variables. What a span may say is an allow-list: addresses
 * that people ask for hold single-use links and usernames, so the pattern of the route stands in their place.
 */
import { register } from 'node:module'
import { context, propagation, SpanKind, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { W3CTraceContextPropagator } from '@opentelemetry/core'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { registerInstrumentations } from '@opentelemetry/instrumentation'
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http'
import { PgInstrumentation } from '@opentelemetry/instrumentation-pg'
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici'
import {
  defaultResource,
  detectResources,
  resourceAttributesEnvDetector,
  resourceFromAttributes,
  serviceNameEnvDetector,
} from '@opentelemetry/resources'
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace'

/** Everything else is dropped: network addresses, user agents, paths, queries, messages of errors. */
const allowed = new Set([
  'http.request.method',
  'http.response.status_code',
  'http.route',
  'url.scheme',
  'server.address',
  'server.port',
  'network.protocol.version',
  'error.type',
  'db.system.name',
  'db.operation.name',
  // statements with $1 in place of values; values are never in them
  'db.query.text',
])

const kept = attributes => Object.fromEntries(Object.entries(attributes).filter(([name]) => allowed.has(name)))
const nameOf = ({ name, kind, attributes }) => {
  const method = attributes['http.request.method']
  if (!method) return name.split(' ')[0]
  const route = attributes['http.route']
  return kind === SpanKind.SERVER && route ? `${method} ${route}` : String(method)
}

/** Passes spans on as the allow-list leaves them. */
class Discreet {
  constructor(next) {
    this.next = next
  }
  onStart(span, parent) {
    this.next.onStart(span, parent)
  }
  onEnd(span) {
    this.next.onEnd(
      Object.create(span, {
        name: { value: nameOf(span) },
        attributes: { value: kept(span.attributes) },
        events: { value: [] },
        links: { value: [] },
        status: { value: { code: span.status.code } },
      }),
    )
  }
  forceFlush(options) {
    return this.next.forceFlush(options)
  }
  shutdown() {
    return this.next.shutdown()
  }
}

// before anything of the server is loaded: what it imports is what they patch
register('@opentelemetry/instrumentation/hook.mjs', import.meta.url)
const ratio = Number(process.env.OTEL_TRACES_SAMPLER_ARG ?? 1)
const provider = new TracerProvider({
  resource: defaultResource()
    .merge(resourceFromAttributes({ 'service.name': 'vestibule' }))
    .merge(detectResources({ detectors: [resourceAttributesEnvDetector, serviceNameEnvDetector] })),
  sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) }),
  spanProcessors: [new Discreet(new BatchSpanProcessor({ exporter: new OTLPTraceExporter() }))],
})
trace.setGlobalTracerProvider(provider)
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
propagation.setGlobalPropagator(new W3CTraceContextPropagator())
registerInstrumentations({
  tracerProvider: provider,
  instrumentations: [
    // health and metrics are asked every few seconds
    new HttpInstrumentation({ ignoreIncomingRequestHook: ({ url = '' }) => /^\/(health|metrics)\b/.test(url) }),
    new PgInstrumentation({ requireParentSpan: true }),
    new UndiciInstrumentation({ requireParentforSpans: true }),
  ],
})
// what is left when the process ends by itself, after SIGTERM
process.once('beforeExit', () => provider.shutdown())
