import type { Outbound } from '../../platform/index.ts'
import type { SendResult } from '../contract.ts'

export interface Answer {
  readonly status: number
  /** parsed JSON, or undefined where the body was none */
  readonly body: unknown
}

/** One POST to a provider. @returns a `busy` result where it was not reached, `unanswered` where it may have been */
export async function post(
  outbound: Outbound,
  url: string,
  init: { headers: Record<string, string>; body: string; signal: AbortSignal },
): Promise<Answer | (SendResult & { kind: 'busy' | 'unanswered' })> {
  try {
    const response = await outbound.fetch(url, { method: 'POST', ...init })
    const text = await response.text()
    return { status: response.status, body: parse(text) }
  } catch (error) {
    if (neverArrived((error as { cause?: unknown }).cause)) return { kind: 'busy', reason: 'unreachable' }
    return { kind: 'unanswered', reason: init.signal.aborted ? 'timeout' : 'cut-off' }
  }
}

const beforeSending = new Set(['UND_ERR_CONNECT_TIMEOUT', 'OUTBOUND_REFUSED', 'ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'])
/** Whether a call failed before a byte of the message was sent: no address, no connection, no trusted certificate. */
export function neverArrived(fault: unknown): boolean {
  const { code = '', syscall = '' } = (fault ?? {}) as { code?: string; syscall?: string }
  return beforeSending.has(code) || syscall === 'connect' || syscall === 'getaddrinfo' || /CERT|^ERR_TLS/.test(code)
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The value of a field where the body is an object that has it. */
export const field = (body: unknown, name: string): unknown =>
  typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined

/** What every provider's HTTP status means where its body says nothing better. */
export function resultOfStatus(status: number): SendResult {
  if (status === 429) return { kind: 'busy', reason: 'throttled' }
  // wrong credentials are mended by an operator while the message may still be worth sending
  if (status === 401 || status === 403) return { kind: 'busy', reason: 'unauthorized' }
  // its own front could not tell what became of it
  if (status === 502 || status === 504) return { kind: 'unanswered', reason: `status-${status}` }
  if (status >= 500 || status < 400) return { kind: 'busy', reason: `status-${status}` }
  return { kind: 'refused', reason: 'rejected' }
}
