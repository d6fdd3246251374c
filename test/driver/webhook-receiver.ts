import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'

export interface ReceivedBatch {
  readonly id: string
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
  readonly events: readonly { readonly id: string; readonly position: string; readonly type: string }[]
}
/** What an operator has on the other side: a server that checks signatures by the library, and takes or does not. */
export interface WebhookReceiver {
  readonly url: string
  readonly secret: string
  /** Batches that came and were signed as they should be, taken or not. */
  readonly received: readonly ReceivedBatch[]
  /** What it answers to the next ones, in turn; 204 where none is left. `cut` ends the connection. */
  readonly answers: (number | 'cut' | (() => void))[]
  /** Refuses connections until it is opened again, on the same port. */
  shut(): Promise<void>
  open(): Promise<void>
}

export const webhookSecret = (name: string): string => `whsec_${Buffer.alloc(32, name).toString('base64')}`

export async function openWebhookReceiver(secret = webhookSecret('a receiver of the audit')): Promise<WebhookReceiver> {
  const received: ReceivedBatch[] = []
  const answers: WebhookReceiver['answers'] = []
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks).toString()
    const headers = request.headers as Record<string, string>
    const id = headers['webhook-id'] ?? ''
    try {
      const { data } = new Webhook(secret).verify(body, headers) as { data: Pick<ReceivedBatch, 'events'> }
      // and by hand: the library signed it too
      const signed = createHmac('sha256', key).update(`${id}.${headers['webhook-timestamp']}.${body}`).digest('base64')
      if (!headers['webhook-signature']?.split(' ').includes(`v1,${signed}`)) throw new Error('not signed')
      received.push({ id, body, headers, events: data.events })
    } catch {
      return response.writeHead(401).end()
    }
    const answer = answers.shift() ?? 204
    if (answer === 'cut') return request.socket.destroy()
    if (typeof answer === 'function') answer()
    return response.writeHead(typeof answer === 'function' ? 204 : answer).end()
  })
  const listen = (port: number) => new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve))
  await listen(0)
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/audit`,
    secret,
    received,
    answers,
    async shut() {
      const closed = new Promise(resolve => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
    open: () => listen(port),
  }
}
