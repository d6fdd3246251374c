import type { Generated } from 'kysely'

export interface FlowsTable {
  id: string
  name: string
  /** purpose `flow.browser`: hash of the browser cookie that owns it */
  browser_hash: Buffer
  /** purpose `flow.interaction`: the interaction it answers, when it was begun by a portal; its uid is a cookie's value */
  interaction_hash: Buffer | null
  /** purpose `flow.ask`: what was asked and where it ends */
  ask_sealed: Buffer
  /** purpose `flow.facts` */
  facts_sealed: Buffer
  /** purpose `flow.completion`; set when closed, so that a closed flow repeats its departure */
  completion_sealed: Buffer | null
  state: 'open' | 'completed' | 'denied'
  version: Generated<number>
  reference: string
  account_id: string | null
  expires_at: Date
  created_at: Date
  updated_at: Date
}

export interface VerificationsTable {
  id: string
  /** what a success is good for, such as `sign-in.second`; part of the secret's hash */
  purpose: string
  flow_id: string | null
  account_id: string | null
  patient_id: string | null
  factor: string
  /** keyed index of where the secret was sent, for budgets */
  target_index: Buffer | null
  target_sealed: Buffer | null
  secret_hash: Buffer
  attempts: Generated<number>
  max_attempts: number
  expires_at: Date
  superseded_at: Date | null
  verified_at: Date | null
  consumed_at: Date | null
  created_at: Date
}

/** One proof that a person gave; `acr`, `amr` and `auth_time` are a fold over these rows (core/assurance). */
export interface EvidenceTable {
  id: string
  account_id: string
  flow_id: string | null
  /** purpose `session.uid`; known once the provider resumes, see oidc/ */
  session_uid_hash: Buffer | null
  factor: string
  category: 'knowledge' | 'possession' | 'inherence' | 'upstream' | 'device'
  amr: string[]
  user_verified: boolean
  phishing_resistant: boolean
  /** the highest assurance this proof may count for, where capped (upstream, email code) */
  ceiling: string | null
  at: Date
  expires_at: Date
}
