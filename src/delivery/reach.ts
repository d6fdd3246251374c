import { connect } from 'node:net'
import { createTransport } from 'nodemailer'
import type { Settings } from '../settings/index.ts'
import type { Channel } from './contract.ts'

/** A gateway that the settings name, and what keeps it from answering: an error code, never its own words. */
export interface Reached {
  readonly name: string
  readonly channels: readonly Channel[]
  readonly trouble?: string
}

const patienceMs = 5000

/** Asks every gateway that the settings name whether it is there; a mail server also whether it lets us in. Sends nothing. */
export async function reachGateways(delivery: Settings['delivery']): Promise<readonly Reached[]> {
  const spoken = (name: string): Channel[] =>
    (['sms', 'voice'] as const).filter(channel =>
      [delivery[channel].gateway, ...delivery[channel].fallback.map(({ gateway }) => gateway)].includes(
        name as 'inbox',
      ),
    )
  const { twilio, vonage, inbox, email } = delivery
  const named: { name: string; url: string; channels: Channel[] }[] = [
    ...(twilio ? [{ name: 'twilio', url: twilio.url, channels: spoken('twilio') }] : []),
    ...(vonage
      ? [
          { name: 'vonage', url: vonage.sms_url, channels: spoken('vonage').filter(channel => channel === 'sms') },
          { name: 'vonage', url: vonage.url, channels: spoken('vonage').filter(channel => channel === 'voice') },
        ]
      : []),
    ...(inbox ? [{ name: 'inbox', url: inbox.url, channels: spoken('inbox') }] : []),
  ]
  const servers =
    email.gateway === 'smtp' && email.smtp_url ? [email.smtp_url, ...email.fallback.map(each => each.smtp_url)] : []
  return Promise.all([
    ...servers.map(async (url, index) =>
      reached(index === 0 ? 'smtp' : `smtp-${index + 1}`, ['email'], await reachMailServer(url)),
    ),
    ...named
      .filter(({ channels }) => channels.length > 0)
      .map(async ({ name, url, channels }) => reached(name, channels, await reachPort(new URL(url)))),
  ])
}

const reached = (name: string, channels: readonly Channel[], trouble: string | undefined): Reached => ({
  name,
  channels,
  ...(trouble ? { trouble } : {}),
})

async function reachMailServer(url: string): Promise<string | undefined> {
  const limits = { connectionTimeout: patienceMs, greetingTimeout: patienceMs, socketTimeout: patienceMs }
  const transport = createTransport(url, limits as object)
  try {
    await transport.verify()
    return undefined
  } catch (fault) {
    return String((fault as { code?: unknown }).code ?? 'refused')
  } finally {
    transport.close()
  }
}

const reachPort = ({ hostname, port, protocol }: URL): Promise<string | undefined> =>
  new Promise(resolve => {
    const socket = connect({
      host: hostname.replace(/^\[|\]$/g, ''),
      port: Number(port) || (protocol === 'https:' ? 443 : 80),
      timeout: patienceMs,
    })
    const end = (trouble?: string) => () => {
      socket.destroy()
      resolve(trouble)
    }
    socket
      .once('connect', end())
      .once('timeout', end('ETIMEDOUT'))
      .once('error', fault => end(String((fault as { code?: unknown }).code ?? 'unreachable'))())
  })
