import { importPKCS8, SignJWT } from 'jose'
import { newId, now, type Outbound } from '../../platform/index.ts'
import type { Channel, Envelope, Gateway, SendResult } from '../contract.ts'
import { field, post, resultOfStatus } from './call.ts'
import { escapeXml, slowDigits, speechOf, voiceLanguage } from './speech.ts'

export interface VonageOptions {
  readonly key: string
  readonly secret: string
  /** Calls are made in the name of an application, with a token that its private key signs. */
  readonly application?: string
  readonly privateKey?: string
  readonly url: string
  readonly smsUrl: string
  readonly outbound: Outbound
}

/** Texts through Vonage's SMS API, calls through its Voice API. */
export function createVonage(options: VonageOptions): Gateway {
  return {
    name: 'vonage',
    channels: ['sms', 'voice'],
    forgetsIds: true,
    send: (channel: Channel, id: string, envelope: Envelope, signal: AbortSignal) =>
      channel === 'sms' ? sendText(options, id, envelope, signal) : call(options, id, envelope, signal),
  }
}

const at = (base: string, path: string): string => `${base.replace(/\/$/, '')}${path}`
/** Vonage writes E.164 without the plus sign. */
const number = (e164: string): string => e164.replace(/^\+/, '')
/** Characters of the GSM 03.38 default alphabet; anything else needs a Unicode text. */
const isGsm = (text: string): boolean =>
  /^[\n\r !"#$%&'()*+,\-./0-9:;<=>?@A-Z_a-z¡£¤¥§¿ÄÅÆÇÉÑÖØÜßàäåæèéìñòöøùü]*$/.test(text)

async function sendText(options: VonageOptions, id: string, envelope: Envelope, signal: AbortSignal) {
  if (!envelope.from) return { kind: 'refused', reason: 'unconfigured' } as const
  const answer = await post(options.outbound, at(options.smsUrl, '/sms/json'), {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      api_key: options.key,
      api_secret: options.secret,
      from: number(envelope.from),
      to: number(envelope.to),
      text: envelope.text,
      type: isGsm(envelope.text) ? 'text' : 'unicode',
      'client-ref': id,
    }).toString(),
    signal,
  })
  if ('kind' in answer) return answer
  const messages = field(answer.body, 'messages')
  const first: unknown = Array.isArray(messages) ? messages[0] : undefined
  const status = field(first, 'status')
  if (answer.status !== 200 || typeof status !== 'string') return resultOfStatus(answer.status)
  return resultOfCode(status, field(first, 'message-id'))
}

/** The status in the body (SMS API error codes); the HTTP status is 200 for all of them. */
function resultOfCode(status: string, reference: unknown): SendResult {
  switch (status) {
    case '0':
      return { kind: 'sent', ...(typeof reference === 'string' && { reference }) }
    case '1':
    case '5':
    case '10':
      return { kind: 'busy', reason: 'throttled' }
    case '4':
    case '8':
    case '9':
    case '14':
      return { kind: 'busy', reason: 'unauthorized' }
    case '6':
      return { kind: 'refused', reason: 'invalid-number' }
    case '7':
      return { kind: 'refused', reason: 'stopped' }
    default:
      return { kind: 'refused', reason: 'rejected' }
  }
}

async function call(options: VonageOptions, id: string, envelope: Envelope, signal: AbortSignal): Promise<SendResult> {
  if (!envelope.from || !options.application || !options.privateKey) return { kind: 'refused', reason: 'unconfigured' }
  const seconds = Math.floor(now().getTime() / 1000)
  const token = await new SignJWT({ application_id: options.application })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT' })
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + 60)
    .setJti(newId())
    .sign(await importPKCS8(options.privateKey, 'RS256'))
  const answer = await post(options.outbound, at(options.url, '/v1/calls'), {
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': id,
    },
    body: JSON.stringify({
      to: [{ type: 'phone', number: number(envelope.to) }],
      from: { type: 'phone', number: number(envelope.from) },
      ncco: [{ action: 'talk', language: voiceLanguage(envelope), text: ssmlOf(envelope) }],
    }),
    signal,
  })
  if ('kind' in answer) return answer
  if (answer.status >= 200 && answer.status < 300) {
    const reference = field(answer.body, 'uuid')
    return { kind: 'sent', ...(typeof reference === 'string' && { reference }) }
  }
  return resultOfStatus(answer.status)
}

export function ssmlOf(envelope: Envelope): string {
  const parts = speechOf(envelope).map(part => {
    if (part.digits) return slowDigits(part.digits)
    if (part.words) return `<s>${escapeXml(part.words)}</s>`
    return `<break time="${part.pauseSeconds ?? 1}s"/>`
  })
  return `<speak><break time="1s"/>${parts.join('')}</speak>`
}
