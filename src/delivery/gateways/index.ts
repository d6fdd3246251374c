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

/** The providers of each channel in the order in which they are tried; none where it is switched off. */
export type Gateways = Readonly<Record<Channel, readonly Gateway[]>>

/** The providers that the settings name, by channel: the first choice, then those that take over. */
export function createGateways(
  settings: Pick<Settings, 'delivery' | 'outbound'>,
): Gateways & { close(): Promise<void> } {
  const { delivery } = settings
  const outbound = createOutbound({
    allow: settings.outbound.allow,
    // these come from the operator's own settings: an internal relay is theirs to name
    // a provider that is cut off must not cost a person's patience before the next is asked
    connectMs: 3000,
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
  const inOrder = ({ gateway, fallback }: Settings['delivery']['sms']): Gateway[] => {
    const first = named(gateway)
    const others = fallback.map(each => sendingFrom(named(each.gateway), each.from))
    return [first, ...others].filter(each => each !== undefined)
  }
  return {
    sms: inOrder(delivery.sms),
    voice: inOrder(delivery.voice),
    email: mailGateways(delivery),
    close: () => outbound.close(),
  }
}

function createGateway(
  name: string,
  { delivery }: Pick<Settings, 'delivery'>,
  outbound: Outbound,
): Gateway | undefined {
  const { twilio, vonage, inbox } = delivery
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
  return undefined
}

function mailGateways({ email, timeout_ms: timeoutMs }: Settings['delivery']): Gateway[] {
  if (email.gateway !== 'smtp' || !email.smtp_url) return []
  const servers = [{ smtp_url: email.smtp_url, from: undefined }, ...email.fallback]
  return servers.map(({ smtp_url: url, from }, index) => {
    const name = index === 0 ? 'smtp' : `smtp-${index + 1}`
    const made = createSmtp({ name, url, from: from ?? email.from, timeoutMs })
    return sendingFrom(made, from) ?? made
  })
}

/** A provider that takes over sends from a number of its own. */
const sendingFrom = (gateway: Gateway | undefined, from: string | undefined): Gateway | undefined =>
  gateway && from
    ? { ...gateway, send: (channel, id, envelope, signal) => gateway.send(channel, id, { ...envelope, from }, signal) }
    : gateway
