import { connect } from 'node:net'
import { type PageDocument, readPage } from './document.ts'

export interface RawAnswer {
  readonly status: number
  readonly headers: Headers
  readonly body: string
  readonly page: PageDocument
}
export interface RawRequest {
  readonly method?: string
  /** Sent as it is, whatever is in it. */
  readonly target: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Buffer
}

/** One request as bytes on a socket, for what no polite client would send. */
export async function sendRaw(issuer: string, { method = 'GET', target, headers = {}, body }: RawRequest) {
  const { host, port } = new URL(issuer)
  const all: Record<string, string> = {
    host,
    connection: 'close',
    ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
    ...headers,
  }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`)
  const head = Buffer.from(`${method} ${target} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`, 'latin1')
  const answer = await exchange(Number(port), Buffer.concat([head, Buffer.from(body ?? '')]))
  return read(answer)
}

function exchange(port: number, bytes: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
    socket.on('data', chunk => chunks.push(chunk))
    socket.on('end', () => socket.end())
    socket.on('close', () => resolve(Buffer.concat(chunks)))
    // the server may close before it has read all of what is too large; what it answered counts
    socket.on('error', error => (chunks.length > 0 ? resolve(Buffer.concat(chunks)) : reject(error)))
  })
}

function read(bytes: Buffer): RawAnswer {
  const text = bytes.toString('utf8')
  const end = text.indexOf('\r\n\r\n')
  const [first = '', ...lines] = text.slice(0, end).split('\r\n')
  const headers = new Headers()
  for (const line of lines) headers.append(line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim())
  const isChunked = headers.get('transfer-encoding') === 'chunked'
  const body = isChunked ? joined(text.slice(end + 4)) : text.slice(end + 4)
  return { status: Number(first.split(' ')[1]), headers, body, page: readPage(body) }
}

function joined(chunked: string): string {
  const [, size = '0', rest = ''] = /^([0-9a-fA-F]+)\r\n([\s\S]*)$/.exec(chunked) ?? []
  const bytes = Buffer.from(rest, 'utf8')
  const length = Number.parseInt(size, 16)
  if (!length) return ''
  return bytes.subarray(0, length).toString('utf8') + joined(bytes.subarray(length + 2).toString('utf8'))
}
