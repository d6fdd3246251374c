import { addSeconds, minutes } from '../../platform/index.ts'
import { findAuditWebhook, findAuditWebhookLag } from '../../store/audit-webhook.ts'
import { type Check, type Examined, failed, fine } from './contract.ts'

/** Longer than the longest wait between two tries. */
const patience = minutes(15)

/** How far behind the receiver of the audit is. */
export const auditWebhookCheck: Check<Examined> = {
  name: 'audit-webhook',
  after: ['migrations'],
  async run({ db, settings, at }) {
    if (!settings.audit.webhook) return [fine('the settings name no receiver of the audit')]
    const row = await findAuditWebhook(db)
    if (!row)
      return [failed('sending the audit has not begun', 'start an instance that takes jobs ("vestibule serve")')]
    const lag = await findAuditWebhookLag(db)
    if (!lag?.since || lag.since > addSeconds(at, -patience))
      return [fine(`its receiver has everything but ${lag?.events ?? 0} young events`)]
    return [
      failed(
        `${lag.events} audit events since ${lag.since.toISOString()} have not reached audit.webhook.url (${row.failure ?? 'nobody tries'})`,
        fixFor(row.failure),
      ),
    ]
  },
}

function fixFor(failure: string | null): string {
  if (!failure)
    return 'start an instance that takes jobs ("vestibule serve"); where one runs, look for "send-audit" in its log'
  if (/^status-40[13]$/.test(failure))
    return 'compare audit.webhook.secrets with what the receiver checks signatures by'
  if (/^status-/.test(failure)) return 'look into the log of the receiver: it answers, and does not take what is sent'
  return 'see that the receiver runs and can be reached from here; nothing is lost: it gets all of it, in order, once it answers'
}
