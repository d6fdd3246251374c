import { purposes } from '../core/purposes.ts'
import type { Tables } from './tables.ts'

/** A column of sealed values, and the purpose that all of them are sealed for. */
export interface SealedColumn {
  readonly column: string
  readonly purpose: string
}

/**
 * Every column that a data key seals; keys are rotated by this list. A new `*_sealed` column is one line here, and the
 * tests open what is in it by the purpose that it says.
 */
export const sealedColumns: Readonly<Partial<Record<keyof Tables, readonly SealedColumn[]>>> = {
  accounts: [
    { column: 'username_sealed', purpose: 'account.username' },
    { column: 'profile_sealed', purpose: 'account.profile' },
    { column: 'legacy_password_sealed', purpose: 'accounts.legacy-password' },
  ],
  account_contacts: [{ column: 'value_sealed', purpose: purposes.contactValue }],
  account_factors: [
    { column: 'data_sealed', purpose: 'account_factors.data' },
    { column: 'name_sealed', purpose: 'account_factors.name' },
  ],
  account_undos: [{ column: 'before_sealed', purpose: 'account_undos.before' }],
  account_upstreams: [{ column: 'identity_sealed', purpose: 'account_upstreams.identity' }],
  access_codes: [{ column: 'representative_sealed', purpose: 'access_codes.representative' }],
  applications: [{ column: 'details_sealed', purpose: 'applications.details' }],
  audit_events: [{ column: 'details_sealed', purpose: 'audit.details' }],
  caller_proofs: [{ column: 'details_sealed', purpose: 'caller_proofs.details' }],
  clients: [{ column: 'secrets_sealed', purpose: 'client.secrets' }],
  console_forms: [{ column: 'content_sealed', purpose: 'console_forms.content' }],
  console_sessions: [{ column: 'tokens_sealed', purpose: 'console_sessions.tokens' }],
  factor_resets: [{ column: 'details_sealed', purpose: 'factor_resets.details' }],
  family_access_requests: [{ column: 'patient_sealed', purpose: 'family_access_requests.patient' }],
  flows: [
    { column: 'ask_sealed', purpose: 'flow.ask' },
    { column: 'facts_sealed', purpose: 'flow.facts' },
    { column: 'completion_sealed', purpose: 'flow.completion' },
  ],
  idempotent_answers: [{ column: 'answer_sealed', purpose: 'idempotent_answers.answer' }],
  insurers: [{ column: 'secret_sealed', purpose: 'insurer.secret' }],
  invitations: [
    { column: 'email_sealed', purpose: purposes.contactValue },
    { column: 'representative_sealed', purpose: 'invitations.representative' },
    { column: 'ends_sealed', purpose: 'invitations.ends' },
  ],
  logout_deliveries: [{ column: 'payload_sealed', purpose: 'logout.delivery' }],
  messages: [{ column: 'envelope_sealed', purpose: 'message.envelope' }],
  oidc_artifacts: [{ column: 'payload_sealed', purpose: purposes.oidcPayload }],
  passkeys: [
    { column: 'credential_sealed', purpose: 'passkeys.credential' },
    { column: 'public_key_sealed', purpose: 'passkeys.public_key' },
  ],
  patients: [{ column: 'demographics_sealed', purpose: 'patients.demographics' }],
  patient_contacts: [{ column: 'value_sealed', purpose: purposes.contactValue }],
  patient_coverages: [{ column: 'member_sealed', purpose: 'patient_coverages.member' }],
  prospects: [{ column: 'details_sealed', purpose: 'prospects.details' }],
  recovery_asks: [{ column: 'asked_sealed', purpose: 'recovery.ask' }],
  recovery_links: [
    { column: 'contact_sealed', purpose: purposes.contactValue },
    { column: 'ask_sealed', purpose: 'recovery.ends' },
  ],
  saml_keys: [{ column: 'private_key_sealed', purpose: 'saml-key' }],
  sessions: [{ column: 'ip_sealed', purpose: 'sessions.ip' }],
  session_clients: [{ column: 'authorization_sealed', purpose: 'session_clients.authorization' }],
  signing_keys: [{ column: 'private_jwk_sealed', purpose: 'signing-key' }],
  upstream_requests: [
    { column: 'pending_sealed', purpose: 'upstream.pending' },
    { column: 'response_sealed', purpose: 'upstream.response' },
  ],
  // never filled by this version
  verifications: [{ column: 'target_sealed', purpose: 'verifications.target' }],
}
