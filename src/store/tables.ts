import type * as accounts from './tables/accounts.ts'
import type * as audit from './tables/audit.ts'
import type * as connectors from './tables/connectors.ts'
import type * as consoles from './tables/console.ts'
import type * as delivery from './tables/delivery.ts'
import type * as federation from './tables/federation.ts'
import type * as flows from './tables/flows.ts'
import type * as invitations from './tables/invitations.ts'
import type * as keys from './tables/keys.ts'
import type * as oidc from './tables/oidc.ts'
import type * as operators from './tables/operators.ts'
import type * as organizations from './tables/organizations.ts'
import type * as passkeys from './tables/passkeys.ts'
import type * as recovery from './tables/recovery.ts'
import type * as registration from './tables/registration.ts'
import type * as registry from './tables/registry.ts'

export type * from './tables/accounts.ts'
export type * from './tables/audit.ts'
export type { LocalText } from './tables/columns.ts'
export type * from './tables/connectors.ts'
export type * from './tables/console.ts'
export type * from './tables/delivery.ts'
export type * from './tables/federation.ts'
export type * from './tables/flows.ts'
export type * from './tables/invitations.ts'
export type * from './tables/keys.ts'
export type * from './tables/oidc.ts'
export type * from './tables/operators.ts'
export type * from './tables/organizations.ts'
export type * from './tables/passkeys.ts'
export type * from './tables/recovery.ts'
export type * from './tables/registration.ts'
export type * from './tables/registry.ts'

/**
 * The shape of every table, as `migrations/` makes it. Columns named `*_sealed` hold AES-GCM values (Sealer, purpose
 * `<table>.<column without _sealed>` unless said otherwise); `*_index` keyed blind indexes; `*_hash` keyed hashes.
 */
export interface Tables {
  data_keys: keys.DataKeysTable
  reseal_progress: keys.ResealProgressTable
  organizations: organizations.OrganizationsTable
  brandings: organizations.OrganizationPartsTable
  organization_texts: organizations.OrganizationPartsTable
  locations: organizations.LocationsTable
  providers: organizations.ProvidersTable
  patients: registry.PatientsTable
  patient_contacts: registry.PatientContactsTable
  patient_match_keys: registry.PatientMatchKeysTable
  access_codes: registry.AccessCodesTable
  invitations: invitations.InvitationsTable
  accounts: accounts.AccountsTable
  account_contacts: accounts.AccountContactsTable
  account_undos: accounts.AccountUndosTable
  account_factors: accounts.AccountFactorsTable
  recovery_codes: accounts.RecoveryCodesTable
  account_links: accounts.AccountLinksTable
  terms_acceptances: accounts.TermsAcceptancesTable
  passkeys: passkeys.PasskeysTable
  passkey_refusals: passkeys.PasskeyRefusalsTable
  known_devices: accounts.KnownDevicesTable
  failure_budgets: accounts.FailureBudgetsTable
  recovery_asks: recovery.RecoveryAsksTable
  recovery_links: recovery.RecoveryLinksTable
  recovery_requests: recovery.RecoveryRequestsTable
  factor_resets: recovery.FactorResetsTable
  caller_proofs: recovery.CallerProofsTable
  account_places: recovery.AccountPlacesTable
  prospects: registration.ProspectsTable
  applications: registration.ApplicationsTable
  duplicate_records: registration.DuplicateRecordsTable
  family_access_requests: registration.FamilyAccessRequestsTable
  flows: flows.FlowsTable
  verifications: flows.VerificationsTable
  evidence: flows.EvidenceTable
  sessions: oidc.SessionsTable
  session_clients: oidc.SessionClientsTable
  oidc_artifacts: oidc.OidcArtifactsTable
  replays: oidc.ReplaysTable
  signing_keys: keys.SigningKeysTable
  clients: organizations.ClientsTable
  policies: organizations.PoliciesTable
  insurers: federation.InsurersTable
  insurer_tests: federation.InsurerTestsTable
  upstream_requests: federation.UpstreamRequestsTable
  account_upstreams: federation.AccountUpstreamsTable
  patient_coverages: federation.PatientCoveragesTable
  insurer_metadata: connectors.InsurerMetadataTable
  saml_keys: connectors.SamlKeysTable
  operators: operators.OperatorsTable
  idempotent_answers: operators.IdempotentAnswersTable
  console_sessions: consoles.ConsoleSessionsTable
  console_forms: consoles.ConsoleFormsTable
  messages: delivery.MessagesTable
  logout_deliveries: delivery.LogoutDeliveriesTable
  audit_events: audit.AuditEventsTable
  audit_seal: audit.AuditSealTable
  event_counts: audit.EventCountsTable
  audit_webhook: audit.AuditWebhookTable
}
