/**
 * Gateways: one provider each, behind one contract. May not know a message's meaning, its row or its retries.
 * Invariant: a gateway answers within its limit of time, and why it failed is a word of a closed list, never what a
 * provider wrote.
 */
import { createOutbound, type Outbound } from '../../platform/index.ts'
import type { Settings } from '../../settings/index.ts'
import type { Channel, Gateway } from '../contract.ts'
import { createInbox } from './inbox.ts'
import { createSmtp } from './smtp.ts'
import { createTwilio } from './twilio.ts'
import { createVonage } from './vonage.ts'

export type Gateways = Readonly<Record<Channel, Gateway | undefined>>

/** The providers that the settings name, by channel; undefined where a channel is switched off. */
export function createGateways(
  settings: Pick<Settings, 'delivery' | 'outbound'>,
): Gateways & { close(): Promise<void> } {
  const { delivery } = settings
  const outbound = createOutbound({
    allow: settings.outbound.allow,
    // these come from the operator's own settings: an internal relay is theirs to name
    trusted: [delivery.twilio?.url, delivery.vonage?.url, delivery.vonage?.sms_url, delivery.inbox?.url].filter(
      url => url !== undefined,
    ),
    timeoutMs: delivery.timeout_ms,
  })
  const made = new Map<string, Gateway | undefined>()
  const named = (name: string): Gateway | undefined => {
    if (!made.has(name)) made.set(name, createGateway(name, settings, outbound))
    return made.get(name)
  }
  return {
    sms: named(delivery.sms.gateway),
    voice: named(delivery.voice.gateway),
    email: named(delivery.email.gateway),
    close: () => outbound.close(),
  }
}

function createGateway(
  name: string,
  { delivery }: Pick<Settings, 'delivery'>,
  outbound: Outbound,
): Gateway | undefined {
  const { twilio, vonage, inbox, email } = delivery
  if (name === 'twilio' && twilio) return createTwilio({ ...twilio, outbound })
  if (name === 'vonage' && vonage)
    return createVonage({
      key: vonage.key,
      secret: vonage.secret,
      url: vonage.url,
      smsUrl: vonage.sms_url,
      ...(vonage.application && { application: vonage.application }),
      ...(vonage.private_key && { privateKey: vonage.private_key }),
      outbound,
    })
  if (name === 'inbox' && inbox) return createInbox({ url: inbox.url, outbound })
  if (name === 'smtp' && email.smtp_url)
    return createSmtp({ url: email.smtp_url, from: email.from, timeoutMs: delivery.timeout_ms })
  return undefined
}
