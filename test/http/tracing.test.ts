/** The compiled server under OpenTelemetry, as an operator starts it: spans reach a collector, and nobody is in them. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { request } from 'undici'
import { projectRoot } from '../../src/platform/index.ts'
import { findCanaries, notes } from '../driver/canaries.ts'
import { until } from '../driver/until.ts'
import { type Installation, openInstallation } from '../failure/installation.ts'

interface Span {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: string
  readonly attributes: readonly { readonly key: string; readonly value: { readonly stringValue?: string } }[]
}
const bodies: string[] = []
const collector = createServer(async (incoming, response) => {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  bodies.push(Buffer.concat(chunks).toString())
  response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
})
let installation: Installation
let port: number
beforeAll(async () => {
  await new Promise<void>(resolve => collector.listen(0, '127.0.0.1', resolve))
  const endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`
  installation = await openInstallation({ log: { level: 'info' } })
  const started = await installation.start({
    imports: [`${projectRoot}/config/tracing.mjs`],
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_BSP_SCHEDULE_DELAY: '100' },
  })
  port = started.port
}, 60_000)
afterAll(async () => {
  await installation?.close()
  collector.closeAllConnections()
  await new Promise(resolve => collector.close(resolve))
})

const spans = (): Span[] =>
  bodies.flatMap(body =>
    JSON.parse(body).resourceSpans.flatMap((each: { scopeSpans: { spans: Span[] }[] }) =>
      each.scopeSpans.flatMap(scope => scope.spans),
    ),
  )
const attributeOf = ({ attributes }: Span, name: string) =>
  attributes.find(({ key }) => key === name)?.value.stringValue

test('a request is a span by its route, with its statements below it, in the trace that it came with', async () => {
  const trace = 'af7651916cd43dd8448eb211c80319c0'
  const token = 'kQ3nZr8vT1wXyB5cD7fGhJ2mN4pR6sU9'
  const username = 'wilhelmina.quackenbush'
  notes('invitation token', token)
  notes('username', username)
  const { statusCode, body } = await request(`http://127.0.0.1:${port}/invite/${token}?login_hint=${username}`, {
    headers: {
      host: new URL(installation.issuer).host,
      traceparent: `00-${trace}-b7ad6b7169203331-01`,
      'user-agent': `canary of ${username}`,
    },
  })
  await body.dump()
  expect(statusCode).toBeLessThan(500)
  const ours = () => spans().filter(({ traceId }) => traceId === trace)
  await until(async () => ours().some(({ parentSpanId }) => parentSpanId === 'b7ad6b7169203331'), 20_000)
  const [root] = ours().filter(({ parentSpanId }) => parentSpanId === 'b7ad6b7169203331')
  expect(root).toMatchObject({ name: 'GET /invite/:token' })
  expect(root && attributeOf(root, 'http.route')).toBe('/invite/:token')
  const statements = ours().filter(span => attributeOf(span, 'db.system.name') === 'postgresql')
  expect(statements.length).toBeGreaterThan(0)
  const ids = new Set(ours().map(({ spanId }) => spanId))
  expect(statements.filter(({ parentSpanId }) => !ids.has(parentSpanId ?? ''))).toEqual([])

  // neither the link, nor who was hinted at, nor where from
  expect(findCanaries(new Set(bodies))).toEqual([])
  const keys = new Set(spans().flatMap(({ attributes }) => attributes.map(({ key }) => key)))
  for (const key of ['url.path', 'url.query', 'url.full', 'http.target', 'client.address', 'user_agent.original'])
    expect(keys).not.toContain(key)
  // and its line in the log says which trace it was
  const lines = installation.log.join('').split('\n')
  const line = lines.find(each => each.includes('http.request') && each.includes('/invite/:token')) ?? '{}'
  expect(JSON.parse(line)).toMatchObject({ trace, route: '/invite/:token' })
})
