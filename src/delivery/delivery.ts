import { type Mail, renderMail } from '../../views/index.ts'
import type { Language, Translate } from '../core/index.ts'
import { isInCountries, phoneCountryOf } from '../core/phones.ts'
import { contactPurpose } from '../core/purposes.ts'
import { newId, now, type Sealer } from '../platform/index.ts'
import type { Settings } from '../settings/index.ts'
import type { Reader } from '../store/index.ts'
import { createJob } from '../store/jobs.ts'
import { createMessage } from '../store/messages.ts'
import type { Delivery, Envelope, MessageRequest } from './contract.ts'
import { renderMessage } from './render.ts'

/** Purpose of the sealed body of a message. */
export const envelopePurpose = 'message.envelope'
/** Name of the job that sends one message. */
export const messageJob = 'message'

/** What a message needs to know of the organisation that it is sent for. */
export interface SenderOrganization {
  readonly timeZone: string
  readonly accent?: string
  readonly settings?: Readonly<Record<string, unknown>>
}
export interface DeliveryOptions {
  readonly sealer: Sealer
  readonly settings: Pick<Settings, 'issuer' | 'delivery'>
  readonly translators: (language: Language) => Translate
  readonly organizations: (read: Reader, id: string) => Promise<SenderOrganization | undefined>
  /** Draws the HTML part; the product's own where left out. */
  readonly renderMail?: (mail: Mail) => string
}

/** The organisation's own list, else the installation's and the country whose numbers its clerks write. */
function countriesOf(organization: SenderOrganization | undefined, installation: readonly string[]): readonly string[] {
  const own = organization?.settings?.countries
  if (Array.isArray(own) && own.length > 0) return own.map(String)
  return [...installation, phoneCountryOf(organization?.settings ?? {})]
}

/** The outbox: a message and its job are written in the transaction of what it tells of. */
export function createDelivery(options: DeliveryOptions): Delivery {
  const { sealer, settings } = options
  const host = new URL(settings.issuer).hostname
  const render = (request: MessageRequest, organization: SenderOrganization | undefined): Envelope => {
    const { from } = settings.delivery[request.channel]
    return renderMessage(request, {
      translate: options.translators(request.language),
      brand: settings.delivery.brand,
      host,
      timeZone: organization?.timeZone ?? 'UTC',
      ...(organization?.accent && { accent: organization.accent }),
      ...(from && { from }),
      renderMail: options.renderMail ?? renderMail,
    })
  }
  const isReached = (
    { channel, to }: Pick<MessageRequest, 'channel' | 'to'>,
    organization: SenderOrganization | undefined,
  ): boolean => channel === 'email' || isInCountries(to, countriesOf(organization, settings.delivery.countries))

  return {
    async reaches(read, aim) {
      return aim.channel === 'email' || isReached(aim, await options.organizations(read, aim.organization))
    },
    async enqueue(tx, request) {
      const id = newId()
      const at = now()
      const organization = await options.organizations(tx, request.organization)
      const isAllowed = isReached(request, organization)
      const { message } = request
      await createMessage(tx, {
        id,
        channel: request.channel,
        template: message.template === 'notice' ? `notice.${message.notice}` : message.template,
        organization_id: request.organization,
        account_id: request.accountId ?? null,
        envelope_sealed: isAllowed ? sealer.sealJson(envelopePurpose, render(request, organization)) : null,
        target_index: sealer.index(contactPurpose(request.channel === 'email' ? 'email' : 'phone'), request.to),
        due_at: at,
        expires_at: request.expiresAt,
        created_at: at,
        ...(isAllowed ? {} : { failure: 'country' }),
      })
      // the queue keeps payloads in clear: the id alone
      if (isAllowed) await createJob(tx, { name: messageJob, payload: { id }, runAt: at })
      return id
    },
  }
}
