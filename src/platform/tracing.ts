import { AsyncLocalStorage } from 'node:async_hooks'
import { isSpanContextValid, trace } from '@opentelemetry/api'

const storage = new AsyncLocalStorage<string>()
const traceParent = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/

/** Runs `work` in the trace that a request belongs to, by its `traceparent` (W3C Trace Context), where it names one. */
export function withTrace<T>(header: string, work: () => T): T {
  const id = traceParent.exec(header)?.[1]
  return id ? storage.run(id, work) : work()
}

/** The id of the trace that is running: of the hook that was loaded (config/tracing.mjs), or else of the request. */
export function traceId(): string | undefined {
  const span = trace.getActiveSpan()?.spanContext()
  return span && isSpanContextValid(span) ? span.traceId : storage.getStore()
}

/** Names the span of a request by the pattern of its route, where a hook makes spans at all. */
export const nameRoute = (route: string): void => void trace.getActiveSpan()?.setAttribute('http.route', route)
