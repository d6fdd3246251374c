import { createServer, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Listening {
  readonly port: number
  /** From now on every answer ends its connection: whoever comes again comes to another instance. */
  leave(): void
  /**
   * Lets answers finish. Connections that are idle are ended at once, the others with their answer, so that nothing is
   * reset and nobody sends a second request into the void.
   */
  close(): Promise<void>
}

/** A client that never comes to the end of its request does not keep an instance from stopping. */
const patienceMs = 10_000

/** Serves `handle` at an address. @param port 0 for any free one */
export async function listen(handle: RequestListener, port: number, host: string): Promise<Listening> {
  const running = new Set<ServerResponse>()
  let isClosing = false
  const server = createServer((request, response) => {
    running.add(response)
    response.once('close', () => running.delete(response))
    if (isClosing) isLast(response)
    handle(request, response)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
  const leave = (): void => {
    isClosing = true
    for (const response of running) isLast(response)
  }
  return {
    port: (server.address() as AddressInfo).port,
    leave,
    close: () =>
      new Promise(resolve => {
        leave()
        const deadline = setTimeout(() => server.closeAllConnections(), patienceMs)
        server.close(() => {
          clearTimeout(deadline)
          resolve()
        })
        server.closeIdleConnections()
      }),
  }
}

/** Ends the connection with this answer (RFC 9112 §9.6); node would keep it for the next request. */
function isLast(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('connection', 'close')
  else response.once('finish', () => response.socket?.end())
}
