import type { Outbound } from '../../platform/index.ts'
import type { Channel, Envelope, Gateway, SendResult } from '../contract.ts'
import { field, post, resultOfStatus } from './call.ts'
import { escapeXml, slowDigits, speechOf, voiceLanguage } from './speech.ts'

export interface TwilioOptions {
  readonly account: string
  readonly token: string
  readonly url: string
  readonly outbound: Outbound
}

/** Twilio's error codes that will not go away by trying again (its error dictionary). */
const refusals: Record<number, (SendResult & { kind: 'refused' })['reason']> = {
  21211: 'invalid-number',
  13223: 'invalid-number',
  13224: 'invalid-number',
  21217: 'invalid-number',
  21265: 'invalid-number',
  21614: 'landline',
  21635: 'landline',
  21610: 'stopped',
}

/** Texts and calls through Twilio's REST API of 2010-04-01. */
export function createTwilio(options: TwilioOptions): Gateway {
  const authorization = `Basic ${Buffer.from(`${options.account}:${options.token}`).toString('base64')}`
  const resource = (name: string) =>
    `${options.url.replace(/\/$/, '')}/2010-04-01/Accounts/${encodeURIComponent(options.account)}/${name}.json`

  return {
    name: 'twilio',
    channels: ['sms', 'voice'],
    forgetsIds: true,
    async send(channel: Channel, id: string, envelope: Envelope, signal: AbortSignal): Promise<SendResult> {
      const from = envelope.from
      if (!from) return { kind: 'refused', reason: 'unconfigured' }
      const form = new URLSearchParams({ To: envelope.to })
      // a messaging service picks the number itself
      form.set(channel === 'sms' && from.startsWith('MG') ? 'MessagingServiceSid' : 'From', from)
      if (channel === 'sms') form.set('Body', envelope.text)
      else form.set('Twiml', twimlOf(envelope))
      const answer = await post(options.outbound, resource(channel === 'sms' ? 'Messages' : 'Calls'), {
        headers: {
          authorization,
          'content-type': 'application/x-www-form-urlencoded',
          'idempotency-key': id,
        },
        body: form.toString(),
        signal,
      })
      if ('kind' in answer) return answer
      if (answer.status >= 200 && answer.status < 300) {
        const sid = field(answer.body, 'sid')
        return { kind: 'sent', ...(typeof sid === 'string' && { reference: sid }) }
      }
      const refusal = refusals[Number(field(answer.body, 'code'))]
      return refusal ? { kind: 'refused', reason: refusal } : resultOfStatus(answer.status)
    },
  }
}

/** Voices that understand SSML inside `<Say>`, which spells the digits. */
const voices = { 'en-US': 'Polly.Joanna', 'es-US': 'Polly.Lupe' } as Record<string, string>

export function twimlOf(envelope: Envelope): string {
  const language = voiceLanguage(envelope)
  const say = (inner: string) => `<Say voice="${voices[language]}" language="${language}">${inner}</Say>`
  const parts = speechOf(envelope).map(part => {
    if (part.digits) return say(slowDigits(part.digits))
    if (part.words) return say(escapeXml(part.words))
    return `<Pause length="${Math.max(1, Math.round(part.pauseSeconds ?? 1))}"/>`
  })
  return `<?xml version="1.0" encoding="UTF-8"?><Response><Pause length="1"/>${parts.join('')}</Response>`
}
