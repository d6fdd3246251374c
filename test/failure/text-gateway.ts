import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A provider of texts that knows a message again by its idempotency key, and can stop answering. */
export interface TextGateway {
  readonly url: string
  /** What was taken, by idempotency key. */
  readonly taken: ReadonlyMap<string, { readonly to: string; readonly text: string }>
  /** How many wait for an answer. */
  readonly held: () => number
  hold(): void
  /** From now on it answers again; what it held was not taken. */
  release(): void
  /** The newest code sent to a number. */
  codeTo(to: string): string | undefined
  close(): Promise<void>
}

export async function openTextGateway(): Promise<TextGateway> {
  const taken = new Map<string, { to: string; text: string }>()
  const waiting = new Set<ServerResponse>()
  let isHolding = false
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', chunk => {
      body += chunk
    })
    request.on('end', () => {
      if (isHolding) {
        waiting.add(response)
        response.once('close', () => waiting.delete(response))
        return
      }
      const { to, text } = JSON.parse(body) as { to: string; text: string }
      taken.set(String(request.headers['idempotency-key']), { to, text })
      response.setHeader('content-type', 'application/json')
      response.end('{}')
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken,
    held: () => waiting.size,
    hold() {
      isHolding = true
    },
    release() {
      isHolding = false
      for (const response of waiting) response.writeHead(503).end()
    },
    codeTo: to => {
      const text = [...taken.values()].findLast(each => each.to === to && /\b\d{6}\b/.test(each.text))?.text
      return text && /\b\d{6}\b/.exec(text)?.[0]
    },
    close: () =>
      new Promise<void>(resolve => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
