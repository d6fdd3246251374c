import type { Generated } from 'kysely'

export interface OperatorsTable {
  account_id: string
  role: 'viewer' | 'help-desk' | 'security' | 'owner'
  /** null: the whole installation */
  organizations: string[] | null
  ended_at: Date | null
  /** `cli:root`, an operator */
  created_by: string
  version: Generated<number>
  created_at: Date
  updated_at: Date
}

export interface IdempotentAnswersTable {
  /** purpose `operator-api.idempotency`, over caller and key */
  key_hash: Buffer
  /** purpose `operator-api.request`, over method, address and body */
  request_hash: Buffer
  /** purpose `idempotent_answers.answer`; null while the first one is at work */
  answer_sealed: Buffer | null
  expires_at: Date
  created_at: Date
}
