/** Every migration in order, by name. A migration is frozen once it has landed; the next change is a new file. */
import type { Migration } from 'kysely/migration'
import * as keys from './2026-11-21T0900-keys.ts'
import * as organizations from './2026-11-21T0910-organizations.ts'
import * as registry from './2026-11-21T0920-registry.ts'
import * as accounts from './2026-11-21T0930-accounts.ts'
import * as flows from './2026-11-21T0940-flows.ts'
import * as oidc from './2026-11-21T0950-oidc.ts'
import * as delivery from './2026-11-21T1000-delivery.ts'
import * as audit from './2026-11-21T1010-audit.ts'
import * as passkeys from './2026-11-21T1100-passkeys.ts'
import * as factors from './2026-11-22T0900-factors.ts'
import * as recovery from './2026-11-22T0910-recovery.ts'
import * as accountLock from './2026-11-22T1330-account-lock.ts'
import * as policies from './2026-11-22T1345-policies.ts'
import * as helpDesk from './2026-11-22T1349-help-desk.ts'
import * as accountChanges from './2026-11-22T1350-account-changes.ts'
import * as matching from './2026-11-22T1400-matching.ts'
import * as importedAccounts from './2026-11-22T1405-imported-accounts.ts'
import * as copiedPasskeys from './2026-11-22T1410-copied-passkeys.ts'
import * as registration from './2026-11-22T1430-registration.ts'
import * as applications from './2026-11-22T1500-applications.ts'
import * as invitations from './2026-11-28T0900-invitations.ts'
import * as duplicateRecords from './2026-11-28T0930-duplicate-records.ts'
import * as connectors from './2026-11-28T1000-connectors.ts'
import * as insurers from './2026-11-28T1100-insurers.ts'
import * as configuration from './2026-11-28T1200-configuration.ts'
import * as keyRotation from './2026-11-28T1210-key-rotation.ts'
import * as operators from './2026-11-28T1220-operators.ts'
import * as eventCounts from './2026-11-28T1230-event-counts.ts'
import * as factorResets from './2026-11-28T1230-factor-resets.ts'
import * as auditWebhook from './2026-11-28T1240-audit-webhook.ts'
import * as operatorConsole from './2026-11-28T1240-console.ts'
import * as operatorLists from './2026-11-28T1300-operator-lists.ts'

export const migrations: Record<string, Migration> = {
  '2026-11-21T0900-keys': keys,
  '2026-11-21T0910-organizations': organizations,
  '2026-11-21T0920-registry': registry,
  '2026-11-21T0930-accounts': accounts,
  '2026-11-21T0940-flows': flows,
  '2026-11-21T0950-oidc': oidc,
  '2026-11-21T1000-delivery': delivery,
  '2026-11-21T1010-audit': audit,
  '2026-11-21T1100-passkeys': passkeys,
  '2026-11-22T0900-factors': factors,
  '2026-11-22T0910-recovery': recovery,
  '2026-11-22T1330-account-lock': accountLock,
  '2026-11-22T1345-policies': policies,
  '2026-11-22T1349-help-desk': helpDesk,
  '2026-11-22T1350-account-changes': accountChanges,
  '2026-11-22T1400-matching': matching,
  '2026-11-22T1405-imported-accounts': importedAccounts,
  '2026-11-22T1410-copied-passkeys': copiedPasskeys,
  '2026-11-22T1430-registration': registration,
  '2026-11-22T1500-applications': applications,
  '2026-11-28T0900-invitations': invitations,
  '2026-11-28T0930-duplicate-records': duplicateRecords,
  '2026-11-28T1000-connectors': connectors,
  '2026-11-28T1100-insurers': insurers,
  '2026-11-28T1200-configuration': configuration,
  '2026-11-28T1210-key-rotation': keyRotation,
  '2026-11-28T1220-operators': operators,
  '2026-11-28T1230-event-counts': eventCounts,
  '2026-11-28T1230-factor-resets': factorResets,
  '2026-11-28T1240-audit-webhook': auditWebhook,
  '2026-11-28T1240-console': operatorConsole,
  '2026-11-28T1300-operator-lists': operatorLists,
}

/** Those that run outside a transaction: each of their steps can be done again. */
export const onlineMigrations: ReadonlySet<string> = new Set(['2026-11-28T1300-operator-lists'])
