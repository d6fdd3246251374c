export interface ConsoleSessionsTable {
  /** purpose `console.session`, over the browser's cookie and the session's */
  id_hash: Buffer
  account_id: string
  /** purpose `console_sessions.tokens` */
  tokens_sealed: Buffer
  /** null: none chosen yet */
  organization_id: string | null
  expires_at: Date
  created_at: Date
}

export interface ConsoleFormsTable {
  /** purpose `console.form`, over the browser's cookie and the token in the address */
  id_hash: Buffer
  account_id: string
  /** purpose `console_forms.content` */
  content_sealed: Buffer
  expires_at: Date
  created_at: Date
}
