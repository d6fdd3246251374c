import { type Mail, renderMail } from '../../views/index.ts'
import type { Language, Translate } from '../core/index.ts'
import { contactPurpose } from '../core/purposes.ts'
import { newId, now, type Sealer } from '../platform/index.ts'
import type { Settings } from '../settings/index.ts'
import type { Transaction } from '../store/index.ts'
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
}
export interface DeliveryOptions {
  readonly sealer: Sealer
  readonly settings: Pick<Settings, 'issuer' | 'delivery'>
  readonly translators: (language: Language) => Translate
  readonly organizations: (tx: Transaction, id: string) => Promise<SenderOrganization | undefined>
  /** Draws the HTML part; the product's own where left out. */
  readonly renderMail?: (mail: Mail) => string
}

/** The outbox: a message and its job are written in the transaction of what it tells of. */
export function createDelivery(options: DeliveryOptions): Delivery {
  const { sealer, settings } = options
  const host = new URL(settings.issuer).hostname
  const render = async (tx: Transaction, request: MessageRequest): Promise<Envelope> => {
    const organization = await options.organizations(tx, request.organization)
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
  return {
    async enqueue(tx, request) {
      const id = newId()
      const at = now()
      const envelope = await render(tx, request)
      const { message } = request
      await createMessage(tx, {
        id,
        channel: request.channel,
        template: message.template === 'notice' ? `notice.${message.notice}` : message.template,
        organization_id: request.organization,
        account_id: request.accountId ?? null,
        envelope_sealed: sealer.sealJson(envelopePurpose, envelope),
        target_index: sealer.index(contactPurpose(request.channel === 'email' ? 'email' : 'phone'), request.to),
        due_at: at,
        expires_at: request.expiresAt,
        created_at: at,
      })
      // the queue keeps payloads in clear: the id alone
      await createJob(tx, { name: messageJob, payload: { id }, runAt: at })
      return id
    },
  }
}
