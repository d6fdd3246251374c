import { type Channel, reachGateways } from '../../delivery/index.ts'
import { type Check, type Examined, type Finding, failed, fine, warning } from './contract.ts'

const channels: Readonly<Record<Channel, { readonly what: string; readonly setting: string }>> = {
  email: { what: 'mails', setting: 'delivery.email.gateway' },
  sms: { what: 'texts', setting: 'delivery.sms.gateway' },
  voice: { what: 'calls', setting: 'delivery.voice.gateway' },
}

/** Whether messages can leave: each channel has a gateway, and each gateway answers. Nothing is sent. */
export const gatewaysCheck: Check<Examined> = {
  name: 'gateways',
  after: ['settings'],
  async run({ settings }) {
    const reached = await reachGateways(settings.delivery)
    return [
      ...(Object.keys(channels) as Channel[]).flatMap((channel): Finding[] => {
        const { what, setting } = channels[channel]
        return reached.some(each => each.channels.includes(channel))
          ? []
          : [warning(`no ${what} leave`, `set ${setting}, or leave it out where your people never need it`)]
      }),
      ...reached.map(({ name, channels: uses, trouble }): Finding => {
        const says = `${name} (${uses.map(channel => channels[channel].what).join(', ')})`
        return trouble ? failed(`${says} does not answer (${trouble})`, fixOf(trouble, name)) : fine(`${says} answers`)
      }),
    ]
  },
}

const fixOf = (trouble: string, name: string): string =>
  trouble === 'EAUTH'
    ? 'mend user and password in delivery.email.smtp_url'
    : `mend the address of ${name} under delivery, or open the way to it in the firewall`
