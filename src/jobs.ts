/** What the worker of an instance does: its handlers, and what is done again and again. */
import { connectorOf, warnOfSamlKey } from './connectors/index.ts'
import type { InsurerObject } from './core/objects/insurer.ts'
import { createMessageHandler, type Gateways, messageJob, type WorkerOptions } from './delivery/index.ts'
import type { Oidc } from './oidc/index.ts'
import { warnOfApplications } from './operations/application-queue.ts'
import { sealAudit } from './operations/audit-seal.ts'
import type { AuditWebhook } from './operations/audit-stream/index.ts'
import { advanceDataKeys } from './operations/data-keys.ts'
import { countMessages } from './operations/event-counts.ts'
import { finishFactorResets } from './operations/factor-reset-endings.ts'
import type { House } from './operations/house.ts'
import { type Watched, watchInsurers } from './operations/insurer-watch.ts'
import { lockNoticeJob, tellOfLock } from './operations/lock-notices.ts'
import { indexPatients } from './operations/match-keys.ts'
import { purge } from './operations/purge.ts'
import { answerRecoveryAsk, recoveryJob } from './operations/recovery.ts'
import { remindOfWaiting } from './operations/recovery-waiting.ts'
import { logoutJob } from './operations/sessions.ts'
import { advanceKeys } from './operations/signing-keys.ts'
import { now } from './platform/index.ts'
import type { Pool } from './store/index.ts'

export interface JobParts {
  readonly house: House
  readonly oidc: Oidc
  readonly gateways: Gateways
  /** The queue's own connections. */
  readonly pool: Pool
  /** Where the settings name a receiver of the audit. */
  readonly webhook?: AuditWebhook
}

export function jobsOf({ house, oidc, gateways, pool, webhook }: JobParts): WorkerOptions {
  const { db, sealer, log, metrics, settings } = house
  return {
    db,
    pool,
    log,
    metrics,
    handlers: {
      [messageJob]: createMessageHandler({
        db,
        sealer,
        gateways,
        log,
        metrics,
        timeoutMs: settings.delivery.timeout_ms,
        circuit: settings.delivery.circuit,
      }),
      [lockNoticeJob]: payload => tellOfLock(house, payload, now()),
      [logoutJob]: ({ id }) => oidc.deliverLogout(id),
      [recoveryJob]: payload => answerRecoveryAsk(house, payload, now()),
    },
    periodic: [
      { name: 'seal-audit', everySeconds: 3, run: () => sealAudit(house) },
      { name: 'count-messages', everySeconds: 60, run: () => countMessages(house) },
      ...(webhook ? [{ name: 'send-audit', everySeconds: 5, run: webhook.send }] : []),
      { name: 'remind-of-waiting', everySeconds: 60, run: () => remindOfWaiting(house, now()) },
      { name: 'finish-factor-resets', everySeconds: 60, run: () => finishFactorResets(house, now()) },
      { name: 'warn-of-applications', everySeconds: 300, run: () => warnOfApplications(house, now()) },
      { name: 'end-sessions', everySeconds: 60, run: () => oidc.endExpiredSessions() },
      { name: 'purge', everySeconds: 300, run: signal => purge(house, signal) },
      { name: 'index-patients', everySeconds: 60, run: signal => indexPatients(house, signal) },
      { name: 'advance-data-keys', everySeconds: 60, run: signal => advanceDataKeys(house, now(), signal) },
      { name: 'advance-keys', everySeconds: 600, run: () => advanceKeys(house, now()) },
      {
        name: 'refresh-insurers',
        everySeconds: settings.federation.metadata_refresh_seconds,
        run: signal => watchInsurers(house, refreshOf(house), now(), signal),
      },
      { name: 'warn-of-saml-key', everySeconds: 86_400, run: () => warnOfSamlKey(house, now()) },
      { name: 'refresh-keys', everySeconds: 15, run: () => oidc.refreshKeys() },
    ],
  }
}

const refreshOf =
  (house: House) =>
  async (insurer: InsurerObject): Promise<Watched> => {
    const found = await connectorOf(insurer.protocol).refresh({ house, now: now() }, insurer)
    return found.kind === 'refused' ? found : { kind: 'metadata', certificates: found.metadata.certificates }
  }
